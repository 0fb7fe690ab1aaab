package dev.wharf.runtime.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class PrivateDirectoryTest {

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    @Test
    void onlyItsUserGetsInAndEverybodyInsideReads() throws IOException {
        try (PrivateDirectory directory = PrivateDirectory.create(System.getenv())) {
            Path file = directory.write("config.json", new byte[] {1});
            assertEquals("rwx------", permissions(directory.shared().resolve("..")));
            assertEquals("rwxr-xr-x", permissions(directory.shared()));
            assertEquals("r--r--r--", permissions(file));
            assertEquals("rw-rw-rw-", permissions(directory.makeFifo("in")));
        }
    }

    @Test
    void nothingIsLeftWhenItIsClosed() throws IOException {
        PrivateDirectory directory = PrivateDirectory.create(System.getenv());
        directory.write("config.json", new byte[] {1});
        directory.close();
        directory.close();
        assertFalse(Files.exists(directory.shared()));
    }

    @Test
    void directoryOfThisProcessIsNotReaped() throws IOException {
        try (PrivateDirectory directory = PrivateDirectory.create(Map.of())) {
            PrivateDirectory.reap(Map.of());
            assertTrue(Files.isDirectory(directory.shared()));
        }
    }
}
