package dev.wharf.sdk;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.function.UnaryOperator;

/**
 * stderr with the secrets of the config masked (invariant 8): a library that prints an exception knows nothing of secrets. By line, so
 * that none is cut in two. Any thread.
 */
final class MaskedErrors extends OutputStream {

    private static final int LONGEST = 1 << 16;

    private final PrintStream stderr;
    private final UnaryOperator<String> mask;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();

    MaskedErrors(PrintStream stderr, UnaryOperator<String> mask) {
        this.stderr = stderr;
        this.mask = mask;
    }

    @Override
    public synchronized void write(int b) {
        line.write(b);
        if (b == '\n' || line.size() == LONGEST) {
            stderr.print(mask.apply(line.toString(StandardCharsets.UTF_8)));
            stderr.flush();
            line.reset();
        }
    }

    /** What is left without an end of line. */
    @Override
    public synchronized void close() {
        if (line.size() > 0) {
            write('\n');
        }
    }
}
