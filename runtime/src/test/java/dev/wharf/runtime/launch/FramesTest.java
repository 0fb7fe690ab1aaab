package dev.wharf.runtime.launch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class FramesTest {

    private static final byte STDOUT = 1;

    /** A wire that gives at most {@code piece} bytes at a time. */
    private static Frames frames(byte[] bytes, int piece) {
        InputStream pieces = new ByteArrayInputStream(bytes) {
            @Override
            public synchronized int read(byte[] into, int offset, int length) {
                return super.read(into, offset, Math.min(piece, length));
            }

            @Override
            public synchronized int available() {
                return 0;
            }
        };
        ReadableByteChannel wire = Channels.newChannel(pieces);
        return new Frames(wire);
    }

    private static ByteBuffer framed(ByteBuffer into, byte[] payload) {
        return into.putInt(STDOUT << 24).putInt(payload.length).put(payload);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 8, 9, 4096, 1 << 20})
    void payloadIsWhatWasFramedHoweverItArrives(int piece) throws IOException {
        Random random = new Random(piece);
        ByteBuffer sent = ByteBuffer.allocate(1 << 20);
        ByteBuffer expected = ByteBuffer.allocate(1 << 20);
        for (int size : new int[] {1, 0, 7, 32768, 8, 100_000, 0, 3}) {
            byte[] payload = new byte[size];
            random.nextBytes(payload);
            framed(sent, payload);
            expected.put(payload);
        }
        byte[] wire = new byte[sent.flip().remaining()];
        sent.get(wire);
        byte[] received = Channels.newInputStream(frames(wire, piece)).readAllBytes();
        byte[] payloads = new byte[expected.flip().remaining()];
        expected.get(payloads);
        assertArrayEquals(payloads, received);
    }

    @Test
    void streamOfNothingIsAtItsEnd() throws IOException {
        assertEquals(-1, frames(new byte[0], 1).read(ByteBuffer.allocate(1)));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 8, 10})
    void streamThatIsCutOffIsNotAnEnd(int length) {
        byte[] whole = framed(ByteBuffer.allocate(11), new byte[] {1, 2, 3}).array();
        byte[] cut = Arrays.copyOf(whole, length);
        assertThrows(
                EOFException.class,
                () -> Channels.newInputStream(frames(cut, 4)).readAllBytes());
    }
}
