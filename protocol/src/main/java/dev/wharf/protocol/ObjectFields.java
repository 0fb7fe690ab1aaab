package dev.wharf.protocol;

/**
 * Walks over the members of a JSON object in bytes that are known to be well-formed (see {@link JsonScanner}), without making
 * objects. Duplicate keys are all delivered; the last one counts. One instance serves one thread and is used again:
 *
 * {@snippet :
 * fields.over(bytes, from, to);
 * while (fields.next()) {
 *     use(fields.keyFrom(), fields.keyTo(), fields.kind(), fields.valueFrom(), fields.valueTo());
 * }
 * }
 */
public final class ObjectFields {

    /** What a value is. */
    public enum Kind {
        OBJECT,
        ARRAY,
        STRING,
        NUMBER,
        TRUE,
        FALSE,
        NULL
    }

    private byte[] bytes = {};
    private int position;
    private int end;
    private int keyFrom;
    private int keyTo;
    private int valueFrom;
    private int valueTo;

    /** Begins before the first member of the object {@code bytes[from, to)}, braces included. */
    public ObjectFields over(byte[] bytes, int from, int to) {
        this.bytes = bytes;
        position = JsonScanner.space(bytes, from, to) + 1;
        end = to;
        return this;
    }

    /** Goes to the next member. @return false behind the last one */
    public boolean next() {
        int p = JsonScanner.space(bytes, position, end);
        if (p < end && bytes[p] == ',') {
            p = JsonScanner.space(bytes, p + 1, end);
        }
        if (p >= end || bytes[p] != '"') {
            position = end;
            return false;
        }
        keyFrom = p + 1;
        p = JsonScanner.skipString(bytes, keyFrom);
        keyTo = p - 1;
        p = JsonScanner.space(bytes, p, end) + 1;
        valueFrom = JsonScanner.space(bytes, p, end);
        valueTo = JsonScanner.skip(bytes, valueFrom);
        position = valueTo;
        return true;
    }

    /** The key, without its quotes, as it stands on the wire. */
    public int keyFrom() {
        return keyFrom;
    }

    public int keyTo() {
        return keyTo;
    }

    /** Whether the key holds escapes, so that its bytes are not its text. */
    public boolean keyEscaped() {
        return JsonText.escaped(bytes, keyFrom, keyTo);
    }

    /** The key as text. Makes an object: not for the road of a record. */
    public String key() {
        return JsonText.decode(bytes, keyFrom, keyTo);
    }

    /** The value, of a string with its quotes. */
    public int valueFrom() {
        return valueFrom;
    }

    public int valueTo() {
        return valueTo;
    }

    public Kind kind() {
        return switch (bytes[valueFrom]) {
            case '{' -> Kind.OBJECT;
            case '[' -> Kind.ARRAY;
            case '"' -> Kind.STRING;
            case 't' -> Kind.TRUE;
            case 'f' -> Kind.FALSE;
            case 'n' -> Kind.NULL;
            default -> Kind.NUMBER;
        };
    }
}
