package dev.wharf.runtime.launch;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.model.Info;
import com.github.dockerjava.api.model.Version;
import com.github.dockerjava.core.DockerClientConfig;
import com.github.dockerjava.core.DockerClientConfigDelegate;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.core.RemoteApiVersion;
import com.github.dockerjava.transport.DockerHttpClient.Request;
import com.github.dockerjava.transport.DockerHttpClient.Response;
import dev.wharf.runtime.failure.FailureCode;
import dev.wharf.runtime.failure.WharfException;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The engine: docker-java for what is asked of it, raw connections for the bytes of a connector. Any thread. */
final class Engine {

    /** Docker 20.10's. A newer engine is asked to behave like it for as long as it can. */
    private static final RemoteApiVersion WANTED = RemoteApiVersion.create(1, 41);

    private static final Duration ANSWER = Duration.ofSeconds(20);
    private static final Executor ASKING = Thread.ofVirtual().name("engine-", 0)::start;
    private static final Pattern MESSAGE = Pattern.compile("\"message\"\\s*:\\s*\"((?:[^\"\\\\]|\\\\.)*)\"");

    private final Endpoint endpoint;
    private final EngineHttp http;
    private final DockerClient client;
    private final RemoteApiVersion version;
    private final CompletableFuture<Facts> facts;

    private Engine(Endpoint endpoint, EngineHttp http, RemoteApiVersion version) {
        this.endpoint = endpoint;
        this.http = http;
        this.version = version;
        this.client = DockerClientImpl.getInstance(at(version, endpoint.config()), http);
        this.facts =
                CompletableFuture.supplyAsync(() -> Facts.of(client.infoCmd().exec()), ASKING);
    }

    /** @throws WharfException ENGINE_UNREACHABLE, with what to do about it */
    static Engine connect(Map<String, String> environment) {
        Endpoint endpoint = Endpoint.find(environment);
        EngineHttp http = new EngineHttp(endpoint);
        DockerClient anyVersion = DockerClientImpl.getInstance(at(RemoteApiVersion.unknown(), endpoint.config()), http);
        Version offered = answer(
                endpoint,
                CompletableFuture.supplyAsync(() -> anyVersion.versionCmd().exec(), ASKING));
        return new Engine(endpoint, http, negotiate(offered));
    }

    DockerClient client() {
        return client;
    }

    URI host() {
        return endpoint.host();
    }

    /** What kind of engine it is; asked for once, while other things go on. */
    Facts facts() {
        return answer(endpoint, facts);
    }

    /**
     * Asks, and says what was being tried when it fails.
     *
     * @param attempt as in "Cannot ATTEMPT"
     */
    <T> T ask(String attempt, Supplier<T> request) {
        try {
            return request.get();
        } catch (DockerException e) {
            throw new WharfException(
                    e.getHttpStatus() == 400 ? FailureCode.INPUT_INVALID : FailureCode.ENGINE_FAILED,
                    "Cannot " + attempt + ": the Docker engine at " + host() + " answered " + e.getHttpStatus() + ": "
                            + message(e),
                    e);
        } catch (WharfException e) {
            throw e;
        } catch (RuntimeException e) {
            // docker-java's wrapping of a connection that broke within an answer.
            if (e.getCause() instanceof IOException broken) {
                throw endpoint.unreachable("the connection broke while trying to " + attempt, broken);
            }
            throw e;
        }
    }

    /** What the engine said, without the JSON around it. */
    static String message(DockerException e) {
        Matcher message = MESSAGE.matcher(String.valueOf(e.getMessage()));
        return message.find()
                ? message.group(1).replace("\\\"", "\"").replace("\\n", " ").strip()
                : String.valueOf(e.getMessage()).strip();
    }

    /**
     * The streams of a container, from now on.
     *
     * @param streams of {@code stdin}, {@code stdout}, {@code stderr}
     */
    Wire attach(String container, String... streams) {
        return http.upgrade(path(container) + "/attach?stream=1&" + String.join("=1&", streams) + "=1");
    }

    /** Whether a file exists in a container, whatever its state. */
    boolean has(String container, String file) {
        Request request = Request.builder()
                .method("HEAD")
                .path(path(container) + "/archive?path=" + URLEncoder.encode(file, StandardCharsets.UTF_8))
                .build();
        try (Response response = http.execute(request)) {
            return response.getStatusCode() == 200;
        }
    }

    private String path(String container) {
        return "/" + version.asWebPathPart() + "/containers/" + container;
    }

    private static <T> T answer(Endpoint endpoint, CompletableFuture<T> asked) {
        try {
            return asked.copy().orTimeout(ANSWER.toSeconds(), TimeUnit.SECONDS).join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof WharfException known) {
                throw known;
            }
            throw endpoint.unreachable(
                    "it accepts connections but gives no usable answer (" + e.getCause() + "). Restart it", e);
        }
    }

    private static RemoteApiVersion negotiate(Version offered) {
        RemoteApiVersion least = RemoteApiVersion.parseConfigWithDefault(
                String.valueOf(offered.getRawValues().get("MinAPIVersion")));
        RemoteApiVersion most = RemoteApiVersion.parseConfigWithDefault(offered.getApiVersion());
        if (least.isGreater(WANTED)) {
            return least;
        }
        return WANTED.isGreater(most) ? most : WANTED;
    }

    private static DockerClientConfig at(RemoteApiVersion version, DockerClientConfig config) {
        return new DockerClientConfigDelegate(config) {
            @Override
            public RemoteApiVersion getApiVersion() {
                return version;
            }
        };
    }

    /**
     * @param runtime what containers run in unless something else is asked for
     * @param architecture in the words of images: {@code amd64}, {@code arm64}
     */
    record Facts(String runtime, int cpus, String architecture) {

        static Facts of(Info info) {
            return new Facts(
                    String.valueOf(info.getRawValues().get("DefaultRuntime")),
                    info.getNCPU() == null ? Integer.MAX_VALUE : info.getNCPU(),
                    switch (String.valueOf(info.getArchitecture())) {
                        case "x86_64" -> "amd64";
                        case "aarch64" -> "arm64";
                        default -> String.valueOf(info.getArchitecture());
                    });
        }
    }
}
