package dev.wharf.runtime.launch;

import java.io.IOException;
import java.nio.channels.GatheringByteChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.StandardOpenOption;

/** How a container's stdin and stdout are reached. Any thread; each end is opened once. */
sealed interface Pipes extends AutoCloseable {

    Connector.Road road();

    /** Waits until the container opened its stdin. */
    GatheringByteChannel openInput() throws IOException;

    /** Waits until the container opened its stdout. */
    ReadableByteChannel openOutput() throws IOException;

    /** Answers whoever waits for the container, which is gone. */
    void abandon() throws IOException;

    /** Closes what is open from the start. */
    @Override
    void close() throws IOException;

    /** Named pipes that are mounted into the container. */
    record Fifos(Fifo in, Fifo out) implements Pipes {

        @Override
        public Connector.Road road() {
            return Connector.Road.FIFO;
        }

        @Override
        public GatheringByteChannel openInput() throws IOException {
            return in.open(StandardOpenOption.WRITE);
        }

        @Override
        public ReadableByteChannel openOutput() throws IOException {
            return out.open(StandardOpenOption.READ);
        }

        @Override
        public void abandon() throws IOException {
            in.abandon();
            out.abandon();
        }

        @Override
        public void close() {}
    }

    /** The engine's own stream, which is there from the start. */
    record Attached(Wire wire) implements Pipes {

        @Override
        public Connector.Road road() {
            return Connector.Road.ATTACH;
        }

        @Override
        public GatheringByteChannel openInput() {
            return new Wire.Output(wire);
        }

        @Override
        public ReadableByteChannel openOutput() {
            return new Frames(wire);
        }

        @Override
        public void abandon() {}

        @Override
        public void close() throws IOException {
            wire.close();
        }
    }
}
