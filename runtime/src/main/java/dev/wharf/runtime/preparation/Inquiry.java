package dev.wharf.runtime.preparation;

import dev.wharf.catalog.TimeSpan;
import dev.wharf.protocol.Catalog;
import dev.wharf.protocol.Invocation;
import dev.wharf.protocol.Json;
import dev.wharf.protocol.Message;
import dev.wharf.runtime.failure.Failure;
import dev.wharf.runtime.failure.FailureCode;
import dev.wharf.runtime.failure.WharfException;
import dev.wharf.runtime.launch.Confinement;
import dev.wharf.runtime.launch.Connector;
import dev.wharf.runtime.launch.Launcher;
import dev.wharf.runtime.launch.Launcher.Launch;
import dev.wharf.runtime.launch.Launcher.Launch.Input;
import dev.wharf.runtime.launch.Launcher.Role;
import dev.wharf.runtime.launch.Program;
import dev.wharf.runtime.preparation.Conversation.Said;
import dev.wharf.runtime.secret.Secrets;
import dev.wharf.runtime.sync.Failures;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import tools.jackson.databind.node.ObjectNode;

/**
 * Asks a connector one question: its spec, whether a config works, what it offers. Each question runs the connector once, to its end.
 * Any thread.
 */
public final class Inquiry {

    private final Launcher launcher;
    private final Secrets secrets;
    private final String run;
    private final Duration limit;
    private final Consumer<String> log;

    /** Who is asked. */
    public record Asked(Role role, String label, Program program, Confinement confinement) {}

    /** @param newConfig what the connector wants to be given from now on, in place of its config */
    public record Answer<T>(T value, Optional<ObjectNode> newConfig) {}

    /**
     * @param run a name for the containers' labels
     * @param limit how long an answer may take
     * @param log gets what the connector says besides its answer, masked
     */
    public Inquiry(Launcher launcher, Secrets secrets, String run, Duration limit, Consumer<String> log) {
        this.launcher = launcher;
        this.secrets = secrets;
        this.run = run;
        this.limit = limit;
        this.log = line -> log.accept(secrets.mask(line));
    }

    public Message.Spec spec(Asked asked) {
        Said said = ask(asked, new Invocation.Spec<>());
        return first(said, message -> message instanceof Message.Spec spec ? Optional.of(spec) : Optional.empty())
                .orElseThrow(() -> noAnswer(asked, said, "its spec"));
    }

    /** Whether the config works. That a connector fails on it instead of answering is an answer too: no. */
    public Answer<Message.ConnectionStatus> check(Asked asked, ObjectNode config) {
        Said said = ask(asked, new Invocation.Check<>(Json.write(config)));
        Message.ConnectionStatus status = first(said, Inquiry::status)
                .or(() -> said.error().map(error -> new Message.ConnectionStatus(false, error.message())))
                .orElseThrow(() -> noAnswer(asked, said, "a check of its config"));
        return new Answer<>(
                new Message.ConnectionStatus(status.succeeded(), secrets.mask(status.message())), newConfig(said));
    }

    public Answer<Catalog> discover(Asked asked, ObjectNode config) {
        Said said = ask(asked, new Invocation.Discover<>(Json.write(config)));
        Catalog catalog = first(said, Inquiry::offer).orElseThrow(() -> noAnswer(asked, said, "its collections"));
        return new Answer<>(catalog, newConfig(said));
    }

    /** Asks a destination that knows how a question about its tables. */
    public QueryAnswer query(Asked asked, ObjectNode config, String sql) {
        QueryRows rows = new QueryRows();
        Said said = ask(
                asked,
                new Invocation.Query<>(
                        Json.write(config), Json.write(Json.object().put("sql", sql))),
                rows,
                QueryRows.MOST_BYTES);
        if (rows.isTooMuch() || said.tooLong().isPresent()) {
            throw new WharfException(
                    FailureCode.QUERY_REFUSED,
                    "The answer has more than " + (QueryRows.MOST_BYTES >> 20)
                            + " MiB. Ask for fewer rows or columns, e.g. with LIMIT, or for sums.");
        }
        return rows.answer()
                .filter(_ -> said.error().isEmpty() && said.exit().status() == 0)
                .orElseThrow(() -> noAnswer(asked, said, "the answer to a query"));
    }

    private static Optional<Message.ConnectionStatus> status(Message message) {
        return message instanceof Message.ConnectionStatus status ? Optional.of(status) : Optional.empty();
    }

    private static Optional<Catalog> offer(Message message) {
        return message instanceof Message.CatalogOffer offer ? Optional.of(offer.catalog()) : Optional.empty();
    }

    private static <T> Optional<T> first(Said said, Function<Message, Optional<T>> answer) {
        return said.messages().stream()
                .flatMap(message -> answer.apply(message).stream())
                .findFirst();
    }

    /** The last counts: each replaces the one before it. */
    private static Optional<ObjectNode> newConfig(Said said) {
        return said.messages().stream()
                .filter(Message.Control.class::isInstance)
                .map(control -> ((Message.Control) control).config())
                .reduce((_, last) -> last);
    }

    private Said ask(Asked asked, Invocation<byte[]> invocation) {
        return ask(asked, invocation, Conversation.Records.NONE, Conversation.LONGEST_LINE);
    }

    private Said ask(Asked asked, Invocation<byte[]> invocation, Conversation.Records records, int longestLine) {
        Launch launch = new Launch(asked.program(), asked.role(), invocation, run, Input.NONE, asked.confinement());
        try (Connector connector = launcher.launch(launch)) {
            return new Conversation(connector, log, records, longestLine).hear(limit);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new WharfException(FailureCode.INTERRUPTED, "Interrupted while asking " + asked.label() + ".", e);
        }
    }

    private WharfException noAnswer(Asked asked, Said said, String what) {
        boolean source = asked.role() == Role.SOURCE;
        Failure failure;
        if (said.late()) {
            failure = new Failure(
                    FailureCode.HUNG,
                    "It gave no answer within " + TimeSpan.format(limit)
                            + " and was ended. Raise silence in the connection file if it needs longer.");
        } else if (said.tooLong().isPresent()) {
            failure = new Failure(
                    source ? FailureCode.SOURCE_PROTOCOL : FailureCode.DESTINATION_PROTOCOL,
                    "It sent a line of " + said.tooLong().get() + " bytes, and none of the "
                            + (Conversation.LONGEST_LINE >> 20) + " MiB that an answer may have was one.");
        } else if (said.error().isPresent()) {
            failure = source
                    ? Failures.ofSource(said.error().get())
                    : Failures.ofDestination(said.error().get());
        } else if (said.exit().status() != 0 || said.exit().outOfMemory()) {
            boolean silent = !said.spoke();
            failure = (silent && asked.program() instanceof Program.Image
                            ? Failures.ofMissingProgram(said.exit(), said.lastWords())
                            : Optional.<Failure>empty())
                    .orElseGet(() -> source
                            ? Failures.ofSourceExit(said.exit(), said.lastWords(), silent)
                            : Failures.ofDestinationExit(said.exit(), said.lastWords()));
        } else {
            failure = new Failure(
                    source ? FailureCode.SOURCE_PROTOCOL : FailureCode.DESTINATION_PROTOCOL,
                    "It ended well without an answer. Is it a connector? It must speak the Airbyte protocol.");
        }
        String message = "Asked " + asked.label() + " for " + what + ". " + failure.message();
        return new WharfException(failure.code(), secrets.mask(message));
    }
}
