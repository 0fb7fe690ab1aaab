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
import dev.wharf.runtime.connection.Endpoint;
import dev.wharf.runtime.connection.Planning;
import dev.wharf.runtime.connection.Planning.Planned;
import dev.wharf.runtime.connection.Problem;
import dev.wharf.runtime.failure.FailureCode;
import dev.wharf.runtime.failure.WharfException;
import dev.wharf.runtime.preparation.Inquiry.Answer;
import dev.wharf.runtime.preparation.Inquiry.Asked;
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
import tools.jackson.databind.node.ObjectNode;

/**
 * Turns a connection into the plan of one sync, as a recipe: get both specs, check both configs, ask what the source offers, choose.
 * What the shelf knows is not asked for again. One thread; it starts virtual ones to ask both sides at once.
 */
public final class Preparation {

    private final Connection connection;
    private final Shelf shelf;
    private final Inquiry inquiry;
    private final Secrets secrets;
    private final Configs configs;

    /** Where configs live that connectors replaced: a refresh token may work only once. */
    public interface Configs {

        /** The config to give to this side. */
        ObjectNode current(Endpoint endpoint);

        /** Keeps a replacement, durably, before anything else is done. */
        void replace(Endpoint endpoint, ObjectNode replacement);
    }

    /** Both sides' specs. */
    public record Specs(Message.Spec source, Message.Spec destination) {

        public Message.Spec of(Endpoint endpoint) {
            return switch (endpoint.role()) {
                case SOURCE -> source;
                case DESTINATION -> destination;
            };
        }
    }

    public Preparation(Connection connection, Shelf shelf, Inquiry inquiry, Secrets secrets, Configs configs) {
        this.connection = connection;
        this.shelf = shelf;
        this.inquiry = inquiry;
        this.secrets = secrets;
        this.configs = configs;
    }

    /** From the shelf, or from the images. From then on the secrets in both configs are known. */
    public Specs specs() {
        CompletableFuture<Message.Spec> ofDestination =
                CompletableFuture.supplyAsync(() -> spec(connection.destination()), Thread::startVirtualThread);
        Specs specs = new Specs(spec(connection.source()), joined(ofDestination));
        for (Endpoint endpoint : List.of(connection.source(), connection.destination())) {
            secrets.add(specs.of(endpoint).connectionSpecification(), configs.current(endpoint));
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
        Answer<Message.ConnectionStatus> answer = inquiry.check(
                new Asked(endpoint.role(), endpoint.label(), endpoint.program(), endpoint.confinement()),
                configs.current(endpoint));
        answer.newConfig().ifPresent(config -> configs.replace(endpoint, config));
        return answer.value();
    }

    /** What the source offers: from the shelf where that is the same for everybody, else from the source. */
    public Catalog offered() {
        Endpoint source = connection.source();
        Optional<Catalog> known = onShelf(source)
                ? source.definition().map(Definition::name).flatMap(shelf::collections)
                : Optional.empty();
        return known.orElseGet(this::discovered);
    }

    /** What the source says that it offers. */
    public Catalog discovered() {
        Endpoint source = connection.source();
        Answer<Catalog> answer = inquiry.discover(
                new Asked(source.role(), source.label(), source.program(), source.confinement()),
                configs.current(source));
        answer.newConfig().ifPresent(config -> configs.replace(source, config));
        Set<StreamName> seen = new HashSet<>();
        for (Stream stream : answer.value().streams()) {
            if (!seen.add(stream.name())) {
                throw new WharfException(
                        FailureCode.SOURCE_PROTOCOL,
                        "The source " + source.label() + " offers two collections named " + stream.name()
                                + ". Their records could not be told apart: tell its author.");
            }
        }
        return answer.value();
    }

    public Planned choose(Catalog offered, Specs specs, List<String> only, Plan.Refresh refresh) {
        List<DestinationSyncMode> modes = specs.destination().destinationSyncModes();
        return new Planning(connection, offered, modes.isEmpty() ? Set.of() : EnumSet.copyOf(modes))
                .plan(only, refresh);
    }

    public Plan plan(Planned planned, Specs specs) {
        Plan.Limits standard = Plan.Limits.standard();
        return new Plan(
                connection.name(),
                party(connection.source(), specs),
                party(connection.destination(), specs),
                planned.selected(),
                planned.denied().stream()
                        .map(denied -> new Plan.Denied(denied.name(), denied.why()))
                        .toList(),
                new Plan.Limits(
                        connection.silence(),
                        standard.grace(),
                        connection.quarantineLimit(),
                        standard.longestLine(),
                        standard.retries()));
    }

    private Plan.Party party(Endpoint endpoint, Specs specs) {
        Set<Ability> abilities = EnumSet.noneOf(Ability.class);
        if (specs.of(endpoint).reportsHeld()) {
            abilities.add(Ability.HOLDS_CHECKPOINTS);
        }
        if (endpoint.statuses()) {
            abilities.add(Ability.TERMINAL_STATUS);
        }
        if (endpoint.refreshes()) {
            abilities.add(Ability.GENERATIONS);
        }
        return new Plan.Party(
                endpoint.label(),
                endpoint.program(),
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
        return known.orElseGet(() -> inquiry.spec(
                new Asked(endpoint.role(), endpoint.label(), endpoint.program(), endpoint.bareConfinement())));
    }

    /** Whether it was chosen by name. An image named as such may be of another version than the shelf's. */
    private static boolean onShelf(Endpoint endpoint) {
        return endpoint.definition()
                .map(definition -> definition.name().equals(endpoint.label()))
                .orElse(false);
    }

    private static <T> T joined(CompletableFuture<T> future) {
        try {
            return future.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }
}
