package dev.wharf.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Runs commands and says how long they took, start-up included. */
final class Timed {

    private Timed() {}

    /**
     * @return seconds
     * @throws IOException when it ended with another status than 0; its output is in the message
     */
    static double run(Path directory, List<String> command) throws IOException, InterruptedException {
        Path output = Files.createTempFile("wharf-bench", ".log");
        try {
            long start = System.nanoTime();
            Process process = new ProcessBuilder(command)
                    .directory(directory.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            process.getOutputStream().close();
            int status = process.waitFor();
            double seconds = (System.nanoTime() - start) / 1e9;
            if (status != 0) {
                throw new IOException(String.join(" ", command) + " ended with " + status + ":\n"
                        + Files.readString(output).strip());
            }
            return seconds;
        } finally {
            Files.delete(output);
        }
    }

    static double shell(Path directory, String script) throws IOException, InterruptedException {
        return run(directory, List.of("sh", "-ec", script));
    }
}
