package dev.wharf.runtime.preparation;

import dev.wharf.catalog.Definition;
import dev.wharf.catalog.Shelf;
import dev.wharf.protocol.Catalog;
import dev.wharf.protocol.DestinationSyncMode;
import dev.wharf.protocol.Message;
import dev.wharf.protocol.Stream;
import dev.wharf.protocol.StreamName;
import dev.wharf.runtime.connection.ConfigProblems;
import dev.wharf.runtime.connection.Connection;
import dev.wharf.runtime.connection.Connection.Budget;
import dev.wharf.runtime.connection.Endpoint;
import dev.wharf.runtime.connection.Planning;
import dev.wharf.runtime.connection.Planning.Planned;
import dev.wharf.runtime.connection.Problem;
import dev.wharf.runtime.failure.FailureCode;
import dev.wharf.runtime.failure.WharfException;
import dev.wharf.runtime.secret.Secrets;
import dev.wharf.runtime.sync.Plan;
import dev.wharf.runtime.sync.Plan.Ability;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * Turns a connection into the plan of one sync, as a recipe: get both specs, check both configs, ask what the source offers, choose.
 * What the shelf knows is not asked for again. One thread; it starts another to ask both sides at once.
 */
public final class Preparation {

    private final Connection connection;
    private final Shelf shelf;
    private final PinnedImages images;
    private final Interview interview;
    private final Secrets secrets;

    /** Both sides' specs. */
    public record Specs(Message.Spec source, Message.Spec destination) {

        public Message.Spec of(Endpoint endpoint) {
            return switch (endpoint.role()) {
                case SOURCE -> source;
                case DESTINATION -> destination;
            };
        }
    }

    public Preparation(Connection connection, Shelf shelf, PinnedImages images, Interview interview, Secrets secrets) {
        this.connection = connection;
        this.shelf = shelf;
        this.images = images;
        this.interview = interview;
        this.secrets = secrets;
    }

    /** From the shelf, or from the images. From then on the secrets in both configs are known. */
    public Specs specs() {
        CompletableFuture<Message.Spec> ofDestination =
                CompletableFuture.supplyAsync(() -> spec(connection.destination()), Preparation::inThread);
        Specs specs = new Specs(spec(connection.source()), joined(ofDestination));
        for (Endpoint endpoint : List.of(connection.source(), connection.destination())) {
            secrets.add(specs.of(endpoint).connectionSpecification(), interview.config(endpoint));
        }
        return specs;
    }

    /** What is wrong with the configs by specs that only the images could tell. */
    public List<Problem> problems(Specs specs) {
        List<Problem> problems = new ArrayList<>();
        for (Endpoint endpoint : List.of(connection.source(), connection.destination())) {
            if (!onShelf(endpoint)) {
                problems.addAll(ConfigProblems.of(
                        connection, endpoint, specs.of(endpoint).connectionSpecification()));
            }
        }
        return problems;
    }

    /** Asks one side whether its config works. */
    public Message.ConnectionStatus check(Endpoint endpoint) {
        return interview.check(endpoint, images.of(endpoint));
    }

    /** Asks the destination a question about its tables, in its own SQL. */
    public QueryAnswer query(String sql) {
        Endpoint destination = connection.destination();
        Message.Spec spec = spec(destination);
        secrets.add(spec.connectionSpecification(), interview.config(destination));
        if (!spec.answersQueries()) {
            throw new WharfException(
                    FailureCode.QUERY_REFUSED,
                    "The destination " + destination.label()
                            + " answers no queries: its image does not say that it can. Ask the warehouse with a client of its own.");
        }
        return interview.query(destination, images.of(destination), sql);
    }

    /** What the source offers: from the shelf where that is the same for everybody, else from the source. */
    public Catalog offered() {
        Endpoint source = connection.source();
        Optional<Catalog> known = onShelf(source) && !varies(source)
                ? source.definition().map(Definition::name).flatMap(shelf::collections)
                : Optional.empty();
        return known.orElseGet(this::discovered);
    }

    private static boolean varies(Endpoint source) {
        return source.definition().stream()
                .flatMap(definition -> definition.varies().stream())
                .anyMatch(source.config()::has);
    }

    /** What the source says that it offers. */
    public Catalog discovered() {
        Endpoint source = connection.source();
        Catalog catalog = interview.discover(source, images.of(source));
        Set<StreamName> seen = new HashSet<>();
        for (Stream stream : catalog.streams()) {
            if (!seen.add(stream.name())) {
                throw new WharfException(
                        FailureCode.SOURCE_PROTOCOL,
                        "The source " + source.label() + " offers two collections named " + stream.name()
                                + ". Their records could not be told apart: tell its author.");
            }
        }
        return catalog;
    }

    public Planned choose(Catalog offered, Specs specs, List<String> only, Plan.Refresh refresh) {
        List<DestinationSyncMode> modes = specs.destination().destinationSyncModes();
        return new Planning(
                        connection, offered, modes.isEmpty() ? Set.of() : EnumSet.copyOf(modes), interview.carried())
                .plan(only, refresh);
    }

    public Plan plan(Planned planned, Specs specs) {
        Plan.Limits standard = Plan.Limits.standard();
        Plan.Party source = party(connection.source(), specs);
        Plan.Party destination = party(connection.destination(), specs);
        List<String> notes = new ArrayList<>(images.notes());
        notes.addAll(planned.notes());
        return new Plan(
                connection.name(),
                source,
                destination,
                planned.selected(),
                planned.untried(),
                connection.miscounts(),
                new Plan.Limits(
                        connection.silence(),
                        standard.grace(),
                        connection.quarantineLimit(),
                        standard.longestLine(),
                        standard.retries()),
                connection.budget().map(Preparation::budget),
                notes);
    }

    private static Plan.Budget budget(Budget said) {
        return new Plan.Budget(said.calls(), said.per().word(), said.per().span(), said.leave(), said.account());
    }

    private Plan.Party party(Endpoint endpoint, Specs specs) {
        Set<Ability> abilities = EnumSet.noneOf(Ability.class);
        if (specs.of(endpoint).reportsHeld()) {
            abilities.add(Ability.HOLDS_CHECKPOINTS);
        }
        if (specs.of(endpoint).takesPatches()) {
            abilities.add(Ability.PATCHES);
        }
        if (endpoint.statuses()) {
            abilities.add(Ability.TERMINAL_STATUS);
        }
        if (endpoint.refreshes()) {
            abilities.add(Ability.GENERATIONS);
        }
        return new Plan.Party(
                endpoint.label(),
                images.of(endpoint).program(),
                specs.of(endpoint).connectionSpecification(),
                endpoint.configForConnector(),
                endpoint.confinement(),
                abilities);
    }

    private Message.Spec spec(Endpoint endpoint) {
        Optional<Message.Spec> known = onShelf(endpoint)
                ? endpoint.definition()
                        .map(Definition::name)
                        .flatMap(shelf::spec)
                        .map(Message.Spec::new)
                : Optional.empty();
        return known.orElseGet(() -> interview.spec(endpoint, images.of(endpoint)));
    }

    /** Whether it was chosen by name. An image named as such may be of another version than the shelf's. */
    private static boolean onShelf(Endpoint endpoint) {
        return endpoint.definition()
                .map(definition -> definition.name().equals(endpoint.label()))
                .orElse(false);
    }

    /** It reads a FIFO, which would hold a virtual thread's carrier. */
    private static void inThread(Runnable asking) {
        Thread.ofPlatform().daemon().name("destination-spec").start(asking);
    }

    private static <T> T joined(CompletableFuture<T> future) {
        try {
            return future.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }
}
