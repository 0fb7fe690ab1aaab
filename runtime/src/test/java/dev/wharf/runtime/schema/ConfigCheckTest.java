package dev.wharf.runtime.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.wharf.runtime.schema.ConfigCheck.Departure;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ConfigCheckTest {

    private static final JsonNode SPEC = json("""
            {"type":"object","required":["host"],"properties":{
              "host":{"type":"string","description":"Where it is. Any name."},
              "auth":{"type":"object","oneOf":[
                {"title":"Key","required":["kind","key"],"properties":{"kind":{"const":"key"},"key":{"type":"string"},"days":{"type":"integer"}}},
                {"title":"OAuth","required":["kind","client"],"properties":{"kind":{"const":"oauth"},"client":{"type":"object","oneOf":[
                   {"required":["form","id"],"properties":{"form":{"const":"web"},"id":{"type":"string"}}},
                   {"required":["form","file"],"properties":{"form":{"const":"file"},"file":{"type":"string"}}}]}}}]},
              "tags":{"type":"array","items":{"type":"string"}}}}""");

    @Test
    void aGoodConfigDepartsInNothing() {
        assertEquals(List.of(), check("""
                {"host":"a","auth":{"kind":"oauth","client":{"form":"web","id":"1"}},"tags":["x"],"other":1}"""));
    }

    @Test
    void everyDepartureIsToldWithWhatTheSpecSaysOfTheField() {
        assertEquals(
                List.of(new Departure(List.of("host"), "host is missing", "The connector says of it: Where it is.")),
                check("{}"));
        assertEquals(
                List.of("[host] host is missing", "[tags, 1] expected string, found integer"),
                told("{\"tags\":[\"x\",1]}"));
    }

    @Test
    void ofAlternativesOnlyTheOneThatWasMeantIsTold() {
        assertEquals(List.of("[auth, days] expected integer, found string", "[auth, key] key is missing"), told("""
                        {"host":"a","auth":{"kind":"key","days":"x"}}"""));
    }

    @Test
    void alternativesInsideAlternativesAreFollowed() {
        assertEquals(List.of("[auth, client, file] file is missing"), told("""
                        {"host":"a","auth":{"kind":"oauth","client":{"form":"file"}}}"""));
    }

    @Test
    void whenNoneWasMeantAllAreNamed() {
        assertEquals(List.of("[auth] it fits none of the alternatives: kind: key; kind: oauth"), told("""
                        {"host":"a","auth":{"kind":"basic"}}"""));
    }

    @Test
    void aFieldThatIsNotAllowedIsComparedWithThoseThatAre() {
        ConfigCheck closed =
                new ConfigCheck(json("{\"additionalProperties\":false,\"properties\":{\"count\":{},\"seed\":{}}}"));
        assertEquals(
                List.of(new Departure(
                        List.of("cuont"), "cuont is not a field that the connector knows", "Did you mean count?")),
                closed.check(json("{\"cuont\":5}")));
    }

    private static List<Departure> check(String config) {
        return new ConfigCheck(SPEC).check(json(config));
    }

    private static List<String> told(String config) {
        return check(config).stream()
                .map(departure -> departure.path() + " " + departure.message())
                .sorted()
                .toList();
    }

    private static JsonNode json(String text) {
        return JsonMapper.shared().readTree(text);
    }
}
