package dev.wharf.source.faker;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.wharf.protocol.Json;
import dev.wharf.sdk.ConnectorFailure;
import dev.wharf.sdk.Output;
import dev.wharf.sdk.StreamOutput;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.util.concurrent.CountDownLatch;

/** Counts the records of a run and makes its fault happen when its time has come. One thread. */
final class FaultWatch {

    private static final long MEMORY_STEP = 16 << 20;

    private final Faults faults;
    private final Output output;
    private final boolean armed;
    private long left;

    FaultWatch(Faults faults, boolean firstRun, Output output) {
        this.faults = faults;
        this.output = output;
        this.armed = faults.after().isPresent() && (firstRun || !faults.firstRunOnly());
        this.left = faults.after().orElse(0L);
    }

    /** Whether {@link #written} does anything at all. */
    boolean active() {
        return armed || faults.delayMillis() > 0;
    }

    /** A record was written. */
    void written(StreamOutput stream) {
        try {
            if (faults.delayMillis() > 0) {
                Thread.sleep(faults.delayMillis());
            }
            if (armed && --left == 0) {
                happen(stream);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw ConnectorFailure.fault("The faker was interrupted.", e);
        }
    }

    private void happen(StreamOutput stream) throws InterruptedException {
        switch (faults.kind()) {
            case ERROR ->
                throw ConnectorFailure.temporary("The faker fails after %d records, as it was configured to."
                        .formatted(faults.after().orElseThrow()));
            case COLLECTION -> throw new CollectionFails(stream);
            case EXIT -> halt();
            case MEMORY -> takeMemory();
            case HANG -> new CountDownLatch(1).await();
            case HALF_LINE -> {
                print("{\"type\":\"RECORD\",\"record\":{\"stream\":\"%s\",\"emitted_at\":1,\"data\":{\"id\":"
                        .formatted(stream.name()));
                halt();
            }
            case TEXT -> print("This line is no message.\n");
            case BROKEN ->
                print("{\"type\":\"RECORD\",\"record\":{\"stream\":\"%s\",\"emitted_at\":1,\"data\":{\"id\":NaN}}}\n"
                        .formatted(stream.name()));
            case LARGE -> stream.record(Json.object().put("id", 0).put("note", "x".repeat(faults.largeBytes())));
        }
    }

    /** Ends the process as a crash does: no hook runs, and what was not sent is lost. */
    private void halt() {
        Runtime.getRuntime().halt(faults.exitStatus());
    }

    /** Outside the heap, where only the kernel sets a limit. */
    private static void takeMemory() {
        while (true) {
            Arena.global().allocate(MEMORY_STEP).fill((byte) 1);
        }
    }

    /** Writes behind the back of the SDK, which would not let anything pass that is no message. */
    private void print(String text) {
        output.flush();
        try {
            new FileOutputStream(FileDescriptor.out).write(text.getBytes(UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One collection fails, and the others go on. */
    static final class CollectionFails extends RuntimeException {
        private CollectionFails(StreamOutput stream) {
            super("Cannot read collection %s on: the faker was configured to fail here.".formatted(stream.name()));
        }
    }
}
