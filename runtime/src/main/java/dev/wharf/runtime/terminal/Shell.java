package dev.wharf.runtime.terminal;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * What a shell gives to a command.
 *
 * @param out for results
 * @param err for people
 * @param directory where it was started
 * @param terminal whether a person watches {@code err}
 */
public record Shell(
        PrintStream out,
        PrintStream err,
        InputStream in,
        Map<String, String> environment,
        Path directory,
        boolean terminal) {

    private static final int BUFFER = 64 << 10;

    public Shell {
        environment = Map.copyOf(environment);
    }

    /** That of this process. */
    public static Shell ofProcess() {
        return new Shell(
                stream(FileDescriptor.out),
                stream(FileDescriptor.err),
                new FileInputStream(FileDescriptor.in),
                System.getenv(),
                Path.of(""),
                isTerminal());
    }

    /** Whether colours are welcome: see no-color.org. */
    public boolean color() {
        return terminal
                && environment.getOrDefault("NO_COLOR", "").isEmpty()
                && !environment.getOrDefault("TERM", "").equals("dumb");
    }

    /** UTF-8 whatever the locale: records and names are not to be cut to ASCII by a missing LANG. */
    private static PrintStream stream(FileDescriptor descriptor) {
        return new PrintStream(
                new java.io.BufferedOutputStream(new FileOutputStream(descriptor), BUFFER),
                false,
                StandardCharsets.UTF_8);
    }

    /** Whether this process's results go into a pipe, which somebody may close. */
    public static boolean outIsPipe() {
        String out = descriptor(1);
        return out.startsWith("pipe:") || out.startsWith("socket:");
    }

    private static boolean isTerminal() {
        String err = descriptor(2);
        return err.startsWith("/dev/pts") || err.startsWith("/dev/tty");
    }

    /** Asks the kernel: Java's console tells of stdin and stdout only, and costs time. */
    private static String descriptor(int number) {
        try {
            return Files.readSymbolicLink(Path.of("/proc/self/fd/" + number)).toString();
        } catch (IOException | UnsupportedOperationException e) {
            // Not Linux: nothing is drawn, everything is told.
            return "";
        }
    }
}
