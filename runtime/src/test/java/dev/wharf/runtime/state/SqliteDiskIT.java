package dev.wharf.runtime.state;

import static dev.wharf.runtime.state.Fixture.states;
import static dev.wharf.runtime.state.HistorySuite.assertRefused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import dev.wharf.runtime.failure.FailureCode;
import dev.wharf.runtime.failure.WharfException;
import dev.wharf.runtime.state.OpenRun.Acknowledged;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A SQLite file on a file system that is full, or may only be read: a small one, mounted here. Needs root. */
class SqliteDiskIT {

    @TempDir
    Path disk;

    @BeforeEach
    void mount() throws Exception {
        command("mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", disk.toString());
    }

    @AfterEach
    void unmount() throws Exception {
        command("umount", disk.toString());
    }

    @Test
    void aFullDiskIsSaidAndNothingThatWasSavedIsLost() {
        try (StateStore store = open();
                OpenRun run = store.begin("billing", "first", Fixture.NOW)) {
            WharfException refusal = null;
            long saved = 0;
            while (refusal == null) {
                try {
                    run.save(List.of(state(saved + 1)), Fixture.NOW);
                    saved++;
                } catch (WharfException e) {
                    refusal = e;
                }
            }
            assertEquals(FailureCode.STORE_UNUSABLE, refusal.code());
            assertEquals(
                    "Cannot save states of billing in the state store " + disk.resolve("state.db")
                            + ": the disk is full. Free some space on the file system of " + disk
                            + "; nothing that was saved is lost.",
                    refusal.failure().message());
            assertEquals(states(state(saved)), store.memory("billing").states());
        }
    }

    @Test
    void aFileSystemThatMayOnlyBeReadIsSaid() throws Exception {
        open().close();
        command("mount", "-o", "remount,ro", disk.toString());
        assertRefused(FailureCode.STORE_UNUSABLE, "it may only be read", () -> open().close());
    }

    private StateStore open() {
        return SqlStateStore.open(disk.resolve("state.db").toString(), Map.of());
    }

    private static Acknowledged state(long position) {
        return new Acknowledged(
                position, Optional.of(Fixture.USERS), Fixture.json("{'content':'" + "x".repeat(100_000) + "'}"));
    }

    private static void command(String... words) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            fail(String.join(" ", words) + ": " + output);
        }
    }
}
