package dev.wharf.runtime.secret;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.net.URLEncoder;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class SecretsTest {

    private static final String PASSWORD = "pa/ss \"wörd\"+1";

    private final Secrets secrets = new Secrets();

    @Test
    void aSecretShowsItselfAsStars() {
        assertEquals("the key is ***", "the key is " + new Secret("sk_live_1"));
    }

    @Test
    void aTextWithoutSecretsStaysWhatItIs() {
        secrets.add("sk_live_1");
        assertEquals("charges: 12 records", secrets.mask("charges: 12 records"));
    }

    @Test
    void everyOccurrenceIsMasked() {
        secrets.add("sk_live_1");
        assertEquals("*** and ***.", secrets.mask("sk_live_1 and sk_live_1."));
    }

    @Test
    void aValueIsMaskedInsideUrlsJsonAndHeaders() {
        secrets.add(PASSWORD);
        String url = "https://api/?key=" + URLEncoder.encode(PASSWORD, UTF_8) + "&page=2";
        String lower = url.replace("%2F", "%2f").replace("%C3%B6", "%c3%b6").replace("%2B", "%2b");
        String path = "https://api/" + URLEncoder.encode(PASSWORD, UTF_8).replace("+", "%20");
        String json = "{\"k\":\"pa/ss \\\"wörd\\\"+1\"}";
        String python = "{\"k\":\"pa/ss \\\"w\\u00f6rd\\\"+1\"}";
        String nested = "{\"message\":\"{\\\"k\\\":\\\"pa/ss \\\\\\\"wörd\\\\\\\"+1\\\"}\"}";
        assertEquals("https://api/?key=***&page=2", secrets.mask(url));
        assertEquals("https://api/?key=***&page=2", secrets.mask(lower));
        assertEquals("https://api/***", secrets.mask(path));
        assertEquals("{\"k\":\"***\"}", secrets.mask(json));
        assertEquals("{\"k\":\"***\"}", secrets.mask(python));
        assertEquals("{\"message\":\"{\\\"k\\\":\\\"***\\\"}\"}", secrets.mask(nested));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "u:", "me:", "max:", "maria:"})
    void basicAuthenticationIsMaskedWhateverStandsInFrontOfThePassword(String user) {
        secrets.add("correct horse battery");
        String header = Base64.getEncoder().encodeToString((user + "correct horse battery").getBytes(UTF_8));
        String masked = secrets.mask("Authorization: Basic " + header);
        String left = masked.substring("Authorization: Basic ".length()).replace("***", "");
        // What is left of the header decodes to the user's name and at most two bytes at each end of the password.
        assertFalse(left.length() > 4 + 4 * ((user.length() + 2) / 3), masked);
    }

    @Test
    void overlappingSecretsLeaveNothing() {
        secrets.add("abcdef");
        secrets.add("defghi");
        secrets.add("abcd");
        assertEquals("x***y", secrets.mask("xabcdefghiy"));
    }

    @Test
    void everyLineOfAPrivateKeyIsMaskedOnItsOwn() {
        secrets.add("-----BEGIN KEY-----\nMIIEvQIBADANBgkq\nhkiG9w0BAQEFAASC\n-----END KEY-----\n");
        assertEquals("at line ***", secrets.mask("at line hkiG9w0BAQEFAASC"));
    }

    @Test
    void aShortSecretIsMaskedAsAValueAndNowhereElse() {
        secrets.add("e");
        assertEquals(
                "{\"type\":\"TRACE\",\"pin\":\"***\"} pin=*** pin: ***, and the rest stays",
                secrets.mask("{\"type\":\"TRACE\",\"pin\":\"e\"} pin=e pin: e, and the rest stays"));
    }

    @Test
    void anEmptySecretMasksNothing() {
        secrets.add("");
        secrets.add(" \n");
        assertEquals("a b", secrets.mask("a b"));
    }

    @Test
    void fieldsThatTheSpecCallsSecretAreFoundAtEveryDepth() {
        JsonNode spec = json("""
                {"type":"object","definitions":{"token":{"type":"string","airbyte_secret":true}},
                 "properties":{
                   "host":{"type":"string"},
                   "port":{"type":"integer","airbyte_secret":true},
                   "token":{"$ref":"#/definitions/token"},
                   "tunnel":{"oneOf":[
                      {"properties":{"method":{"const":"none"}}},
                      {"properties":{"method":{"const":"key"},"key":{"type":"string","airbyte_secret":true}}}]},
                   "extra":{"type":"array","items":{"properties":{"value":{"airbyte_secret":true}}}},
                   "account":{"type":"object","airbyte_secret":true}}}""");
        JsonNode config = json("""
                {"host":"db.example","port":54321,"token":"tok-1","tunnel":{"method":"key","key":"key-2"},
                 "extra":[{"value":"val-3"}],"account":{"nested":["acc-4"]}}""");
        secrets.add(spec, config);
        assertEquals(
                "db.example key *** *** *** *** ***", secrets.mask("db.example key 54321 tok-1 key-2 val-3 acc-4"));
    }

    @Test
    void aSpecThatRefersToItselfEnds() {
        JsonNode spec = json("""
                {"properties":{"a":{"$ref":"#"},"s":{"airbyte_secret":true}},"anyOf":[{"$ref":"#/anyOf/0"}]}""");
        secrets.add(spec, json("""
                {"a":{"a":{"s":"deep-secret"}}}"""));
        assertEquals("***", secrets.mask("deep-secret"));
    }

    @Test
    void secretsNeverShowThemselves() {
        secrets.add("sk_live_1");
        assertFalse(secrets.toString().contains("sk_live_1"));
    }

    private static JsonNode json(String text) {
        return JsonMapper.shared().readTree(text);
    }
}
