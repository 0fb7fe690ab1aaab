package dev.wharf.protocol;

import dev.wharf.protocol.Message.State;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.node.ObjectNode;

/** Messages, catalogs and state files to and from their form on the wire. Stateless; any thread. */
public final class Messages {

    private Messages() {}

    /**
     * Reads one line. Tolerant as real images need it: any case of {@code type}, unknown members, {@code namespace: null},
     * fractional times, a message glued behind log text. Of several messages on one line this is the first.
     *
     * @param line without its end of line
     * @return empty when the line holds no whole message, so that it is log text, or broken ({@link Envelope} tells)
     */
    public static Optional<Message> read(byte[] line) {
        List<Message> messages = readAll(line, 0, line.length);
        return messages.isEmpty() ? Optional.empty() : Optional.of(messages.getFirst());
    }

    /** Reads all messages that are glued together on the line {@code bytes[from, to)}; mostly there is one, or none. */
    public static List<Message> readAll(byte[] bytes, int from, int to) {
        List<Message> messages = new ArrayList<>();
        Envelope envelope = new Envelope();
        int at = from;
        do {
            switch (envelope.read(bytes, at, to)) {
                case TEXT, BROKEN -> {}
                case RECORD,
                        STATE,
                        LOG,
                        TRACE,
                        CONTROL,
                        SPEC,
                        CONNECTION_STATUS,
                        CATALOG,
                        DESTINATION_CATALOG,
                        UNKNOWN -> messages.add(read(bytes, envelope));
            }
            at = envelope.messageTo();
        } while (envelope.more());
        return messages;
    }

    /**
     * Reads the message that the envelope found in these bytes. One with a number that no {@link BigDecimal} holds is {@link Message.Unknown}.
     *
     * @throws IllegalArgumentException if it found none
     */
    public static Message read(byte[] bytes, Envelope envelope) {
        Envelope.Kind kind = envelope.kind();
        if (kind == Envelope.Kind.TEXT || kind == Envelope.Kind.BROKEN) {
            throw new IllegalArgumentException("There is no message on a line that is " + kind);
        }
        try {
            return MessageReader.read(
                    kind, (ObjectNode) Json.read(bytes, envelope.payloadFrom(), envelope.payloadTo()));
        } catch (JacksonException tooLargeANumber) {
            return new Message.Unknown(kind.name(), Json.object().put("type", kind.name()));
        }
    }

    /** The line of a message, with its end of line; escaped where other tools would cut a line (U+2028, U+2029, U+0085). */
    public static byte[] write(Message message) {
        byte[] json = Json.write(MessageWriter.envelope(message));
        byte[] line = Arrays.copyOf(json, json.length + 1);
        line[json.length] = '\n';
        return line;
    }

    /** Reads the catalog of a {@code discover} answer, i.e. the member {@code catalog}. */
    public static Catalog readCatalog(byte[] json) {
        return Catalogs.offered(Json.read(json));
    }

    /** Reads the catalog file of {@code read} or {@code write}. */
    public static ConfiguredCatalog readConfigured(byte[] json) {
        return Catalogs.configured(Json.read(json));
    }

    /** The catalog file of {@code read} or {@code write}. */
    public static byte[] write(ConfiguredCatalog catalog) {
        return Json.write(Catalogs.wire(catalog));
    }

    /** The member {@code catalog} of a {@code discover} answer. */
    public static byte[] write(Catalog catalog) {
        return Json.write(Catalogs.wire(catalog));
    }

    /**
     * The state file of {@code read}: the bare blob of one LEGACY state, or an array of STREAM states, or of one GLOBAL state.
     *
     * @throws IllegalArgumentException if there is no state (there is no file then), or states of different kinds, or more than one of a kind that
     *     covers all streams
     */
    public static byte[] writeStates(List<State> states) {
        return Json.write(StateFile.wire(states));
    }

    /** The states of a state file; none of an empty one. */
    public static List<State> readStates(byte[] json) {
        return StateFile.states(Json.read(json));
    }
}
