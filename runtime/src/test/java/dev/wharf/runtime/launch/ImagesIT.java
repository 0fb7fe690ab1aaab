package dev.wharf.runtime.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.model.AuthConfig;
import com.github.dockerjava.api.model.Image;
import com.github.dockerjava.api.model.PushResponseItem;
import dev.wharf.runtime.failure.FailureCode;
import dev.wharf.runtime.failure.WharfException;
import dev.wharf.runtime.launch.TestImages.Configuration;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Pulls from a real registry that wants a login. */
@ExtendWith(EngineAvailable.class)
@TestInstance(Lifecycle.PER_CLASS)
final class ImagesIT {

    private static final Images.Progress NOBODY = (_, _, _) -> {};

    @TempDir
    private static Path directory = Path.of("");

    private final Engine engine = Engine.connect(System.getenv());
    private Optional<Registry> registry = Optional.empty();
    private String reference = "";

    @BeforeAll
    void push() throws Exception {
        Registry started = Registry.start(directory);
        registry = Optional.of(started);
        reference = started.host() + "/acme/source:1";
        try (TestImages images = new TestImages(engine)) {
            String local = images.load(Configuration.scripted("/bin/sh"));
            engine.client()
                    .tagImageCmd(local, started.host() + "/acme/source", "1")
                    .exec();
            engine.client()
                    .pushImageCmd(reference)
                    .withAuthConfig(new AuthConfig().withUsername(Registry.USER).withPassword(Registry.PASSWORD))
                    .exec(new ResultCallback.Adapter<PushResponseItem>())
                    .awaitCompletion();
        }
        forget();
    }

    @AfterAll
    void stop() {
        registry.ifPresent(Registry::close);
    }

    @AfterEach
    void forget() {
        engine.client().listImagesCmd().withShowAll(true).exec().stream()
                .filter(image -> names(image).anyMatch(name -> name.contains("/acme/source")))
                .forEach(image -> engine.client()
                        .removeImageCmd(image.getId())
                        .withForce(true)
                        .exec());
    }

    private static Stream<String> names(Image image) {
        return Stream.of(Optional.ofNullable(image.getRepoTags()), Optional.ofNullable(image.getRepoDigests()))
                .flatMap(names -> names.stream().flatMap(Arrays::stream));
    }

    private Images images(String config, Images.Progress progress) throws IOException {
        Files.writeString(directory.resolve("config.json"), config);
        Map<String, String> environment = new HashMap<>(System.getenv());
        environment.put("DOCKER_CONFIG", directory.toString());
        environment.put("PATH", directory + ":" + System.getenv("PATH"));
        return new Images(engine, new RegistryLogins(environment), progress);
    }

    private String login(String password) {
        String pair = Registry.USER + ":" + password;
        String encoded = Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
        return "{\"auths\":{\"" + registry.orElseThrow().host() + "\":{\"auth\":\"" + encoded + "\"}}}";
    }

    private static WharfException refused(Images images, String reference) {
        WharfException refused = assertThrows(WharfException.class, () -> images.resolve(reference));
        assertEquals(FailureCode.IMAGE_UNAVAILABLE, refused.code());
        return refused;
    }

    private static void assertSays(WharfException refused, String words) {
        assertTrue(String.valueOf(refused.getMessage()).contains(words), refused.getMessage());
    }

    @Test
    void pullIsToldInBytesAndPinnedByItsDigest() throws IOException {
        List<Long> totals = new CopyOnWriteArrayList<>();
        Images images = images(login(Registry.PASSWORD), (_, pulled, total) -> totals.add(Math.max(pulled, total)));
        ResolvedImage image = images.resolve(reference);
        assertTrue(totals.stream().anyMatch(bytes -> bytes > 100_000), totals.toString());
        String pinned = image.pinned().orElseThrow();
        assertTrue(pinned.startsWith(registry.orElseThrow().host() + "/acme/source@sha256:"), pinned);
        assertEquals(List.of("/bin/sh", "-c", "eval \"$SCRIPT\"", "connector"), image.entrypoint());

        forget();
        assertEquals(Optional.empty(), images.local(pinned));
        assertEquals(image.id(), images.resolve(pinned).id());
        assertEquals(image.id(), images.local(pinned).orElseThrow().id());
    }

    @Test
    void loginComesFromAHelperProgram() throws IOException {
        Path helper = Files.writeString(directory.resolve("docker-credential-test"), """
                #!/bin/sh
                read registry
                [ "$1 $registry" = "get %s" ] && echo '{"Username":"%s","Secret":"%s"}'
                """.formatted(
                        registry.orElseThrow().host(), Registry.USER, Registry.PASSWORD));
        Files.setPosixFilePermissions(helper, PosixFilePermissions.fromString("rwx------"));
        assertEquals(
                reference,
                images("{\"credsStore\":\"test\"}", NOBODY).resolve(reference).reference());
        forget();
        String byRegistry = "{\"credHelpers\":{\"" + registry.orElseThrow().host() + "\":\"test\"}}";
        assertEquals(reference, images(byRegistry, NOBODY).resolve(reference).reference());
    }

    @Test
    void missingHelperIsNamed() throws IOException {
        assertSays(refused(images("{\"credsStore\":\"nowhere\"}", NOBODY), reference), "docker-credential-nowhere");
    }

    @Test
    void missingLoginIsTheReason() throws IOException {
        WharfException refused = refused(images("{}", NOBODY), reference);
        assertSays(refused, "docker login " + registry.orElseThrow().host());
    }

    @Test
    void wrongLoginIsTheReasonAndNotShown() throws IOException {
        WharfException refused = refused(images(login("not-the-password"), NOBODY), reference);
        assertSays(refused, "config.json is not accepted");
        assertFalse(String.valueOf(refused.getMessage()).contains("not-the-password"));
    }

    @Test
    void unknownTagIsTheReason() throws IOException {
        String unknown = registry.orElseThrow().host() + "/acme/source:2";
        assertSays(refused(images(login(Registry.PASSWORD), NOBODY), unknown), "has no such image");
    }

    @Test
    void registryThatIsDownIsTheReason() throws IOException {
        String down = "127.0.0.1:" + Registry.freePort() + "/acme/source:1";
        assertSays(refused(images("{}", NOBODY), down), "cannot be reached");
    }

    @Test
    void nameThatIsNoneIsTheReason() throws IOException {
        assertSays(refused(images("{}", NOBODY), "UPPER CASE"), "no valid name");
    }
}
