package dev.wharf.destination.table;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;

/** A database that takes everything, and keeps what it was given as texts, each with the kind of the value in front. */
final class Cells implements BulkWriter {

    private final List<String> cells = new ArrayList<>();

    /** What came since the last call. */
    List<String> take() {
        List<String> taken = List.copyOf(cells);
        cells.clear();
        return taken;
    }

    private Kept put(String kind, Object value) {
        cells.add(kind + " " + value);
        return Kept.WHOLE;
    }

    @Override
    public Kept text(byte[] bytes, int from, int to) {
        return put("text", new String(bytes, from, to - from, UTF_8));
    }

    @Override
    public Kept json(byte[] bytes, int from, int to) {
        return put("json", new String(bytes, from, to - from, UTF_8));
    }

    @Override
    public Kept bool(boolean value) {
        return put("bool", value);
    }

    @Override
    public Kept integer(long value) {
        return put("integer", value);
    }

    @Override
    public Kept bigInteger(byte[] bytes, int from, int to) {
        return put("big", new String(bytes, from, to - from, UTF_8));
    }

    @Override
    public Kept number(byte[] bytes, int from, int to) {
        return put("number", new String(bytes, from, to - from, UTF_8));
    }

    @Override
    public Kept date(long epochDay) {
        return put("date", epochDay);
    }

    @Override
    public Kept timestamp(long epochMicros) {
        return put("timestamp", epochMicros);
    }

    @Override
    public Kept time(long microsOfDay) {
        return put("time", microsOfDay);
    }

    @Override
    public Kept offsetTime(long microsOfDay, int offsetSeconds) {
        return put("offset", microsOfDay + " " + offsetSeconds);
    }

    @Override
    public void nothing() {
        cells.add("nothing");
    }
}
