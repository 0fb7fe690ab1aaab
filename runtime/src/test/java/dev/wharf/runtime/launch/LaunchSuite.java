package dev.wharf.runtime.launch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wharf.protocol.Invocation;
import dev.wharf.runtime.launch.Connector.Exit;
import dev.wharf.runtime.launch.Launcher.Launch;
import dev.wharf.runtime.launch.Launcher.Launch.Input;
import dev.wharf.runtime.launch.Launcher.Role;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What every launcher promises, tried with connectors that are scripts of {@code sh}. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
abstract class LaunchSuite {

    private static final Duration SOON = Duration.ofMillis(200);
    private static final Duration LATE = Duration.ofMinutes(2);
    private static final byte[] CONFIG = "{\"key\":\"value\"}".getBytes(StandardCharsets.UTF_8);
    private static final byte[] CATALOG = "{\"streams\":[]}".getBytes(StandardCharsets.UTF_8);

    private final List<Connector> started = new ArrayList<>();

    abstract Launcher launcher();

    /** A connector that evaluates the variable SCRIPT, with its arguments as {@code $1} and so on. */
    abstract Program scripted();

    /** What there is of a process: containers, volumes, directories. */
    abstract List<String> left(Owner owner);

    /** Arguments of {@link Orphan} for a launcher like this one. */
    abstract List<String> orphan();

    /** The environment of this launcher's process. */
    Map<String, String> environment() {
        return System.getenv();
    }

    @AfterEach
    void nothingIsLeftBehind() {
        started.forEach(Connector::close);
        assertEquals(List.of(), left(Owner.current()));
    }

    Connector run(String script, Input input) {
        return run(script, input, new Invocation.Read<>(CONFIG, CATALOG, Optional.empty()), Confinement.standard());
    }

    Connector run(String script, Input input, Invocation<byte[]> invocation, Confinement limits) {
        return launch(scripted(), input, invocation, with(script, limits));
    }

    Connector launch(Program program, Input input, Invocation<byte[]> invocation, Confinement confinement) {
        Connector connector =
                launcher().launch(new Launch(program, Role.SOURCE, invocation, "suite", input, confinement));
        started.add(connector);
        return connector;
    }

    static Confinement with(String script, Confinement limits) {
        return new Confinement(
                limits.memoryBytes(),
                limits.cpus(),
                limits.pids(),
                limits.writable(),
                limits.mounts(),
                Map.of("SCRIPT", script),
                limits.user(),
                Confinement.Network.NONE);
    }

    static String output(Connector connector) throws IOException {
        return text(Channels.newInputStream(connector.output()));
    }

    static String text(InputStream stream) throws IOException {
        return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    }

    private static int status(Connector connector) {
        return connector.exited().join().status();
    }

    @Test
    void bytesPassThroughIntact() throws IOException {
        long size = 100_000_000;
        Connector connector = run("cat", Input.PIPE);
        CompletableFuture<Long> sent = CompletableFuture.supplyAsync(() -> send(connector, size));
        CRC32C received = new CRC32C();
        long bytes = 0;
        ReadableByteChannel output = connector.output();
        ByteBuffer block = ByteBuffer.allocateDirect(1 << 20);
        while (output.read(block) >= 0) {
            bytes += block.flip().remaining();
            received.update(block);
            block.clear();
        }
        assertEquals(size, bytes);
        assertEquals(sent.join(), received.getValue());
        assertEquals(0, status(connector));
    }

    private static long send(Connector connector, long size) {
        CRC32C sum = new CRC32C();
        byte[] block = new byte[997 * 1009];
        new Random(size).nextBytes(block);
        try (WritableByteChannel input = connector.input()) {
            for (long left = size; left > 0; left -= block.length) {
                ByteBuffer bytes = ByteBuffer.wrap(block, 0, (int) Math.min(left, block.length));
                sum.update(bytes.duplicate());
                while (bytes.hasRemaining()) {
                    input.write(bytes);
                }
                block[0]++;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return sum.getValue();
    }

    @Test
    void writerWaitsForAConnectorThatDoesNotReadUntilItIsClosed() throws IOException {
        Connector connector = run("echo ready; sleep 1000", Input.PIPE);
        WritableByteChannel input = connector.input();
        CompletableFuture<Void> end = CompletableFuture.runAsync(() -> assertWritesBreak(input));
        connector.output().read(ByteBuffer.allocate(6));
        connector.close();
        end.join();
    }

    @Test
    void errorsAreReadWhileTheOutputFloods() throws IOException {
        Connector connector = run("echo first >&2; head -c 30000000 /dev/zero; echo last >&2", Input.NONE);
        CompletableFuture<Integer> flood = CompletableFuture.supplyAsync(() -> {
            try (InputStream output = Channels.newInputStream(connector.output())) {
                return output.readAllBytes().length;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        assertEquals("first\nlast\n", text(connector.errors()));
        assertEquals(30_000_000, flood.join());
    }

    @Test
    void exitStatusIsTheConnectorsOwn() throws IOException {
        for (int status : List.of(0, 7, 255)) {
            Connector connector = run("exit " + status, Input.NONE);
            assertEquals("", output(connector));
            assertEquals(status, status(connector));
        }
    }

    @Test
    void connectorThatIsAskedToStopMayTidyUp() throws IOException {
        Connector connector = run("trap 'echo tidy; exit 5' TERM; echo ready; while :; do sleep 0.1; done", Input.NONE);
        InputStream output = Channels.newInputStream(connector.output());
        assertEquals("ready\n", new String(output.readNBytes(6), StandardCharsets.UTF_8));
        connector.stop(LATE);
        assertEquals("tidy\n", text(output));
        assertEquals(5, status(connector));
    }

    @Test
    void connectorThatIgnoresTheRequestIsKilled() throws IOException {
        Connector connector = run("trap '' TERM; echo ready; while :; do sleep 0.1; done", Input.NONE);
        connector.output().read(ByteBuffer.allocate(6));
        connector.stop(SOON);
        assertEquals(137, status(connector));
    }

    @Test
    void secondRequestToStopKillsAtOnce() throws IOException {
        Connector connector = run("trap '' TERM; echo ready; while :; do sleep 0.1; done", Input.NONE);
        connector.output().read(ByteBuffer.allocate(6));
        connector.stop(LATE);
        connector.stop(Duration.ZERO);
        assertEquals(137, status(connector));
    }

    @Test
    void connectorThatDiesAtOnceLeavesAnEmptyOutputAndABrokenInput() throws IOException {
        Connector connector = run("exit 3", Input.PIPE);
        assertEquals(3, statusWhileOpening(connector));
        assertWritesBreak(connector.input());
    }

    private static int statusWhileOpening(Connector connector) throws IOException {
        connector.input();
        assertEquals("", output(connector));
        return status(connector);
    }

    @Test
    void connectorKilledBeforeItOpensItsPipesHoldsNobodyUp() throws IOException {
        Connector connector = run("cat", Input.PIPE);
        // It waits for us to open its input; we wait for it to open its output, which it does not before that.
        CompletableFuture<String> output = CompletableFuture.supplyAsync(() -> {
            try {
                return output(connector);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        connector.stop(Duration.ZERO);
        assertEquals(137, status(connector));
        assertEquals("", output.join());
        assertWritesBreak(connector.input());
    }

    @Test
    void writerIsReleasedWhenTheConnectorEnds() throws IOException {
        Connector connector = run("echo ready; sleep 1; exit 4", Input.PIPE);
        WritableByteChannel input = connector.input();
        connector.output().read(ByteBuffer.allocate(6));
        assertWritesBreak(input);
        assertEquals(4, status(connector));
    }

    static void assertWritesBreak(WritableByteChannel input) {
        assertThrows(IOException.class, () -> {
            for (int i = 0; i < 10_000; i++) {
                input.write(ByteBuffer.allocate(1 << 20));
            }
        });
    }

    @Test
    void closingTheInputIsItsEnd() throws IOException {
        Connector connector = run("cat; echo end", Input.PIPE);
        try (WritableByteChannel input = connector.input()) {
            input.write(ByteBuffer.wrap("one\n".getBytes(StandardCharsets.UTF_8)));
        }
        assertEquals("one\nend\n", output(connector));
        assertEquals(0, status(connector));
    }

    @Test
    void connectorWithoutInputFindsItEmpty() throws IOException {
        assertEquals("end\n", output(run("cat; echo end", Input.NONE)));
    }

    @Test
    void processThatOutlivesTheConnectorDoesNotHoldTheOutputOpen() throws IOException {
        Connector connector = run("sleep 1000 & echo done", Input.NONE);
        assertEquals("done\n", output(connector));
        assertEquals("", text(connector.errors()));
        assertEquals(0, status(connector));
    }

    @Test
    void slowReaderGetsEverythingThatADeadConnectorWrote() throws IOException {
        Connector connector = run("head -c 50000 /dev/zero", Input.NONE);
        ReadableByteChannel output = connector.output();
        ByteBuffer first = ByteBuffer.allocate(1);
        output.read(first);
        assertEquals(0, status(connector));
        assertEquals(49_999, Channels.newInputStream(output).readAllBytes().length);
    }

    @Test
    void argumentsAndFilesAreTheInvocations() throws IOException {
        byte[] state = new byte[3_000_000];
        new Random(1).nextBytes(state);
        Connector connector = run(
                "echo $1 $2 $4 $6 >&2; cat \"$3\" \"$5\" \"$7\"",
                Input.NONE,
                new Invocation.Read<>(CONFIG, CATALOG, Optional.of(state)),
                Confinement.standard());
        byte[] files = Channels.newInputStream(connector.output()).readAllBytes();
        assertEquals("read --config --catalog --state\n", text(connector.errors()));
        ByteBuffer expected = ByteBuffer.allocate(CONFIG.length + CATALOG.length + state.length);
        assertArrayEquals(expected.put(CONFIG).put(CATALOG).put(state).array(), files);
    }

    @Test
    void specNeedsNoFiles() throws IOException {
        assertEquals("spec\n", output(run("echo \"$@\"", Input.NONE, new Invocation.Spec<>(), Confinement.standard())));
    }

    @Test
    void variablesOfThePlatformAreSet() throws IOException {
        String script = "echo $DEPLOYMENT_MODE $USE_STREAM_CAPABLE_STATE $WORKER_JOB_ID $WORKER_JOB_ATTEMPT $JAVA_OPTS";
        assertEquals("OSS true suite 0 -XX:+ExitOnOutOfMemoryError\n", output(run(script, Input.NONE)));
    }

    @Test
    void noSecretIsInTheCommandToReproduce() {
        Connector connector = run("exit 0", Input.NONE);
        assertTrue(connector.reproduction().contains("read --config"), connector.reproduction());
        assertEquals(-1, connector.reproduction().indexOf("value"), connector.reproduction());
    }

    @Test
    void killedRuntimeIsTidiedUpAfterAndALivingOneIsNot() throws IOException {
        try (Orphan.Running orphan = Orphan.start(orphan(), environment())) {
            launcher().reap();
            List<String> alive = left(orphan.owner());
            assertNotEquals(List.of(), alive);
            orphan.kill();
            launcher().reap();
            assertEquals(List.of(), left(orphan.owner()));
        }
    }

    @Test
    void closingTwiceIsClosingOnce() {
        Connector connector = run("sleep 1000", Input.PIPE);
        connector.close();
        connector.close();
        Exit exit = connector.exited().join();
        assertNotEquals(0, exit.status());
    }
}
