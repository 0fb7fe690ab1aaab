package dev.wharf.runtime.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.wharf.runtime.launch.EngineAvailable;
import dev.wharf.runtime.launch.Published;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Ctrl-C while containers run or images are pulled: no container, no directory and no process is left. */
@ExtendWith(EngineAvailable.class)
class SignalsIT {

    private static final String SOURCE = """
            case "$1" in
            spec) echo '{"type":"SPEC","spec":{"connectionSpecification":{"type":"object"}}}';;
            discover) echo '{"type":"CATALOG","catalog":{"streams":[{"name":"ships","json_schema":{"type":"object"},"supported_sync_modes":["full_refresh"]}]}}'
                echo "stands still" >&2; exec sleep 1000;;
            read) echo "stands still" >&2; exec sleep 1000;;
            esac
            """;

    private static final String DESTINATION = """
            case "$1" in
            spec) echo '{"type":"SPEC","spec":{"supported_destination_sync_modes":["append","overwrite"],"connectionSpecification":{"type":"object"}}}';;
            write) while read -r line; do :; done;;
            esac
            """;

    @TempDir
    Path project;

    @TempDir
    Path registry;

    private Published published;
    private String source = "";
    private String destination = "";

    @BeforeEach
    void build() throws Exception {
        published = Published.start(registry);
        source = published.build("source:1", SOURCE);
        destination = published.build("destination:1", DESTINATION);
        connect(published.reference("source:1"));
    }

    @AfterEach
    void remove() {
        published.close();
    }

    @Test
    void aContainerThatIsAskedIsGone() throws Exception {
        try (WharfProcess collections = WharfProcess.start(project, "collections", "ships", "--verbose")) {
            collections.awaitWords("stands still");
            collections.signal("INT");
            assertEquals(130, collections.await());
            assertNothingIsLeft(collections);
        }
    }

    @Test
    void theContainersOfASyncAreGone() throws Exception {
        source = published.build("source:1", SOURCE.replaceFirst("echo \"stands still\" >&2; exec sleep 1000;;", ";;"));
        try (WharfProcess sync = WharfProcess.start(project, "sync", "ships", "--verbose")) {
            sync.awaitWords("stands still");
            sync.signal("TERM");
            assertEquals(143, sync.await());
            assertNothingIsLeft(sync);
        }
    }

    /** A registry that takes connections and says nothing. */
    @Test
    void aPullEnds() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            connect("127.0.0.1:" + silent.getLocalPort() + "/acme/source:1");
            try (WharfProcess sync = WharfProcess.start(project, "sync", "ships")) {
                sync.awaitWords("Pulling");
                try (Socket _ = silent.accept()) {
                    sync.signal("INT");
                    assertEquals(130, sync.await());
                }
                assertNothingIsLeft(sync);
            }
        }
    }

    private void connect(String image) throws IOException {
        Files.createDirectories(project.resolve("connections"));
        Files.writeString(
                project.resolve("connections/ships.yaml"), """
                source: { image: "%s", config: {} }
                destination: { image: "%s", config: {} }
                """.formatted(image, published.reference("destination:1")));
    }

    private void assertNothingIsLeft(WharfProcess wharf) throws IOException {
        assertEquals(0, published.containers(source));
        assertEquals(0, published.containers(destination));
        try (DirectoryStream<Path> left = Files.newDirectoryStream(
                Path.of("/dev/shm"), "wharf-*." + wharf.process().pid() + ".*")) {
            assertFalse(left.iterator().hasNext());
        }
    }
}
