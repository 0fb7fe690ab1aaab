package dev.wharf.sdk;

import dev.wharf.protocol.ConfiguredCatalog;
import dev.wharf.protocol.Json;
import dev.wharf.protocol.JsonText;
import dev.wharf.protocol.Message;
import dev.wharf.protocol.Message.RateLimit;
import dev.wharf.protocol.Message.StreamStatus.Status;
import dev.wharf.protocol.Messages;
import dev.wharf.protocol.StreamName;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What a source says of one stream: it starts, its records with states between them, it completes or fails. One thread at a time. */
public final class StreamOutput {

    private static final int TIME_DIGITS = 13;

    private final StreamName name;
    private final Outlet outlet;
    private final Secrets secrets;
    private final InstantSource clock;
    private final Runnable beforeState;
    private final RecordWriter writer = new RecordWriter(this);
    private final byte[] opening;
    private final int timeAt;
    private long time;
    private long sinceState;
    private boolean running;
    private volatile boolean open;
    private volatile boolean failed;

    StreamOutput(StreamName name, Outlet outlet, Secrets secrets, InstantSource clock, Runnable beforeState) {
        this.name = name;
        this.beforeState = beforeState;
        this.outlet = outlet;
        this.secrets = secrets;
        this.clock = clock;
        String namespace = name.namespace().isEmpty() ? "" : "\"namespace\":" + quoted(name.namespace()) + ",";
        String before = "{\"type\":\"RECORD\",\"record\":{\"stream\":" + quoted(name.name()) + "," + namespace
                + "\"emitted_at\":";
        timeAt = before.getBytes(StandardCharsets.UTF_8).length;
        opening = (before + "0".repeat(TIME_DIGITS) + ",\"data\":{").getBytes(StandardCharsets.UTF_8);
    }

    public StreamName name() {
        return name;
    }

    /** Reading begins. */
    public void start() {
        open = true;
        status(Status.STARTED);
    }

    /** Begins a record; it counts once {@link RecordWriter#end} was called. */
    public RecordWriter record() {
        long now = clock.millis();
        if (now != time) {
            time = now;
            byte[] digits = Long.toString(now).getBytes(StandardCharsets.US_ASCII);
            System.arraycopy(digits, 0, opening, timeAt + TIME_DIGITS - digits.length, digits.length);
        }
        return writer.begin(opening);
    }

    /** Writes a record from a tree: convenient, and slow beside {@link #record()}. */
    public void record(ObjectNode data) {
        byte[] line = Messages.write(new Message.DataRecord(name, data, clock.instant(), Json.object()));
        written(line, line.length);
    }

    /**
     * Writes what is known of rows of which not all is known: those that have the same values in some fields get what {@code data} has besides, unless
     * their cursor is greater, and keep the rest. No row is added. Only where {@link ConfiguredCatalog#patches} holds, for a stream that is deduplicated.
     *
     * @param by fields: the key, or what names the thing that the rows belong to. Those that {@code data} lacks must be null
     */
    public void patch(ObjectNode data, List<String> by) {
        ObjectNode others = Json.object();
        ArrayNode fields = others.putObject("meta").putObject("wharf").putArray(Message.DataRecord.PATCH);
        by.forEach(fields::add);
        byte[] line = Messages.write(new Message.DataRecord(name, data, clock.instant(), others));
        written(line, line.length);
    }

    /**
     * From here on a later read could go on. Call it often enough that a crash costs little, and rarely beside the records: every
     * few thousand.
     */
    public void state(ObjectNode state) {
        ObjectNode body = Json.object("{\"type\":\"STREAM\"}");
        ObjectNode stream = body.putObject("stream");
        putName(stream.putObject("stream_descriptor"));
        stream.set("stream_state", state.deepCopy());
        body.putObject("sourceStats").put("recordCount", (double) sinceState);
        sinceState = 0;
        beforeState.run();
        outlet.message(new Message.State(body));
    }

    /** The vendor's API refuses calls for a while: silence until then is no hang. Any thread. */
    public void rateLimited(Duration pause) {
        Instant now = clock.instant();
        RateLimit limit = new RateLimit(Optional.of(now.plus(pause)));
        outlet.message(new Message.StreamStatus(name, Status.RUNNING, Optional.of(limit), now));
    }

    /** Every record of the stream has been written (invariant 5). */
    public void complete() {
        open = false;
        status(Status.COMPLETE);
    }

    /** Left unfinished through no fault of the stream's, with the run's end near: a later read goes on behind its last state. */
    public void leave() {
        open = false;
        status(Status.INCOMPLETE);
    }

    /** This stream cannot be read (on); others go on, and the program ends with status 1 when they are done. */
    public void fail(ConnectorFailure failure) {
        open = false;
        failed = true;
        outlet.message(Failures.trace(failure, Optional.of(name), secrets, clock.instant()));
        status(Status.INCOMPLETE);
    }

    /** Whether it was started and neither completed nor failed since. Any thread. */
    boolean open() {
        return open;
    }

    boolean failed() {
        return failed;
    }

    void written(byte[] bytes, int to) {
        if (!running) {
            running = true;
            status(Status.RUNNING);
        }
        outlet.line(bytes, 0, to);
        sinceState++;
    }

    private void status(Status status) {
        outlet.message(new Message.StreamStatus(name, status, clock.instant()));
    }

    private void putName(ObjectNode descriptor) {
        descriptor.put("name", name.name());
        if (!name.namespace().isEmpty()) {
            descriptor.put("namespace", name.namespace());
        }
    }

    private static String quoted(String text) {
        return new String(JsonText.encode(text), StandardCharsets.UTF_8);
    }
}
