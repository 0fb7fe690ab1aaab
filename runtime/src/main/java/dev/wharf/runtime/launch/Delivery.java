package dev.wharf.runtime.launch;

import dev.wharf.runtime.launch.Launcher.Launch;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/**
 * Brings the files of a connector to an engine that does not see this machine's directories: an archive into a volume in the
 * engine's memory, while a shell in the container waits for a line on its stdin. So no secret is in an argument, a variable or a
 * label, nor on the engine's disk (invariant 8).
 */
final class Delivery {

    private static final int READABLE = 0444;

    private Delivery() {}

    static void send(Engine engine, String container, Launch launch, Wire wire) throws IOException {
        byte[] archive = archive(launch.invocation().files());
        engine.ask(
                "give the " + launch.role().word() + " its config",
                () -> engine.client()
                        .copyArchiveToContainerCmd(container)
                        .withRemotePath(ContainerRequest.DIRECTORY)
                        .withTarInputStream(new ByteArrayInputStream(archive))
                        .exec());
        wire.write(ByteBuffer.wrap(new byte[] {'\n'}));
        if (launch.input() == Launch.Input.NONE) {
            wire.endOutput();
        }
    }

    private static byte[] archive(Map<String, byte[]> files) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream archive = new TarArchiveOutputStream(bytes)) {
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                TarArchiveEntry entry = new TarArchiveEntry(ContainerRequest.file(file.getKey()));
                entry.setSize(file.getValue().length);
                entry.setMode(READABLE);
                archive.putArchiveEntry(entry);
                archive.write(file.getValue());
                archive.closeArchiveEntry();
            }
        }
        return bytes.toByteArray();
    }
}
