package dev.wharf.runtime.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Ctrl-C and SIGTERM, sent to real processes: what was confirmed is saved, and nothing is left behind. */
class SignalsTest {

    @TempDir
    Path project;

    private Path fifo = Path.of("");
    private Path committed = Path.of("");

    @BeforeEach
    void makeProject() throws Exception {
        fifo = fifo("told");
        committed = fifo("committed");
        Files.createDirectory(project.resolve("out"));
        Files.createDirectory(project.resolve("connections"));
    }

    @Test
    void theFirstSignalSavesWhatArrived() throws Exception {
        connect("read");
        try (WharfProcess sync = wharf("sync", "harbour")) {
            ProcessHandle source = toldItStandsStill();
            assertEquals("committed\n", Files.readString(committed));
            sync.signal("INT");
            assertEquals(130, sync.await());
            assertNothingIsLeft(sync, source);
        }
        assertEquals("{\"read\":1}", state());
    }

    @Test
    void terminationIsTakenLikeCtrlC() throws Exception {
        connect("read");
        try (WharfProcess sync = wharf("sync", "harbour")) {
            ProcessHandle source = toldItStandsStill();
            assertEquals("committed\n", Files.readString(committed));
            sync.signal("TERM");
            assertEquals(143, sync.await());
            assertNothingIsLeft(sync, source);
        }
        assertEquals("{\"read\":1}", state());
    }

    @Test
    void theSecondSignalKillsWhatDoesNotEnd() throws Exception {
        connect("read, stubborn");
        try (WharfProcess sync = wharf("sync", "harbour")) {
            ProcessHandle source = toldItStandsStill();
            sync.signal("INT");
            sync.awaitWords("Again to kill");
            sync.signal("INT");
            assertEquals(130, sync.await());
            assertNothingIsLeft(sync, source);
        }
    }

    @Test
    void aPauseBetweenTwoAttemptsIsNotWaitedFor() throws Exception {
        connect("nothing");
        try (WharfProcess sync = wharf("sync", "harbour")) {
            sync.awaitWords("Trying again in");
            sync.signal("INT");
            assertEquals(130, sync.await());
        }
        assertEquals("{\"read\":1}", state());
    }

    @ParameterizedTest
    @ValueSource(strings = {"spec", "discover"})
    void aSyncThatIsStillBeingPreparedEnds(String verb) throws Exception {
        connect(verb);
        try (WharfProcess sync = wharf("sync", "harbour")) {
            ProcessHandle source = toldItStandsStill();
            sync.signal("INT");
            assertEquals(130, sync.await());
            assertNothingIsLeft(sync, source);
            assertTrue(sync.said().getLast().contains("interrupted"), sync.said()::toString);
        }
        assertEquals(
                "interrupted",
                Terminal.in(project)
                        .wharf("history", "harbour", "--json")
                        .json()
                        .at("/runs/0/failure")
                        .asString());
    }

    @Test
    void aCheckEnds() throws Exception {
        connect("check");
        try (WharfProcess check = wharf("check", "harbour")) {
            ProcessHandle source = toldItStandsStill();
            check.signal("TERM");
            assertEquals(143, check.await());
            assertNothingIsLeft(check, source);
        }
    }

    @Test
    void aSourceReadByHandGetsTheSignal() throws Exception {
        Files.writeString(project.resolve("empty.json"), "{}");
        String source = "python3 " + program("waiting.py") + " " + fifo + " read";
        String empty = project.resolve("empty.json").toString();
        try (WharfProcess read = wharf("read", "--local", source, "--config", empty, "--catalog", empty)) {
            ProcessHandle told = toldItStandsStill();
            read.signal("INT");
            assertEquals(130, read.await());
            assertNothingIsLeft(read, told);
        }
    }

    private Path fifo(String name) throws Exception {
        Path fifo = project.resolve(name);
        new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor();
        return fifo;
    }

    private void connect(String standStill) throws IOException {
        Files.writeString(project.resolve("out/rows.db-fault"), standStill.equals("read") ? "tell" : "");
        Files.writeString(project.resolve("connections/harbour.yaml"), """
                source:
                  command: [python3, %s, %s, %s]
                  config: {}
                destination:
                  command: [python3, %s]
                  config: { file: "%s", fifo: "%s" }
                """.formatted(
                        program("waiting.py"),
                        fifo,
                        standStill,
                        program("harbour.py"),
                        project.resolve("out/rows.db"),
                        committed));
    }

    private static Path program(String name) {
        return Path.of("src/test/resources/cli").toAbsolutePath().resolve(name);
    }

    private WharfProcess wharf(String... arguments) throws IOException {
        return WharfProcess.start(project, arguments);
    }

    /** Waits until the source says so. */
    private ProcessHandle toldItStandsStill() throws IOException {
        return ProcessHandle.of(Long.parseLong(Files.readString(fifo).strip())).orElseThrow();
    }

    private static void assertNothingIsLeft(WharfProcess wharf, ProcessHandle source) throws IOException {
        assertFalse(source.isAlive());
        try (DirectoryStream<Path> left = Files.newDirectoryStream(
                Path.of("/dev/shm"), "wharf-*." + wharf.process().pid() + ".*")) {
            assertFalse(left.iterator().hasNext());
        }
    }

    private String state() {
        return Terminal.in(project)
                .wharf("state", "show", "harbour", "--json")
                .json()
                .at("/collections/0/state/stream/stream_state")
                .toString();
    }
}
