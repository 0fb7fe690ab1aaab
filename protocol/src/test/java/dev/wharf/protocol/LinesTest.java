package dev.wharf.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.nio.channels.Channels;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LinesTest {

    @Test
    void deliversTheSameLinesWhateverTheBlockSize() throws Exception {
        String text = "one\n\ntwo\r\nthis is a longer line\n" + "x".repeat(300_000) + "\r\nlast";
        List<String> whole = lines(text, 1 << 20, 1000);
        assertEquals("too long 300000 " + "x".repeat(1000), whole.get(4));
        for (int block = 1; block < 40; block++) {
            assertEquals(whole, lines(text, block, 1000), "block of " + block);
        }
    }

    private static List<String> lines(String text, int block, int longest) throws Exception {
        Lines lines = new Lines(Channels.newChannel(new ByteArrayInputStream(text.getBytes(UTF_8))), block, longest);
        List<String> read = new ArrayList<>();
        while (lines.next()) {
            String line = new String(lines.bytes(), lines.from(), lines.to() - lines.from(), UTF_8);
            read.add((lines.tooLong() ? "too long " + lines.length() + " " : "")
                    + line
                    + (lines.unterminated() ? " unterminated" : ""));
        }
        return read;
    }
}
