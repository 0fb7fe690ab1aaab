package dev.wharf.runtime.launch;

import com.github.dockerjava.api.DockerClient;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import tools.jackson.databind.json.JsonMapper;

/** Images made of this machine's own programs, so that the tests need no registry. Removed when closed. */
final class TestImages implements AutoCloseable {

    private static final List<String> PROGRAMS = List.of(
            "/bin/cat",
            "/bin/chmod",
            "/bin/dd",
            "/bin/grep",
            "/bin/ls",
            "/bin/mkdir",
            "/bin/mount",
            "/bin/sleep",
            "/usr/bin/head",
            "/usr/bin/id",
            "/usr/bin/tr");
    private static final JsonMapper JSON = new JsonMapper();

    private final DockerClient client;
    private final List<String> loaded = new ArrayList<>();

    TestImages(Engine engine) {
        this.client = engine.client();
    }

    /** What an image says about itself; the names are those of its configuration. */
    record Configuration(Map<String, Object> config, String architecture, String shell) {

        static Configuration of(String entrypoint, Object... more) {
            Map<String, Object> config = new TreeMap<>(Map.of("Entrypoint", List.of(entrypoint.split(" "))));
            for (int i = 0; i < more.length; i += 2) {
                config.put(String.valueOf(more[i]), more[i + 1]);
            }
            return new Configuration(config, hostArchitecture(), "/bin/sh");
        }

        /** A connector that evaluates the variable SCRIPT. */
        static Configuration scripted(String shell) {
            Configuration of = of("-");
            of.config.put("Entrypoint", List.of(shell, "-c", "eval \"$SCRIPT\"", "connector"));
            return new Configuration(of.config, of.architecture, shell);
        }

        Configuration with(String name, Object value) {
            Map<String, Object> changed = new TreeMap<>(config);
            changed.put(name, value);
            return new Configuration(changed, architecture, shell);
        }

        Configuration without(String name) {
            Map<String, Object> changed = new TreeMap<>(config);
            changed.remove(name);
            return new Configuration(changed, architecture, shell);
        }

        Configuration on(String machine) {
            return new Configuration(config, machine, shell);
        }

        private static String hostArchitecture() {
            return System.getProperty("os.arch").equals("aarch64") ? "arm64" : "amd64";
        }
    }

    /** @return the reference of the image */
    String load(Configuration configuration) throws IOException {
        String reference = "wharf-test/" + UUID.randomUUID().toString().substring(0, 8) + ":1";
        client.loadImageCmd(new ByteArrayInputStream(archive(reference, configuration)))
                .exec();
        loaded.add(reference);
        return reference;
    }

    @Override
    public void close() {
        loaded.forEach(
                reference -> client.removeImageCmd(reference).withForce(true).exec());
    }

    private static byte[] archive(String reference, Configuration configuration) throws IOException {
        byte[] layer = layer(configuration.shell(), reference);
        Map<String, Object> image = new TreeMap<>(Map.of(
                "architecture", configuration.architecture(),
                "os", "linux",
                "config", configuration.config(),
                "rootfs", Map.of("type", "layers", "diff_ids", List.of("sha256:" + sha256(layer)))));
        Object manifest = List.of(
                Map.of("Config", "config.json", "RepoTags", List.of(reference), "Layers", List.of("layer.tar")));
        return tar(Map.of(
                "config.json", JSON.writeValueAsBytes(image),
                "layer.tar", layer,
                "manifest.json", JSON.writeValueAsBytes(manifest)));
    }

    /** No two have the same layer: of one that the engine had already a pull would bring nothing. */
    private static byte[] layer(String shell, String reference) throws IOException {
        Map<String, byte[]> files = new TreeMap<>();
        for (String program : PROGRAMS) {
            add(program, program, files);
        }
        add("/bin/sh", shell, files);
        files.put(
                "etc/passwd",
                "root:x:0:0::/:/bin/sh\nairbyte:x:1000:1000::/:/bin/sh\n".getBytes(StandardCharsets.UTF_8));
        files.put("etc/name", reference.getBytes(StandardCharsets.UTF_8));
        files.put("work/", new byte[0]);
        files.put("work/own", "own\n".getBytes(StandardCharsets.UTF_8));
        files.put("tmp/", new byte[0]);
        return tar(files);
    }

    private static void add(String program, String name, Map<String, byte[]> files) throws IOException {
        files.put(name.substring(1), Files.readAllBytes(Path.of(program)));
        for (String library : libraries(program)) {
            files.put(library.substring(1), Files.readAllBytes(Path.of(library)));
        }
    }

    private static List<String> libraries(String program) throws IOException {
        Process ldd = new ProcessBuilder("ldd", program).start();
        String text = new String(ldd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return Stream.of(text.split("\\s+"))
                .filter(word -> word.startsWith("/"))
                .toList();
    }

    private static byte[] tar(Map<String, byte[]> files) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream archive = new TarArchiveOutputStream(bytes)) {
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                TarArchiveEntry entry = new TarArchiveEntry(file.getKey());
                entry.setSize(file.getValue().length);
                entry.setIds(file.getKey().startsWith("work/") ? 1000 : 0, 0);
                entry.setMode(file.getKey().endsWith("/") ? 041777 : 0100755);
                entry.setModTime(0);
                archive.putArchiveEntry(entry);
                archive.write(file.getValue());
                archive.closeArchiveEntry();
            }
        }
        return bytes.toByteArray();
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
