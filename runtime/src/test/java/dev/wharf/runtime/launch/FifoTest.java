package dev.wharf.runtime.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 30, unit = TimeUnit.SECONDS)
final class FifoTest {

    @TempDir
    private Path directory = Path.of("");

    private Path path() throws IOException {
        Path path = directory.resolve("pipe");
        Posix.makeFifo(path);
        return path;
    }

    private static CompletableFuture<FileChannel> opening(Fifo fifo, StandardOpenOption end) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return fifo.open(end);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    @Test
    void bothSidesMeet() throws IOException {
        Path path = path();
        CompletableFuture<FileChannel> reading = opening(new Fifo(path), StandardOpenOption.READ);
        try (FileChannel writer = new Fifo(path).open(StandardOpenOption.WRITE);
                FileChannel reader = reading.join()) {
            writer.write(ByteBuffer.wrap(new byte[] {7}));
            assertEquals(1, reader.read(ByteBuffer.allocate(2)));
        }
    }

    @Test
    void abandonedPipeIsAtItsEndFromTheStart() throws IOException {
        Fifo fifo = new Fifo(path());
        fifo.abandon();
        try (FileChannel reader = fifo.open(StandardOpenOption.READ)) {
            assertEquals(-1, reader.read(ByteBuffer.allocate(1)));
        }
    }

    @RepeatedTest(50)
    void whoeverWaitsToReadIsReleased() throws IOException {
        Fifo fifo = new Fifo(path());
        CompletableFuture<FileChannel> reading = opening(fifo, StandardOpenOption.READ);
        fifo.abandon();
        try (FileChannel reader = reading.join()) {
            assertEquals(-1, reader.read(ByteBuffer.allocate(1)));
        }
    }

    @RepeatedTest(50)
    void whoeverWaitsToWriteIsReleased() throws IOException {
        Fifo fifo = new Fifo(path());
        CompletableFuture<FileChannel> writing = opening(fifo, StandardOpenOption.WRITE);
        fifo.abandon();
        try (FileChannel writer = writing.join()) {
            assertThrows(IOException.class, () -> writer.write(ByteBuffer.allocate(1)));
        }
    }

    @Test
    void abandoningDoesNotTouchWhatIsOpen() throws IOException {
        Path path = path();
        Fifo fifo = new Fifo(path);
        CompletableFuture<FileChannel> reading = opening(fifo, StandardOpenOption.READ);
        try (FileChannel writer = FileChannel.open(path, StandardOpenOption.WRITE);
                FileChannel reader = reading.join()) {
            fifo.abandon();
            writer.write(ByteBuffer.wrap(new byte[] {7}));
            assertEquals(1, reader.read(ByteBuffer.allocate(1)));
        }
    }
}
