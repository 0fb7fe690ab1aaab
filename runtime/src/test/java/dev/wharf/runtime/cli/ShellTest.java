package dev.wharf.runtime.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command in a real bash and on a real terminal. */
class ShellTest {

    @TempDir
    Path project;

    private record Ran(int status, String said) {}

    @BeforeEach
    void makeFiles() throws IOException {
        write("source.json", "{\"rows\": [{\"id\": 1}, {\"id\": 2}]}");
        write("endless.json", "{\"endless\": true}");
        write("destination.json", "{\"file\": \"" + project.resolve("rows.db") + "\"}");
        write(
                "catalog.json",
                "{\"wharf\": {\"epoch\": 1}, \"streams\": [{\"generation_id\": 1, \"stream\": {\"name\": \"ships\"}}]}");
        write("ships", "exec python3 " + program("ships.py") + " \"$@\"");
        write("harbour", "exec python3 " + program("harbour.py") + " \"$@\"");
        Files.createDirectory(project.resolve("connections"));
        write("connections/billing.yaml", "");
        write("connections/bookings.yaml", "");
    }

    @Test
    void aSourceIsPipedIntoADestination() throws Exception {
        Ran piped = bash("""
                set -o pipefail
                wharf read --local 'sh ships' --config source.json --catalog catalog.json |
                wharf write --local 'sh harbour' --config destination.json --catalog catalog.json | grep '"id"\\|"held": "end"' | wc -l
                echo "ended with $?"
                """);
        assertEquals("1\nended with 0\n", piped.said().replaceAll("(?m)^warning: .*\n", ""));
        assertTrue(Files.size(project.resolve("rows.db")) > 0);
    }

    @Test
    void aSourceWhoseReaderIsGoneEndsAsAPipeEndsIt() throws Exception {
        Ran piped = bash("""
                wharf read --local 'sh ships' --config endless.json --catalog catalog.json 2>/dev/null | head -n 1
                echo "ended with ${PIPESTATUS[0]}"
                """);
        assertTrue(piped.said().startsWith("{\"type\": \"RECORD\""), piped::said);
        assertTrue(piped.said().endsWith("ended with 141\n"), piped::said);
    }

    @Test
    void anExitStatusOfASourceIsThatOfTheCommand() throws Exception {
        write("fails", "[ \"$1\" = spec ] && exec sh ships spec; exit 7");
        Ran failed = bash("wharf read --local 'sh fails' --config source.json --catalog catalog.json 2>/dev/null");
        assertEquals(7, failed.status());
    }

    @Test
    void aResultThatDoesNotArriveIsNoSuccess() throws Exception {
        Ran full = bash("wharf connectors list > /dev/full");
        assertEquals(3, full.status(), full::said);
        assertTrue(full.said().contains("could not be written to stdout"), full.said());

        Ran closed = bash("wharf connectors list | true; echo ${PIPESTATUS[0]}");
        assertEquals("141", closed.said().strip());
    }

    @Test
    void commandsOptionsAndConnectionsAreCompleted() throws Exception {
        Ran completed = bash("""
                # Bash knows it in a completion that is under way only.
                compopt() { :; }
                source <(wharf completion bash)
                complete_line() {
                  COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); COMP_LINE="$*"; COMP_POINT=${#COMP_LINE}; COMPREPLY=()
                  _wharf
                  echo "${COMPREPLY[@]}"
                }
                complete_line wharf quar
                complete_line wharf quarantine rep
                complete_line wharf sync --full
                complete_line wharf sync bo
                complete_line wharf quarantine replay b
                complete -p wharf
                """);
        assertEquals(
                List.of(
                        "quarantine",
                        "replay",
                        "--full-refresh",
                        "bookings",
                        "billing bookings",
                        "complete -o default -F _wharf wharf"),
                completed.said().lines().map(String::strip).toList());
    }

    /** {@code script} gives it a pseudo-terminal; the byte 3 on its keyboard is Ctrl-C. */
    @Test
    void progressIsDrawnOnATerminalAndCtrlCEndsIt() throws Exception {
        write("connections/billing.yaml", """
                source: { command: [sh, %1$s/ships], config: { endless: true } }
                destination: { command: [sh, %1$s/harbour], config: { file: "%1$s/rows.db" } }
                """.formatted(project));
        Process terminal = new ProcessBuilder(
                        "script",
                        "--quiet",
                        "--return",
                        "--command",
                        String.join(" ", WharfProcess.command()) + " sync billing",
                        "/dev/null")
                .directory(project.toFile())
                .redirectErrorStream(true)
                .start();
        try (Reader screen = terminal.inputReader(UTF_8)) {
            until(screen, "(?s).*\u001b\\[\\d+A\u001b\\[J.*ships +[1-9][0-9,]* records.*  all +[1-9].*");
            terminal.getOutputStream().write(3);
            terminal.getOutputStream().flush();
            until(screen, "(?s).*Ending in order.*");
            until(screen, "(?s).*billing: failure, .* records.*");
            assertEquals(130, terminal.waitFor());
        } finally {
            // Its source is endless: whatever failed, nothing may go on.
            terminal.descendants().forEach(ProcessHandle::destroyForcibly);
        }
    }

    private static String until(Reader screen, String pattern) throws IOException {
        StringBuilder seen = new StringBuilder();
        char[] some = new char[4096];
        while (!seen.toString().matches(pattern)) {
            int length = screen.read(some);
            if (length < 0) {
                throw new AssertionError("it ended without " + pattern + ": " + seen);
            }
            seen.append(some, 0, length);
        }
        return seen.toString();
    }

    private Ran bash(String script) throws Exception {
        String function = "wharf() { " + String.join(" ", quoted(WharfProcess.command())) + " \"$@\"; }\n";
        Process bash = new ProcessBuilder("bash", "-c", function + script)
                .directory(project.toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(bash.getInputStream().readAllBytes(), UTF_8);
        return new Ran(bash.waitFor(), said);
    }

    private static List<String> quoted(List<String> words) {
        List<String> quoted = new ArrayList<>();
        words.forEach(word -> quoted.add("'" + word + "'"));
        return quoted;
    }

    private void write(String name, String content) throws IOException {
        Files.writeString(project.resolve(name), content);
    }

    private static Path program(String name) {
        return Path.of("src/test/resources/cli").toAbsolutePath().resolve(name);
    }
}
