package dev.wharf.runtime.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wharf.runtime.failure.FailureCode;
import dev.wharf.runtime.failure.WharfException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EndpointTest {

    @TempDir
    private Path directory = Path.of("");

    private String host(Map<String, String> environment) {
        Map<String, String> all = new HashMap<>(environment);
        all.put("DOCKER_CONFIG", directory.toString());
        return Endpoint.find(all).host().toString();
    }

    private void writeContext(String name, String host) throws IOException, NoSuchAlgorithmException {
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8));
        Path meta = directory.resolve("contexts/meta").resolve(HexFormat.of().formatHex(hash));
        Files.createDirectories(meta);
        Files.writeString(
                meta.resolve("meta.json"),
                "{\"Name\":\"" + name + "\",\"Endpoints\":{\"docker\":{\"Host\":\"" + host + "\"}}}");
    }

    @Test
    void usualSocketIsTheDefault() {
        assertEquals("unix:///var/run/docker.sock", host(Map.of()));
    }

    @Test
    void contextsAreFollowed() throws IOException, NoSuchAlgorithmException {
        writeContext("mine", "unix:///run/mine.sock");
        assertEquals("unix:///run/mine.sock", host(Map.of("DOCKER_CONTEXT", "mine")));
        Files.writeString(directory.resolve("config.json"), "{\"currentContext\":\"mine\"}");
        assertEquals("unix:///run/mine.sock", host(Map.of()));
        assertEquals("tcp://far:2375", host(Map.of("DOCKER_HOST", "tcp://far:2375")));
    }

    @Test
    void missingSocketIsUnreachableWithACure() {
        Endpoint endpoint = Endpoint.find(Map.of("DOCKER_HOST", "unix://" + directory.resolve("none")));
        assertUnreachable(endpoint, "No such file or directory. Start it");
    }

    @Test
    void addressOverSshIsRefusedWithACure() {
        assertUnreachable(Endpoint.find(Map.of("DOCKER_HOST", "ssh://me@far")), "ssh -L");
    }

    private static void assertUnreachable(Endpoint endpoint, String words) {
        WharfException refused = assertThrows(WharfException.class, endpoint::dial);
        assertEquals(FailureCode.ENGINE_UNREACHABLE, refused.code());
        assertTrue(String.valueOf(refused.getMessage()).contains(words), refused.getMessage());
    }
}
