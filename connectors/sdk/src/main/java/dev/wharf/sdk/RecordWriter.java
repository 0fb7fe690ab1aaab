package dev.wharf.sdk;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Writes the data of one record straight into bytes: a field name, then its value, and again, then {@link #end}. No object is made on the way.
 * It is used again for the next record of its stream. One thread.
 *
 * <p>Names must differ and values must follow names; that is the caller's promise, checked nowhere for the sake of speed.
 */
public final class RecordWriter {

    private static final int LARGE = 1 << 20;
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] NULL = {'n', 'u', 'l', 'l'};
    private static final byte[] TRUE = {'t', 'r', 'u', 'e'};
    private static final byte[] FALSE = {'f', 'a', 'l', 's', 'e'};
    private static final byte[] END = {'}', '}', '}', '\n'};

    private final StreamOutput stream;
    private byte[] bytes = new byte[1024];
    private int at;

    RecordWriter(StreamOutput stream) {
        this.stream = stream;
    }

    /** A field's name, made ready once. */
    public record Name(byte[] json) {
        public static Name of(String name) {
            return new Name((Json.MAPPER.writeValueAsString(name) + ":").getBytes(StandardCharsets.UTF_8));
        }
    }

    RecordWriter begin(byte[] opening) {
        if (bytes.length > LARGE) {
            bytes = new byte[1024];
        }
        at = 0;
        return raw(opening);
    }

    public RecordWriter field(Name name) {
        comma('{');
        return raw(name.json);
    }

    public RecordWriter integer(long value) {
        comma(':');
        reserve(20);
        if (value == Long.MIN_VALUE) {
            return raw(Long.toString(value).getBytes(StandardCharsets.US_ASCII));
        }
        long rest = value;
        if (value < 0) {
            bytes[at++] = '-';
            rest = -value;
        }
        return digits(rest, length(rest));
    }

    /** The number {@code unscaled / 10^scale}, with exactly {@code scale} digits behind the point. */
    public RecordWriter decimal(long unscaled, int scale) {
        comma(':');
        reserve(24 + scale);
        long rest = unscaled;
        if (rest < 0) {
            bytes[at++] = '-';
            rest = -rest;
        }
        long power = 1;
        for (int i = 0; i < scale; i++) {
            power *= 10;
        }
        digits(rest / power, length(rest / power));
        bytes[at++] = '.';
        return digits(rest % power, scale);
    }

    public RecordWriter truth(boolean value) {
        comma(':');
        return raw(value ? TRUE : FALSE);
    }

    public RecordWriter nothing() {
        comma(':');
        return raw(NULL);
    }

    /** Text; whatever is in it is escaped, a lone surrogate too. */
    public RecordWriter text(CharSequence value) {
        comma(':');
        reserve(2 + 6 * value.length());
        bytes[at++] = '"';
        for (int i = 0; i < value.length(); i++) {
            character(value, i);
        }
        bytes[at++] = '"';
        return this;
    }

    /** Bytes that are JSON already, e.g. a value made ready before. They hold no end of line, and no U+2028, U+2029 or U+0085. */
    public RecordWriter raw(byte[] json) {
        reserve(json.length);
        System.arraycopy(json, 0, bytes, at, json.length);
        at += json.length;
        return this;
    }

    /** As {@link #raw}, as a value: behind a comma where it needs one. */
    public RecordWriter value(byte[] json) {
        comma(':');
        return raw(json);
    }

    public RecordWriter beginObject() {
        return open('{');
    }

    public RecordWriter endObject() {
        return close('}');
    }

    public RecordWriter beginArray() {
        return open('[');
    }

    public RecordWriter endArray() {
        return close(']');
    }

    /** Ends the record and gives it to stdout. */
    public void end() {
        raw(END);
        stream.written(bytes, at);
    }

    /** A comma, unless the last byte opens something or is the colon behind a name. */
    private void comma(char opening) {
        byte last = bytes[at - 1];
        if (last != opening && last != '[' && last != ':') {
            reserve(1);
            bytes[at++] = ',';
        }
    }

    private RecordWriter open(char brace) {
        comma(':');
        reserve(1);
        bytes[at++] = (byte) brace;
        return this;
    }

    private RecordWriter close(char brace) {
        reserve(1);
        bytes[at++] = (byte) brace;
        return this;
    }

    private RecordWriter digits(long value, int count) {
        long rest = value;
        for (int i = at + count - 1; i >= at; i--) {
            bytes[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        at += count;
        return this;
    }

    private static int length(long value) {
        int length = 1;
        for (long rest = value; rest >= 10; rest /= 10) {
            length++;
        }
        return length;
    }

    private void character(CharSequence text, int i) {
        char c = text.charAt(i);
        if (c >= 0x20 && c < 0x7f && c != '"' && c != '\\') {
            bytes[at++] = (byte) c;
        } else if (c == '"' || c == '\\') {
            bytes[at++] = '\\';
            bytes[at++] = (byte) c;
        } else if (c < 0xa0 || c == '\u2028' || c == '\u2029' || Character.isSurrogate(c)) {
            escape(c);
        } else if (c < 0x800) {
            bytes[at++] = (byte) (0xc0 | c >> 6);
            bytes[at++] = (byte) (0x80 | c & 0x3f);
        } else {
            bytes[at++] = (byte) (0xe0 | c >> 12);
            bytes[at++] = (byte) (0x80 | c >> 6 & 0x3f);
            bytes[at++] = (byte) (0x80 | c & 0x3f);
        }
    }

    /** Pairs of surrogates are escaped as they stand: valid JSON, and a lone one stays what it was. */
    private void escape(char c) {
        bytes[at++] = '\\';
        bytes[at++] = 'u';
        for (int shift = 12; shift >= 0; shift -= 4) {
            bytes[at++] = HEX[c >> shift & 0xf];
        }
    }

    private void reserve(int more) {
        if (bytes.length - at < more) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, at + more));
        }
    }
}
