package dev.wharf.sdk;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.wharf.protocol.Json;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

class ConfigProblemsTest {

    private static final ObjectNode SCHEMA = Json.object("""
            {"type": "object", "required": ["host", "port"], "additionalProperties": false, "properties": {
              "host": {"type": "string", "minLength": 1, "pattern": "^[a-z.]*$", "pattern_descriptor": "a.host.name"},
              "port": {"type": "integer", "minimum": 1, "maximum": 65535},
              "mode": {"type": ["string", "null"], "enum": ["fast", "safe", null]},
              "tags": {"type": "array", "items": {"type": "string"}},
              "tls": {"type": "object", "oneOf": [
                {"properties": {"kind": {"type": "string", "const": "off"}}},
                {"required": ["ca"], "properties": {"kind": {"type": "string", "const": "on"}, "ca": {"type": "string"}}}]}}}""");

    @Test
    void aGoodConfigHasNone() {
        assertEquals(List.of(), problems("""
                        {"host": "a.b", "port": 1.0, "mode": null, "tags": ["x"], "tls": {"kind": "on", "ca": "pem"}, "_note": 1}"""));
    }

    @Test
    void eachIsToldWithItsPath() {
        assertEquals(
                List.of(
                        "port is missing",
                        "host must look like a.host.name",
                        "mode must be one of fast, safe, null",
                        "tags[1] must be string, is a number",
                        "tls.ca is missing",
                        "hots is unknown; known are host, port, mode, tags, tls"),
                problems("""
                        {"host": "A", "mode": "slow", "tags": ["x", 1], "tls": {"kind": "on"}, "hots": true}"""));
    }

    @Test
    void limitsOfNumbersAndTextsHold() {
        assertEquals(
                List.of("host must not be empty", "port must be at most 65535"),
                problems("{\"host\": \"\", \"port\": 70000}"));
        assertEquals(List.of("port must be at least 1"), problems("{\"host\": \"a\", \"port\": 0}"));
        assertEquals(List.of("port must be integer, is a number"), problems("{\"host\": \"a\", \"port\": 1.5}"));
    }

    @Test
    void aVariantThatIsNoneIsTold() {
        assertEquals(
                List.of("tls is none of its variants"),
                problems("{\"host\": \"a\", \"port\": 1, \"tls\": {\"kind\": \"perhaps\"}}"));
    }

    @Test
    void aConfigThatIsNoObjectIsTold() {
        assertEquals(
                List.of("the config must be object, is an array"),
                ConfigProblems.of(SCHEMA, Json.read("[]".getBytes(UTF_8))));
    }

    private static List<String> problems(String config) {
        return ConfigProblems.of(SCHEMA, Json.object(config));
    }
}
