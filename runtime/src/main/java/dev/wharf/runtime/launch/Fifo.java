package dev.wharf.runtime.launch;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A named pipe between this process and a connector. Opening one blocks in the kernel until the other side opens it too, without any
 * way to interrupt it. So a pipe whose other side will never come is {@link #abandon abandoned}: opened here for reading and writing
 * at once, which never blocks on Linux and answers whoever waits; closed again, a reader finds the end and a writer a broken pipe.
 * Any thread; opened once.
 */
final class Fifo {

    private final Path path;
    private boolean opening;
    private boolean open;
    private boolean abandoned;

    Fifo(Path path) {
        this.path = path;
    }

    /** Waits until the connector opens its end or the pipe is abandoned; then the channel is at its end from the start. */
    FileChannel open(OpenOption end) throws IOException {
        if (begin()) {
            try (FileChannel _ = bothEnds()) {
                return FileChannel.open(path, end);
            }
        }
        try {
            FileChannel channel = FileChannel.open(path, end);
            Posix.enlarge(path);
            return channel;
        } finally {
            finish();
        }
    }

    /** Says that the connector will not open its end any more. Has no effect on what is open. */
    void abandon() throws IOException {
        synchronized (this) {
            abandoned = true;
            if (!opening || open) {
                return;
            }
        }
        try (FileChannel _ = bothEnds()) {
            awaitOpen();
        }
    }

    private FileChannel bothEnds() throws IOException {
        return FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    private synchronized boolean begin() {
        opening = !abandoned;
        return abandoned;
    }

    private synchronized void finish() {
        open = true;
        notifyAll();
    }

    private synchronized void awaitOpen() {
        boolean interrupted = false;
        while (!open) {
            try {
                wait();
            } catch (InterruptedException _) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
