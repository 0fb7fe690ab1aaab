package dev.wharf.sdk;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.Pipe;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class OutletTest {

    @Test
    void aLineThatNobodyFlushesIsSentAllTheSame() throws IOException {
        Pipe pipe = Pipe.open();
        try (Outlet outlet = new Outlet(pipe.sink());
                BufferedReader reader =
                        new BufferedReader(new InputStreamReader(Channels.newInputStream(pipe.source()), UTF_8))) {
            outlet.start();

            line(outlet, "first\n");
            assertEquals("first", reader.readLine());

            line(outlet, "second\n");
            assertEquals("second", reader.readLine());
        }
    }

    @Test
    void whenStoppedTheLastLineThatLeftIsWholeAndNoneFollows() throws InterruptedException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Outlet outlet = new Outlet(Channels.newChannel(out));
        line(outlet, "last\n");

        outlet.stop(Duration.ofSeconds(1));

        assertThrows(Outlet.Stopped.class, () -> line(outlet, "too late\n"));
        outlet.close();
        assertEquals("last\n", out.toString(UTF_8));
    }

    @Test
    void aReaderThatIsGoneIsAnErrorOfTheWriter() throws IOException {
        Pipe pipe = Pipe.open();
        pipe.source().close();
        Outlet outlet = new Outlet(pipe.sink());
        line(outlet, "nobody listens\n");

        assertThrows(UncheckedIOException.class, outlet::flush);
    }

    private static void line(Outlet outlet, String text) {
        byte[] bytes = text.getBytes(UTF_8);
        outlet.line(bytes, 0, bytes.length);
    }
}
