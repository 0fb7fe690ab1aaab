package dev.wharf.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ObjectFieldsTest {

    private final ObjectFields fields = new ObjectFields();

    @Test
    void walksOverTheMembers() {
        byte[] bytes =
                " { \"a\" : {\"x\":[1,\"]\"]} , \"b\":[ ],\"c\":\"}\\\"\" ,\"d\":-1.5e3,\"e\":true,\"f\":false,\"g\":null } "
                        .getBytes(UTF_8);
        List<String> seen = new ArrayList<>();
        fields.over(bytes, 0, bytes.length);
        while (fields.next()) {
            seen.add(fields.key() + " " + fields.kind() + " "
                    + new String(bytes, fields.valueFrom(), fields.valueTo() - fields.valueFrom(), UTF_8));
        }
        assertEquals(
                List.of(
                        "a OBJECT {\"x\":[1,\"]\"]}",
                        "b ARRAY [ ]",
                        "c STRING \"}\\\"\"",
                        "d NUMBER -1.5e3",
                        "e TRUE true",
                        "f FALSE false",
                        "g NULL null"),
                seen);
    }

    @Test
    void findsNothingInAnEmptyObject() {
        assertFalse(fields.over(new byte[] {'{', '}'}, 0, 2).next());
        assertFalse(fields.over(new byte[] {'{', ' ', '}'}, 0, 3).next());
        assertFalse(fields.next());
    }

    @Test
    void tellsThatAKeyIsWrittenWithEscapes() {
        byte[] bytes = "{\"\\u0061\":1,\"a\":2}".getBytes(UTF_8);
        assertTrue(fields.over(bytes, 0, bytes.length).next());
        assertTrue(fields.keyEscaped());
        assertEquals("a", fields.key());
        assertTrue(fields.next());
        assertFalse(fields.keyEscaped());
        assertEquals("a", new String(bytes, fields.keyFrom(), fields.keyTo() - fields.keyFrom(), UTF_8));
    }

    @Test
    void staysInsideItsRange() {
        byte[] bytes = "{\"a\":{\"b\":1},\"c\":2}".getBytes(UTF_8);
        assertTrue(fields.over(bytes, 5, 12).next());
        assertEquals("b", fields.key());
        assertFalse(fields.next());
    }

    @Test
    void deliversWhatJacksonReads() {
        JsonTexts texts = new JsonTexts(new Random(3));
        for (int i = 0; i < 10_000; i++) {
            String text = texts.object();
            byte[] bytes = text.getBytes(UTF_8);
            Map<String, JsonNode> read = new LinkedHashMap<>();
            fields.over(bytes, 0, bytes.length);
            while (fields.next()) {
                read.put(
                        fields.key(),
                        tree(new String(bytes, fields.valueFrom(), fields.valueTo() - fields.valueFrom(), UTF_8)));
            }
            Map<String, JsonNode> expected = new LinkedHashMap<>();
            tree(text).propertyStream().forEach(member -> expected.put(member.getKey(), member.getValue()));
            assertEquals(expected, read, text);
        }
    }

    private static JsonNode tree(String text) {
        return JsonMapper.shared().readTree(text);
    }
}
