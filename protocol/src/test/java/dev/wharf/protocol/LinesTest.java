package dev.wharf.protocol;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LinesTest {

    private static final int NO_LIMIT = 1 << 20;

    @Test
    void deliversLinesWithoutTheirEnds() throws Exception {
        assertEquals(
                List.of("one", "", "two", "\r", "three\r four"),
                lines("one\n\ntwo\r\n\r\r\nthree\r four\n", 16, NO_LIMIT));
    }

    @Test
    void deliversALineThatTheEndOfInputEnds() throws Exception {
        assertEquals(List.of("one", "two\r (unterminated)"), lines("one\ntwo\r", 16, NO_LIMIT));
        assertEquals(List.of(), lines("", 16, NO_LIMIT));
    }

    @Test
    void deliversTheSameWhateverTheSizeOfABlockAndOfTheReads() throws Exception {
        String text = "one\n\ntwo\r\nlonger than the longest\r\n" + "x".repeat(70_000)
                + "\r\n12345678\r\n123456789\nlast one\r";
        List<String> expected = List.of(
                "one",
                "",
                "two",
                "longer t (first of 23)",
                "xxxxxxxx (first of 70000)",
                "12345678",
                "12345678 (first of 9)",
                "last one (first of 9, unterminated)");
        for (int block = 1; block < 40; block++) {
            assertEquals(expected, lines(text, block, 8), "blocks of " + block);
        }
        assertEquals(expected, lines(text, 100_000, 8));
    }

    /** Against a splitter that has all the bytes at once. */
    @Test
    void agreesWithAPlainSplitterOnAnyBytes() throws Exception {
        for (int seed = 0; seed < 3_000; seed++) {
            Random random = new Random(seed);
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(30); i > 0; i--) {
                text.append("x".repeat(random.nextInt(random.nextInt(40) + 1)));
                text.append(List.of("\n", "\r\n", "\r", "\n\n", "\u008a", "").get(random.nextInt(6)));
            }
            int longest = random.nextInt(30) + 1;
            int block = random.nextInt(50) + 1;
            assertEquals(split(text.toString(), longest), lines(text.toString(), block, longest), "seed " + seed);
        }
    }

    @Test
    void keepsTheFirst64KilobytesOfALineThatIsTooLong() throws Exception {
        Lines lines = new Lines(new Pieces("é".repeat(400_000) + "\nnext\n", 7_001), 4096, 100_000);
        assertTrue(lines.next());
        assertTrue(lines.tooLong());
        assertEquals(400_000, lines.length());
        assertEquals(65_536, lines.to() - lines.from());
        assertTrue(lines.next());
        assertFalse(lines.tooLong());
        assertEquals("next", text(lines));
    }

    @Test
    void growsNoFurtherThanTheLongestLine() throws Exception {
        Lines lines = new Lines(new Pieces("x".repeat(5_000_000) + "\n", 65_536), 1024, 100_000);
        assertTrue(lines.next());
        assertEquals(100_002, lines.bytes().length);
    }

    @Test
    void shrinksBackAfterALongLine() throws Exception {
        Lines lines =
                new Lines(new Pieces("x".repeat(1_000_000) + "\n" + "short\n".repeat(10_000), 512), 1024, 1 << 24);
        assertTrue(lines.next());
        assertTrue(lines.bytes().length >= 1_000_000);
        while (lines.next()) {
            assertEquals("short", text(lines));
        }
        assertEquals(1024, lines.bytes().length);
    }

    @Test
    void doesNotShrinkUnderLongLinesThatFollowEachOther() throws Exception {
        Lines lines = new Lines(new Pieces(("x".repeat(100_000) + "\n").repeat(20), 4096), 1024, 1 << 24);
        assertTrue(lines.next());
        byte[] grown = lines.bytes();
        while (lines.next()) {
            assertEquals(grown, lines.bytes());
        }
    }

    @Test
    void readsOnceAndNotAgainAsLongAsAWholeLineIsThere() throws Exception {
        Pieces pieces = new Pieces("one\ntwo\nthr", 11);
        Lines lines = new Lines(pieces, 64, NO_LIMIT);
        assertFalse(lines.ready());
        assertTrue(lines.next());
        assertTrue(lines.ready());
        assertTrue(lines.next());
        assertFalse(lines.ready());
        assertEquals(1, pieces.reads);
    }

    @Test
    void keepsTheRangesOfEarlierLinesUntilItMustRead() throws Exception {
        Lines lines = new Lines(new Pieces("alpha\nbeta\ngamma\n".repeat(2_000), 100), 64, NO_LIMIT);
        StringBuilder forwarded = new StringBuilder();
        List<int[]> ranges = new ArrayList<>();
        while (lines.next()) {
            ranges.add(new int[] {lines.from(), lines.to()});
            if (!lines.ready()) {
                ranges.forEach(range -> forwarded
                        .append(new String(lines.bytes(), range[0], range[1] - range[0], ISO_8859_1))
                        .append('\n'));
                ranges.clear();
            }
        }
        assertEquals("alpha\nbeta\ngamma\n".repeat(2_000), forwarded.toString());
    }

    @Test
    void staysAtTheEnd() throws Exception {
        Lines lines = new Lines(new Pieces("one\n", 10), 16, NO_LIMIT);
        assertTrue(lines.next());
        assertFalse(lines.next());
        assertFalse(lines.next());
        assertFalse(lines.ready());
    }

    @Test
    void failsAsItsChannelDoes() throws Exception {
        Pieces pieces = new Pieces("one\ntwo", 10);
        Lines lines = new Lines(pieces, 16, NO_LIMIT);
        assertTrue(lines.next());
        pieces.close();
        assertThrows(IOException.class, lines::next);
    }

    @Test
    void refusesSizesThatCannotBe() {
        Pieces pieces = new Pieces("", 1);
        assertThrows(IllegalArgumentException.class, () -> new Lines(pieces, 0, 1));
        assertThrows(IllegalArgumentException.class, () -> new Lines(pieces, 1, 0));
        assertThrows(IllegalArgumentException.class, () -> new Lines(pieces, 1, Integer.MAX_VALUE));
    }

    private static List<String> lines(String text, int block, int longest) throws IOException {
        Lines lines = new Lines(new Pieces(text, 1 + block * 2 / 3), block, longest);
        List<String> read = new ArrayList<>();
        while (lines.next()) {
            read.add(text(lines) + note(lines.tooLong(), lines.length(), lines.unterminated()));
        }
        return read;
    }

    private static List<String> split(String text, int longest) {
        List<String> lines = new ArrayList<>();
        int from = 0;
        while (from < text.length()) {
            int lineFeed = text.indexOf('\n', from);
            String line = lineFeed < 0 ? text.substring(from) : text.substring(from, lineFeed);
            if (lineFeed >= 0 && line.endsWith("\r")) {
                line = line.substring(0, line.length() - 1);
            }
            String kept = line.substring(0, Math.min(line.length(), longest));
            lines.add(kept + note(line.length() > longest, line.length(), lineFeed < 0));
            from = lineFeed < 0 ? text.length() : lineFeed + 1;
        }
        return lines;
    }

    private static String note(boolean tooLong, long length, boolean unterminated) {
        String first = tooLong ? "first of " + length : "";
        String end = unterminated ? "unterminated" : "";
        String both = first + (tooLong && unterminated ? ", " : "") + end;
        return both.isEmpty() ? "" : " (" + both + ")";
    }

    private static String text(Lines lines) {
        return new String(lines.bytes(), lines.from(), lines.to() - lines.from(), ISO_8859_1);
    }

    /** A channel that gives so many bytes at a time. */
    private static final class Pieces implements ReadableByteChannel {

        private final ByteBuffer bytes;
        private final int piece;
        private boolean open = true;
        private int reads;

        Pieces(String text, int piece) {
            this.bytes = ByteBuffer.wrap(text.getBytes(ISO_8859_1));
            this.piece = piece;
        }

        @Override
        public int read(ByteBuffer target) throws IOException {
            if (!open) {
                throw new IOException("closed");
            }
            reads++;
            if (!bytes.hasRemaining()) {
                return -1;
            }
            int count = Math.min(Math.min(piece, bytes.remaining()), target.remaining());
            target.put(bytes.slice(bytes.position(), count));
            bytes.position(bytes.position() + count);
            return count;
        }

        @Override
        public boolean isOpen() {
            return open;
        }

        @Override
        public void close() {
            open = false;
        }
    }
}
