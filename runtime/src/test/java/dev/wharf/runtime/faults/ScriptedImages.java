package dev.wharf.runtime.faults;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/**
 * Images of connectors that behave as badly as their config says (src/test/resources/scripted/connector), built by the engine on our own base,
 * and removed when closed.
 */
final class ScriptedImages implements AutoCloseable {

    private final Map<String, String> environment;
    private final List<String> built = new ArrayList<>();

    /** @param environment where the engine is */
    ScriptedImages(Map<String, String> environment) {
        this.environment = environment;
    }

    /** In an engine that has no images yet: our base is copied from this machine's. */
    static ScriptedImages in(Map<String, String> environment) {
        ScriptedImages images = new ScriptedImages(environment);
        String base = new ScriptedImages(System.getenv()).base();
        String here = System.getenv().getOrDefault("DOCKER_HOST", "");
        images.run("sh", "-c", "DOCKER_HOST=\"$1\" docker save \"$0\" | docker load", base, here);
        return images;
    }

    /** Runs a scenario; started as most images are, by a shell that opens its pipes. */
    String scripted() {
        return build("ENTRYPOINT [\"/scripted\"]");
    }

    /** The same without /bin/sh, so that its bytes travel over the engine. */
    String withoutShell() {
        return build("RUN [\"/bin/busybox\", \"rm\", \"/usr/bin/sh\"]\nENTRYPOINT [\"/scripted\"]");
    }

    /** Its entrypoint is not in it. */
    String withoutProgram() {
        return build("ENTRYPOINT [\"/nowhere/connector\"]");
    }

    private String build(String end) {
        String image = "wharf-test/" + UUID.randomUUID().toString().substring(0, 8) + ":1";
        try {
            Path context = Files.createTempDirectory("wharf-image");
            Path script = Files.write(context.resolve("connector"), script());
            Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
            Path recipe = Files.writeString(
                    context.resolve("Dockerfile"), "FROM " + base() + "\nCOPY connector /scripted\n" + end + "\n");
            docker("build", "-q", "-t", image, context.toString());
            Files.delete(recipe);
            Files.delete(script);
            Files.delete(context);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        built.add(image);
        return image;
    }

    private String base() {
        return docker("images", "--format", "{{.Repository}}:{{.Tag}}", "wharf/base")
                .lines()
                .findFirst()
                .orElseThrow(() -> new AssertionError("The image wharf/base is missing: ./dev/images builds it."));
    }

    private static byte[] script() throws IOException {
        try (InputStream script =
                Objects.requireNonNull(ScriptedImages.class.getResourceAsStream("/scripted/connector"))) {
            return script.readAllBytes();
        }
    }

    /** Runs the docker command. @return what it prints */
    String docker(String... words) {
        List<String> command = new ArrayList<>(List.of("docker"));
        command.addAll(List.of(words));
        return run(command.toArray(String[]::new));
    }

    private String run(String... command) {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(environment);
        try {
            Process process = builder.start();
            String said = new String(process.getInputStream().readAllBytes(), UTF_8);
            if (process.waitFor() != 0) {
                throw new AssertionError(String.join(" ", command) + " failed: " + said);
            }
            return said;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        built.forEach(image -> docker("rmi", "-f", image));
    }
}
