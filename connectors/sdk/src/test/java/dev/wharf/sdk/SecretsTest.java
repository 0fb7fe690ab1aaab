package dev.wharf.sdk;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.wharf.protocol.Json;
import org.junit.jupiter.api.Test;

/** Whatever form a secret has in a text, it is not to be read there. */
class SecretsTest {

    @Test
    void aSecretOfSeveralLinesIsMaskedLineByLine() {
        String line = "MIIEvQIBADANBgkqhkiG9w0BAQEFAASC";
        Secrets secrets = secrets(
                "-----BEGIN PRIVATE KEY-----\\n" + line + "\\nBKcwggSjAgEAAoIBAQC7\\n-----END PRIVATE KEY-----");

        assertEquals("cannot parse ****", secrets.mask("cannot parse " + line));
        assertEquals("-----BEGIN PRIVATE KEY-----", secrets.mask("-----BEGIN PRIVATE KEY-----"));
    }

    @Test
    void theLongestOfSecretsThatContainEachOtherIsMaskedFirst() {
        Secrets secrets = Secrets.of(
                Json.object("{\"properties\":{\"a\":{\"airbyte_secret\":true},\"b\":{\"airbyte_secret\":true}}}"),
                Json.object("{\"a\":\"horse\",\"b\":\"horseshoe\"}"));

        assertEquals("**** and ****", secrets.mask("horseshoe and horse"));
    }

    private static Secrets secrets(String key) {
        return Secrets.of(
                Json.object("{\"properties\":{\"key\":{\"airbyte_secret\":true}}}"),
                Json.object("{\"key\":\"" + key + "\"}"));
    }
}
