package dev.wharf.runtime.launch;

import com.github.dockerjava.api.model.AuthConfig;
import dev.wharf.runtime.failure.FailureCode;
import dev.wharf.runtime.failure.WharfException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * The logins at registries that the user's Docker configuration holds, or that its helper programs give out. No message of this
 * class repeats what a helper printed (invariant 8). Any thread.
 */
final class RegistryLogins {

    private static final String HUB = "https://index.docker.io/v1/";
    private static final long HELPER_SECONDS = 30;
    private static final JsonMapper JSON = new JsonMapper();

    private final Path file;
    private final Map<String, String> environment;

    RegistryLogins(Map<String, String> environment) {
        this.file = Endpoint.directory(environment).resolve("config.json");
        this.environment = Map.copyOf(environment);
    }

    /** Where the logins come from, for messages. */
    Path file() {
        return file;
    }

    /** @throws WharfException when the configuration, or the helper it names, cannot be used */
    Optional<AuthConfig> login(ImageReference image) {
        JsonNode config = read();
        List<String> names = image.isOfHub()
                ? List.of(HUB)
                : List.of(image.registry(), "https://" + image.registry(), "https://" + image.registry() + "/v1/");
        Optional<String> helper = names.stream()
                .map(name -> config.path("credHelpers").path(name))
                .filter(JsonNode::isString)
                .findFirst()
                .or(() -> Stream.of(config.path("credsStore"))
                        .filter(JsonNode::isString)
                        .findFirst())
                .map(JsonNode::asString)
                .filter(name -> !name.isEmpty());
        Optional<AuthConfig> helped = helper.flatMap(name -> ask(name, names.getFirst()));
        return helped.or(() -> names.stream()
                .map(name -> config.path("auths").path(name))
                .filter(JsonNode::isObject)
                .findFirst()
                .flatMap(RegistryLogins::written)
                .map(login -> login.withRegistryAddress(names.getFirst())));
    }

    private JsonNode read() {
        try {
            return JSON.readTree(Files.readAllBytes(file));
        } catch (NoSuchFileException _) {
            return JsonNodeFactory.instance.objectNode();
        } catch (IOException | JacksonException e) {
            throw unusable("Cannot read the logins for registries in " + file + ": it is no readable JSON file.", e);
        }
    }

    private static Optional<AuthConfig> written(JsonNode auth) {
        String identity = auth.path("identitytoken").asString("");
        String encoded = auth.path("auth").asString("");
        if (encoded.isEmpty() && identity.isEmpty()) {
            return Optional.empty();
        }
        String pair = new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
        int colon = pair.indexOf(':');
        AuthConfig login = new AuthConfig();
        if (colon > 0) {
            login.withUsername(pair.substring(0, colon)).withPassword(pair.substring(colon + 1));
        }
        return Optional.of(identity.isEmpty() ? login : login.withIdentityToken(identity));
    }

    private Optional<AuthConfig> ask(String helper, String registry) {
        String program = "docker-credential-" + helper;
        try {
            Path path = Programs.find(program, environment, Path.of(""))
                    .orElseThrow(() -> new IOException("it is not in the directories of PATH"));
            ProcessBuilder builder =
                    new ProcessBuilder(path.toString(), "get").redirectError(ProcessBuilder.Redirect.DISCARD);
            builder.environment().putAll(environment);
            Process process = builder.start();
            try (OutputStream input = process.getOutputStream()) {
                input.write(registry.getBytes(StandardCharsets.UTF_8));
            }
            byte[] answer = process.getInputStream().readAllBytes();
            if (!process.waitFor(HELPER_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IOException("it did not end within " + HELPER_SECONDS + " seconds");
            }
            // By custom a helper that has no login for a registry exits with 1.
            return process.exitValue() == 0 ? Optional.of(given(JSON.readTree(answer), registry)) : Optional.empty();
        } catch (JacksonException e) {
            throw unusable("Cannot get the login for " + registry + ": " + program + " answered no JSON.", e);
        } catch (IOException e) {
            throw unusable(
                    "Cannot get the login for " + registry + " from " + program + ", which " + file + " names: "
                            + e.getMessage() + ". Install it, or remove it from that file.",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unusable("Cannot get the login for " + registry + ": interrupted while " + program + " ran.", e);
        }
    }

    private static AuthConfig given(JsonNode answer, String registry) {
        String user = answer.path("Username").asString("");
        String secret = answer.path("Secret").asString("");
        AuthConfig login = new AuthConfig().withRegistryAddress(registry);
        return user.equals("<token>")
                ? login.withIdentityToken(secret)
                : login.withUsername(user).withPassword(secret);
    }

    private static WharfException unusable(String message, Exception cause) {
        return new WharfException(FailureCode.IMAGE_UNAVAILABLE, message, cause);
    }
}
