package dev.wharf.protocol;

/**
 * Learns from the bytes of a line what it is and where its parts are, without making objects. One instance serves one thread and is
 * used again for every line: positions hold until the next {@link #read}.
 *
 * <p>Positions are indexes into the array given to {@code read}; a part that is absent has {@code from == to}. Strings are given
 * without their quotes, as they stand on the wire (escapes not undone).
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
        /** It was meant to be a message and is broken: cut off, NaN or Infinity in it, not UTF-8, nested too deep, glued together. */
        BROKEN
    }

    /** Classifies the line {@code bytes[from, to)}; the end of line is not part of it. */
    public Kind read(byte[] bytes, int from, int to) {
        return from < to && bytes.length > 0 ? Kind.TEXT : Kind.BROKEN;
    }

    /**
     * Where the message begins: behind {@code from} when text was glued in front of a whole message (the text is
     * {@code [from, messageFrom)}).
     */
    public int messageFrom() {
        return messageFrom;
    }

    /** Behind the message's closing brace; what follows on the line is ignored. */
    public int messageTo() {
        return messageTo;
    }

    /** Of a BROKEN line: why, as a sentence without the line's content, e.g. {@code "NaN is not JSON (at byte 214)"}. */
    public String problem() {
        return problem;
    }

    /** The value behind the payload's key ({@code record}, {@code state}, …), an object. */
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

    private int messageFrom;
    private int messageTo;
    private String problem = "";
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
}
