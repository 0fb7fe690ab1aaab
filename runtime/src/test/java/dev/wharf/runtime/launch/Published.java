package dev.wharf.runtime.launch;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.model.AuthConfig;
import com.github.dockerjava.api.model.Image;
import com.github.dockerjava.api.model.PushResponseItem;
import dev.wharf.runtime.launch.TestImages.Configuration;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Connectors as their authors publish them: shell scripts in images, in a registry on loopback that wants a login. */
public final class Published implements AutoCloseable {

    private final Engine engine = Engine.connect(System.getenv());
    private final Registry registry;
    private final Path configuration;

    private Published(Registry registry, Path configuration) {
        this.registry = registry;
        this.configuration = configuration;
    }

    /** @param directory for the registry's files and the user's Docker configuration */
    public static Published start(Path directory) throws IOException {
        Registry registry = Registry.start(directory);
        String login = Base64.getEncoder()
                .encodeToString((Registry.USER + ":" + Registry.PASSWORD).getBytes(StandardCharsets.UTF_8));
        Files.writeString(
                directory.resolve("config.json"),
                "{\"auths\":{\"" + registry.host() + "\":{\"auth\":\"" + login + "\"}}}");
        return new Published(registry, directory);
    }

    /** What the command needs to find the login. */
    public Map<String, String> environment() {
        return Map.of("DOCKER_CONFIG", configuration.toString());
    }

    /** The reference of an image in the registry. */
    public String reference(String name) {
        return registry.host() + "/acme/" + name;
    }

    /** Builds a connector on this machine, under the given name; its verb is {@code $1}. @return its id */
    public String build(String name, String script) throws IOException {
        try (TestImages images = new TestImages(engine)) {
            Configuration shell = Configuration.scripted("/bin/sh");
            String built = images.load(shell.with("Entrypoint", List.of("/bin/sh", "-c", script, "connector")));
            String reference = reference(name);
            int colon = reference.lastIndexOf(':');
            client().tagImageCmd(built, reference.substring(0, colon), reference.substring(colon + 1))
                    .exec();
            return String.valueOf(client().inspectImageCmd(built).exec().getId());
        }
    }

    /** Builds it, sends it to the registry, and removes it from this machine. */
    public void publish(String name, String script) throws IOException, InterruptedException {
        build(name, script);
        client().pushImageCmd(reference(name))
                .withAuthConfig(new AuthConfig().withUsername(Registry.USER).withPassword(Registry.PASSWORD))
                .exec(new ResultCallback.Adapter<PushResponseItem>())
                .awaitCompletion();
        forget(reference(name));
    }

    /** How many containers of an image there are, running or not. */
    public int containers(String imageId) {
        return client().listContainersCmd()
                .withShowAll(true)
                .withAncestorFilter(List.of(imageId))
                .exec()
                .size();
    }

    /** Removes every image of the registry from this machine. */
    public void forget() {
        forget(registry.host());
    }

    private void forget(String name) {
        client().listImagesCmd().withShowAll(true).exec().stream()
                .filter(image -> names(image).anyMatch(one -> one.startsWith(name)))
                .forEach(image ->
                        client().removeImageCmd(image.getId()).withForce(true).exec());
    }

    private static Stream<String> names(Image image) {
        return Stream.of(Optional.ofNullable(image.getRepoTags()), Optional.ofNullable(image.getRepoDigests()))
                .flatMap(names -> names.stream().flatMap(Arrays::stream));
    }

    private DockerClient client() {
        return engine.client();
    }

    @Override
    public void close() {
        forget();
        registry.close();
    }
}
