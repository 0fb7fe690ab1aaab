package dev.wharf.runtime.sync;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * Holds the bodies of states that are on their way, in memory up to a budget and in a scratch file beyond it (invariant 7: a
 * destination that never answers, and a source with states of ten megabytes, cost disk and not memory). The file needs no fsync: a
 * state that did not come back is worth nothing after a crash. Guarded by its owner.
 */
final class StateSpool implements AutoCloseable {

    private final long budget;
    private final Path directory;
    private long inMemory;
    private long end;
    private @Nullable FileChannel file;

    StateSpool(Path directory, long budget) {
        this.directory = directory;
        this.budget = budget;
    }

    /** Where a body is: in memory, or in the file. */
    record Place(byte @Nullable [] memory, long offset, int length) {}

    Place put(byte[] body) {
        if (inMemory + body.length <= budget) {
            inMemory += body.length;
            return new Place(body, 0, body.length);
        }
        try {
            FileChannel channel = opened();
            ByteBuffer buffer = ByteBuffer.wrap(body);
            long offset = end;
            while (buffer.hasRemaining()) {
                end += channel.write(buffer, end);
            }
            return new Place(null, offset, body.length);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot keep a state of " + body.length + " bytes in " + directory, e);
        }
    }

    byte[] get(Place place) {
        if (place.memory() != null) {
            return place.memory();
        }
        try {
            ByteBuffer buffer = ByteBuffer.allocate(place.length());
            while (buffer.hasRemaining()) {
                if (opened().read(buffer, place.offset() + buffer.position()) < 0) {
                    throw new IOException("The scratch file of states is shorter than it was");
                }
            }
            return buffer.array();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read a state back from " + directory, e);
        }
    }

    void drop(Place place) {
        if (place.memory() != null) {
            inMemory -= place.length();
        }
    }

    /** Gives the file's space back; called when no state is under way. */
    void clear() {
        end = 0;
        if (file != null) {
            try {
                file.truncate(0);
            } catch (IOException e) {
                throw new UncheckedIOException("Cannot shorten the scratch file of states in " + directory, e);
            }
        }
    }

    private FileChannel opened() throws IOException {
        if (file == null) {
            Path path = Files.createTempFile(directory, "states", ".spool");
            file = FileChannel.open(
                    path, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE);
        }
        return file;
    }

    @Override
    public void close() {
        if (file != null) {
            try {
                file.close();
            } catch (IOException e) {
                throw new UncheckedIOException("Cannot remove the scratch file of states in " + directory, e);
            }
        }
    }
}
