package dev.wharf.sdk;

import dev.wharf.protocol.JsonText;
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
            byte[] quoted = JsonText.encode(name);
            byte[] json = Arrays.copyOf(quoted, quoted.length + 1);
            json[quoted.length] = ':';
            return new Name(json);
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
        if (scale == 0) {
            return this;
        }
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

    /** Text; whatever is in it is escaped where it must be, a lone surrogate too. */
    public RecordWriter text(String value) {
        comma(':');
        int from = at;
        reserve(value.length() + 2);
        bytes[at++] = '"';
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c < ' ' || c > '~' || c == '"' || c == '\\') {
                at = from;
                return raw(JsonText.encode(value));
            }
            bytes[at++] = (byte) c;
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

    /** The digits of a number that is not negative, as {@link #raw} bytes: a part of a text that is put together by hand. */
    public RecordWriter rawDigits(long value) {
        reserve(20);
        return digits(value, length(value));
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

    private void reserve(int more) {
        if (bytes.length - at < more) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, at + more));
        }
    }
}
