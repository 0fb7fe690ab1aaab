package dev.wharf.runtime.preparation;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.wharf.protocol.Catalog;
import dev.wharf.protocol.ConfiguredStream;
import dev.wharf.protocol.Json;
import dev.wharf.protocol.Message;
import dev.wharf.protocol.Messages;
import dev.wharf.protocol.StreamName;
import dev.wharf.runtime.connection.Endpoint;
import dev.wharf.runtime.preparation.Inquiry.Answer;
import dev.wharf.runtime.preparation.Inquiry.Asked;
import dev.wharf.runtime.state.StateStore;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.databind.node.ObjectNode;

/**
 * Asks the sides of a connection, each with the config that counts for it now, and remembers their answers. A spec belongs to an image,
 * and is asked of each only once. What a source offers belongs to an account and changes without a word; so it is asked whenever it
 * is needed, and what is kept is only the last that was heard. Any thread.
 */
public final class Interview {

    private static final String SPEC = "spec";
    private static final String CATALOG = "catalog";

    private final String connection;
    private final Inquiry inquiry;
    private final StateStore store;
    private final Clock clock;

    public Interview(String connection, Inquiry inquiry, StateStore store, Clock clock) {
        this.connection = connection;
        this.inquiry = inquiry;
        this.store = store;
        this.clock = clock;
    }

    /** The config to give to this side: the user's, or what the connector made of it. */
    ObjectNode config(Endpoint endpoint) {
        return store.configFor(connection, endpoint.role().word(), endpoint.configForConnector());
    }

    Message.Spec spec(Endpoint endpoint, Running running) {
        Optional<String> key =
                running.image().map(image -> image.id() + hash(new TreeMap<>(endpoint.environment()).toString()));
        Optional<Message.Spec> known = key.flatMap(image -> store.cached(SPEC, image))
                .map(bytes -> new Message.Spec(Json.read(bytes).asObject()));
        return known.orElseGet(() -> {
            Message.Spec spec = inquiry.spec(
                    new Asked(endpoint.role(), endpoint.label(), running.program(), endpoint.bareConfinement()));
            key.ifPresent(image -> store.cache(SPEC, image, Json.write(spec.body()), clock.instant()));
            return spec;
        });
    }

    Message.ConnectionStatus check(Endpoint endpoint, Running running) {
        return kept(endpoint, inquiry.check(asked(endpoint, running), config(endpoint)));
    }

    Catalog discover(Endpoint source, Running running) {
        Catalog catalog = kept(source, inquiry.discover(asked(source, running), config(source)));
        store.cache(CATALOG, offer(source, running), Messages.write(catalog), clock.instant());
        return catalog;
    }

    QueryAnswer query(Endpoint destination, Running running, String sql) {
        return inquiry.query(asked(destination, running), config(destination), sql);
    }

    /** What the collections were when a run last carried them. */
    Map<StreamName, ConfiguredStream> carried() {
        return store.carried(connection);
    }

    /** What this image last said that it offers for this config. */
    Optional<Catalog> lastOffer(Endpoint source, Running running) {
        return store.cached(CATALOG, offer(source, running)).map(Messages::readCatalog);
    }

    /** Of a program of this machine the connection's name must do. */
    private String offer(Endpoint source, Running running) {
        String who = running.image().map(image -> image.id()).orElse(connection);
        return who + hash(new String(Json.write(source.configForConnector()), UTF_8));
    }

    private static Asked asked(Endpoint endpoint, Running running) {
        return new Asked(endpoint.role(), endpoint.label(), running.program(), endpoint.confinement());
    }

    /** A config that the connector replaced is durable before anything else is done: a refresh token may work only once. */
    private <T> T kept(Endpoint endpoint, Answer<T> answer) {
        answer.newConfig()
                .ifPresent(replacement -> store.replaceConfig(
                        connection,
                        endpoint.role().word(),
                        endpoint.configForConnector(),
                        replacement,
                        clock.instant()));
        return answer.value();
    }

    private static String hash(String text) {
        try {
            return " "
                    + HexFormat.of()
                            .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
