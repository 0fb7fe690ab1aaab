package dev.wharf.runtime.launch;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.List;

/** A server that a test starts, and that says in its log when it is ready. */
final class Announced {

    private Announced() {}

    /** @param need what is to be installed where it does not start */
    static Process start(List<String> command, String ready, String need) throws IOException {
        Process process;
        try {
            process = new ProcessBuilder(command).redirectErrorStream(true).start();
        } catch (IOException e) {
            throw new AssertionError("Cannot start " + command.getFirst() + "; it needs " + need + ".", e);
        }
        BufferedReader log = process.inputReader();
        StringBuilder said = new StringBuilder();
        for (String line = log.readLine(); line != null; line = log.readLine()) {
            said.append(line).append('\n');
            if (line.contains(ready)) {
                Thread.ofVirtual().start(() -> drain(log));
                return process;
            }
        }
        throw new AssertionError(command.getFirst() + " did not come up; it needs " + need + ". It said:\n" + said);
    }

    private static void drain(BufferedReader log) {
        try {
            while (log.readLine() != null) {
                // A full pipe would stop the server.
            }
        } catch (IOException _) {
            // It ended.
        }
    }
}
