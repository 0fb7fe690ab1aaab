package dev.wharf.protocol;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;

/**
 * Learns from the bytes of a line what it is and where its parts are, without making objects. One instance serves one thread and is
 * used again for every line: positions hold until the next {@link #read}. Nothing is allocated for a whole message, unless its type or
 * keys are written with escapes.
 *
 * <p>Positions are indexes into the array given to {@code read}; a part that is absent has {@code from == to}. Strings are given
 * without their quotes, as they stand on the wire (escapes not undone).
 *
 * <p>The order of keys is free, unknown keys are passed over, and of a key that is there twice the last counts. Keys and the type may
 * be written with escapes. Every byte of a message is checked: what is found to be one is JSON by RFC 8259.
 *
 * <p>A line may hold more than one message, glued together, and losing the second would break invariant 2. So a line is read until
 * nothing is left:
 *
 * {@snippet :
 * int at = from;
 * do {
 *     Envelope.Kind kind = envelope.read(bytes, at, to);
 *     at = envelope.messageTo();
 * } while (envelope.more());
 * }
 *
 * What follows a message and is none is TEXT in its turn, or BROKEN when it looks like one.
 */
public final class Envelope {

    /** What a line is. */
    public enum Kind {
        RECORD,
        STATE,
        LOG,
        TRACE,
        CONTROL,
        SPEC,
        CONNECTION_STATUS,
        CATALOG,
        DESTINATION_CATALOG,
        /** A JSON object with a {@code type} that we do not know. */
        UNKNOWN,
        /** Not JSON, or JSON that is no message: log text. */
        TEXT,
        /** It was meant to be a message and is broken: cut off, NaN or Infinity in it, not UTF-8, nested too deep, incomplete. */
        BROKEN
    }

    /** The kinds that we know; in the same order their types, and the keys of their payloads. */
    private static final List<Kind> KNOWN = List.copyOf(EnumSet.range(Kind.RECORD, Kind.DESTINATION_CATALOG));

    private static final Words TYPES = new Words(KNOWN.stream().map(Kind::name).toArray(String[]::new));
    private static final Words PAYLOADS = new Words(
            "record", "state", "log", "trace", "control", "spec", "connectionStatus", "catalog", "destination_catalog");
    private static final Words TYPE = new Words("type");
    private static final Words MEMBERS = new Words("stream", "data", "emitted_at", "namespace", "meta");

    /** So many broken objects are looked into, on one line, for a message glued behind text: each may cost a pass over the line. */
    private static final int BROKEN_STARTS = 8;

    private byte[] bytes = {};
    private int end;

    private Kind kind = Kind.TEXT;
    private int messageFrom;
    private int messageTo;
    private String problem = "";

    /** Where the payloads of the known kinds are, {@code from} and {@code to} of each; 0 and 0 when absent. */
    private final int[] payloads = new int[2 * PAYLOADS.count()];

    private int typeFrom;
    private int typeTo;
    private int payloadFrom;
    private int payloadTo;
    private int streamFrom;
    private int streamTo;
    private int namespaceFrom;
    private int namespaceTo;
    private int dataFrom;
    private int dataTo;
    private int metaFrom;
    private int metaTo;
    private int emittedAtFrom;
    private int emittedAtTo;
    private boolean hasStream;
    private boolean wrongNamespace;

    /**
     * Classifies the line {@code bytes[from, to)}; the end of line is not part of it. Of several messages, or a message with text
     * around it, this is about the first one.
     */
    public Kind read(byte[] bytes, int from, int to) {
        this.bytes = bytes;
        this.end = to;
        problem = "";
        messageFrom = from;
        messageTo = to;
        kind = find(from);
        return kind;
    }

    /** What the last {@link #read} returned. */
    public Kind kind() {
        return kind;
    }

    /**
     * Where the message begins: behind {@code from} when white space or text was glued in front of it (the text is
     * {@code [from, messageFrom)}). Of TEXT, and of a BROKEN line whose end cannot be told, the message is all that was given.
     */
    public int messageFrom() {
        return messageFrom;
    }

    /** Behind the message's closing brace. */
    public int messageTo() {
        return messageTo;
    }

    /** Whether something follows the message on its line, so that there must be another {@link #read} from {@link #messageTo}. */
    public boolean more() {
        return JsonScanner.space(bytes, messageTo, end) < end;
    }

    /** Of a BROKEN line: why, as a sentence without the line's content, e.g. {@code "NaN is not JSON (at byte 214)"}, counted from 0. */
    public String problem() {
        return problem;
    }

    /** The value behind the payload's key ({@code record}, {@code state}, …), an object; of an UNKNOWN message, the message. */
    public int payloadFrom() {
        return payloadFrom;
    }

    public int payloadTo() {
        return payloadTo;
    }

    /** RECORD: the stream's name. */
    public int streamFrom() {
        return streamFrom;
    }

    public int streamTo() {
        return streamTo;
    }

    /** RECORD: the stream's namespace; empty also when it is null. */
    public int namespaceFrom() {
        return namespaceFrom;
    }

    public int namespaceTo() {
        return namespaceTo;
    }

    /** RECORD: whether the stream's name or namespace is written with escapes, so that its bytes are not its text. */
    public boolean nameEscaped() {
        return JsonText.escaped(bytes, streamFrom, streamTo) || JsonText.escaped(bytes, namespaceFrom, namespaceTo);
    }

    /** RECORD: the stream's name and namespace, escapes undone. Makes objects: not for every record. */
    public StreamName name() {
        return new StreamName(
                JsonText.decode(bytes, namespaceFrom, namespaceTo), JsonText.decode(bytes, streamFrom, streamTo));
    }

    /** RECORD: the data object, with its braces. */
    public int dataFrom() {
        return dataFrom;
    }

    public int dataTo() {
        return dataTo;
    }

    /** RECORD: the meta object, with its braces. */
    public int metaFrom() {
        return metaFrom;
    }

    public int metaTo() {
        return metaTo;
    }

    /** RECORD: the number as text, digits and perhaps a fraction or an exponent. */
    public int emittedAtFrom() {
        return emittedAtFrom;
    }

    public int emittedAtTo() {
        return emittedAtTo;
    }

    /**
     * Goes from one object on the line to the next until one is a message. A message inside of another object is that object's
     * content, so a well-formed object is passed over whole; and when what was meant to be a message is broken, nothing inside of it
     * may be taken for one.
     */
    private Kind find(int from) {
        int first = JsonScanner.space(bytes, from, end);
        long work = BROKEN_STARTS * (end - from + (long) BrokenObject.RECOGNISED_WITHIN);
        int start = objectStart(first);
        while (start < end) {
            int behind = object(start, Level.MESSAGE);
            if (behind >= 0) {
                Kind found = classify(start, behind);
                if (found != Kind.TEXT && (found != Kind.UNKNOWN || start == first)) {
                    messageFrom = start;
                    messageTo = behind;
                    return found;
                }
                start = objectStart(behind);
            } else {
                int fault = -1 - behind;
                work -= fault - start + (long) BrokenObject.RECOGNISED_WITHIN;
                if (work < 0 || BrokenObject.meantAsMessage(bytes, start, end)) {
                    problem = BrokenObject.describe(bytes, start, fault, end, from);
                    return Kind.BROKEN;
                }
                start = objectStart(start + 1);
            }
        }
        return Kind.TEXT;
    }

    /** The next place at which an object with members begins. */
    private int objectStart(int from) {
        for (int p = from; p < end; p++) {
            if (bytes[p] == '{') {
                int next = JsonScanner.space(bytes, p + 1, end);
                if (next < end && bytes[next] == '"') {
                    return p;
                }
            }
        }
        return end;
    }

    /** Where in a message an object stands: its keys mean different things. */
    private enum Level {
        MESSAGE,
        RECORD
    }

    /** Scans an object and remembers the parts that count. @return the position behind it, or a failure as {@link JsonScanner} gives it */
    private int object(int from, Level level) {
        forget(level);
        int p = JsonScanner.space(bytes, from + 1, end);
        if (p < end && bytes[p] == '}') {
            return p + 1;
        }
        while (true) {
            p = JsonScanner.space(bytes, p, end);
            int keyFrom = p + 1;
            p = p < end && bytes[p] == '"' ? JsonScanner.string(bytes, keyFrom, end) : -1 - p;
            if (p < 0) {
                return p;
            }
            int keyTo = p - 1;
            p = JsonScanner.space(bytes, p, end);
            if (p >= end || bytes[p] != ':') {
                return -1 - p;
            }
            p = JsonScanner.space(bytes, p + 1, end);
            p = level == Level.MESSAGE ? messageMember(keyFrom, keyTo, p) : recordMember(keyFrom, keyTo, p);
            if (p < 0) {
                return p;
            }
            p = JsonScanner.space(bytes, p, end);
            if (p >= end || (bytes[p] != ',' && bytes[p] != '}')) {
                return -1 - p;
            }
            if (bytes[p++] == '}') {
                return p;
            }
        }
    }

    private void forget(Level level) {
        if (level == Level.MESSAGE) {
            typeFrom = 0;
            typeTo = 0;
            Arrays.fill(payloads, 0);
        }
        hasStream = false;
        wrongNamespace = false;
        streamFrom = 0;
        streamTo = 0;
        namespaceFrom = 0;
        namespaceTo = 0;
        dataFrom = 0;
        dataTo = 0;
        metaFrom = 0;
        metaTo = 0;
        emittedAtFrom = 0;
        emittedAtTo = 0;
    }

    private int messageMember(int keyFrom, int keyTo, int from) {
        if (TYPE.find(bytes, keyFrom, keyTo) == 0) {
            int to = JsonScanner.value(bytes, from, end, JsonScanner.MAXIMUM_DEPTH - 1);
            boolean text = to >= 0 && bytes[from] == '"';
            typeFrom = text ? from + 1 : 0;
            typeTo = text ? to - 1 : 0;
            return to;
        }
        boolean object = from < end && bytes[from] == '{';
        int payload = PAYLOADS.find(bytes, keyFrom, keyTo);
        int to = payload == 0 && object
                ? object(from, Level.RECORD)
                : JsonScanner.value(bytes, from, end, JsonScanner.MAXIMUM_DEPTH - 1);
        if (payload >= 0) {
            payloads[2 * payload] = object ? from : 0;
            payloads[2 * payload + 1] = object ? to : 0;
        }
        return to;
    }

    private int recordMember(int keyFrom, int keyTo, int from) {
        int to = JsonScanner.value(bytes, from, end, JsonScanner.MAXIMUM_DEPTH - 2);
        if (to < 0) {
            return to;
        }
        byte first = bytes[from];
        switch (MEMBERS.find(bytes, keyFrom, keyTo)) {
            case 0 -> {
                hasStream = first == '"';
                streamFrom = hasStream ? from + 1 : 0;
                streamTo = hasStream ? to - 1 : 0;
            }
            case 1 -> {
                dataFrom = first == '{' ? from : 0;
                dataTo = first == '{' ? to : 0;
            }
            case 2 -> {
                boolean number = first == '-' || (first >= '0' && first <= '9');
                emittedAtFrom = number ? from : 0;
                emittedAtTo = number ? to : 0;
            }
            case 3 -> {
                namespaceFrom = first == '"' ? from + 1 : 0;
                namespaceTo = first == '"' ? to - 1 : 0;
                wrongNamespace = first != '"' && first != 'n';
            }
            case 4 -> {
                metaFrom = first == '{' ? from : 0;
                metaTo = first == '{' ? to : 0;
            }
            default -> {}
        }
        return to;
    }

    /** What a well-formed object is. */
    private Kind classify(int from, int to) {
        if (typeFrom == typeTo) {
            boolean looksLikeOne = payloads[1] > 0 && hasStream && dataTo > 0;
            return looksLikeOne ? broken("a record without a type") : Kind.TEXT;
        }
        int known = TYPES.findIgnoringCase(bytes, typeFrom, typeTo);
        if (known < 0) {
            payloadFrom = from;
            payloadTo = to;
            return Kind.UNKNOWN;
        }
        Kind found = KNOWN.get(known);
        payloadFrom = payloads[2 * known];
        payloadTo = payloads[2 * known + 1];
        if (payloadTo == 0) {
            return switch (found) {
                case RECORD, STATE, CONTROL ->
                    broken(found + " without an object " + found.name().toLowerCase(Locale.ROOT));
                default -> Kind.TEXT;
            };
        }
        if (found != Kind.RECORD) {
            return found;
        }
        if (!hasStream) {
            return broken("RECORD without the name of a stream");
        }
        if (dataTo == 0) {
            return broken("RECORD without an object data");
        }
        return wrongNamespace ? broken("RECORD with a namespace that is no string") : found;
    }

    private Kind broken(String problem) {
        this.problem = problem;
        return Kind.BROKEN;
    }
}
