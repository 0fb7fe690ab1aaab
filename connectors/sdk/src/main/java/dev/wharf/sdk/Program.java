package dev.wharf.sdk;

import dev.wharf.protocol.ConfiguredCatalog;
import dev.wharf.protocol.Invocation;
import dev.wharf.protocol.Json;
import dev.wharf.protocol.Message;
import dev.wharf.protocol.Message.ConnectionStatus;
import dev.wharf.protocol.Message.TraceError.FailureType;
import dev.wharf.protocol.Messages;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One run of a connector: arguments and files in, one verb done, an exit status out; what goes wrong on the way told as the protocol
 * tells it. One thread.
 */
final class Program {

    static final int SUCCESS = 0;
    static final int FAILURE = 1;
    static final int USAGE = 2;
    static final int TERMINATED = 143;

    private final Outlet outlet;
    private final InstantSource clock;
    private volatile Secrets secrets = Secrets.none();

    /** What a connector does for its verbs. */
    interface Verbs {
        ObjectNode spec();

        /** Does any verb but {@code spec}. @return the exit status */
        int run(Program program, Invocation<Path> invocation) throws Exception;
    }

    Program(Outlet outlet, InstantSource clock) {
        this.outlet = outlet;
        this.clock = clock;
    }

    int run(String[] args, Verbs verbs) {
        Invocation<Path> invocation;
        try {
            invocation = Invocation.parse(args);
        } catch (Invocation.Usage e) {
            System.err.println(e.getMessage());
            return USAGE;
        }
        try (outlet) {
            outlet.start();
            return obey(invocation, verbs);
        } catch (UncheckedIOException e) {
            System.err.println(secrets.mask(e.toString()));
            return FAILURE;
        }
    }

    private int obey(Invocation<Path> invocation, Verbs verbs) {
        try {
            if (invocation instanceof Invocation.Spec) {
                outlet.message(new Message.Spec(verbs.spec()));
                return SUCCESS;
            }
            return verbs.run(this, invocation);
        } catch (Outlet.Stopped e) {
            return TERMINATED;
        } catch (Exception | LinkageError | StackOverflowError | OutOfMemoryError e) {
            outlet.message(Failures.trace(e, Optional.empty(), secrets, clock.instant()));
            return FAILURE;
        }
    }

    /** Reads the config, learns what in it is secret, and refuses one that the spec does not allow. */
    Config config(Path file, ObjectNode spec) {
        JsonNode json = parse(file, Json::read);
        JsonNode schema = spec.path("connectionSpecification");
        secrets = Secrets.of(schema, json);
        List<String> problems = ConfigProblems.of(schema, json);
        if (!problems.isEmpty() || !(json instanceof ObjectNode object)) {
            throw ConnectorFailure.config("The config cannot be used: " + String.join("; ", problems) + ".");
        }
        return new Config(object, changed -> {
            secrets.add(schema, changed);
            outlet.message(new Message.Control(changed, clock.instant()));
        });
    }

    String mask(String text) {
        return secrets.mask(text);
    }

    ConfiguredCatalog catalog(Path file) {
        return parse(file, Messages::readConfigured);
    }

    /** The question in the file of a query. */
    String sql(Path file) {
        return parse(file, Json::read).path("sql").asString("");
    }

    States states(Optional<Path> file) {
        return file.map(path -> parse(path, bytes -> States.of(Json.read(bytes))))
                .orElseGet(States::none);
    }

    Notices notices() {
        return new Notices(outlet, secrets, clock);
    }

    Output output() {
        return new Output(outlet, secrets, clock);
    }

    Outlet outlet() {
        return outlet;
    }

    /** Sends the answer of a check; what the user or time can fix is an answer too. */
    int answer(Check check) throws Exception {
        ConnectionStatus status;
        try {
            status = check.run();
        } catch (ConnectorFailure e) {
            if (e.type() == FailureType.SYSTEM_ERROR) {
                throw e;
            }
            status = new ConnectionStatus(false, Failures.message(e));
        }
        outlet.message(new ConnectionStatus(status.succeeded(), secrets.mask(status.message())));
        return SUCCESS;
    }

    interface Check {
        ConnectionStatus run() throws Exception;
    }

    private interface Parser<T> {
        T parse(byte[] bytes);
    }

    private static <T> T parse(Path file, Parser<T> parser) {
        try {
            return parser.parse(Files.readAllBytes(file));
        } catch (IOException e) {
            throw ConnectorFailure.config("Cannot read the file " + file + ": " + e, e);
        } catch (JacksonException e) {
            // The message of the parser quotes what it found, which may be a secret.
            throw ConnectorFailure.config("The file " + file + " does not hold the JSON that belongs there: "
                    + e.getClass().getSimpleName() + " at " + e.getLocation().offsetDescription() + ".");
        }
    }
}
