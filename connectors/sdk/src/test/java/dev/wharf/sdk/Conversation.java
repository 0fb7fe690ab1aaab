package dev.wharf.sdk;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.wharf.protocol.ConfiguredCatalog;
import dev.wharf.protocol.ConfiguredStream;
import dev.wharf.protocol.DestinationSyncMode;
import dev.wharf.protocol.Message;
import dev.wharf.protocol.Messages;
import dev.wharf.protocol.Stream;
import dev.wharf.protocol.SyncMode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Talks to a source in this process as a runtime would: files in, an exit status and messages out. */
record Conversation(Path directory, Source source) {

    /** What came of a verb. */
    record Answer(int status, List<Message> messages) {

        <T extends Message> List<T> all(Class<T> type) {
            return messages.stream().filter(type::isInstance).map(type::cast).toList();
        }

        <T extends Message> T only(Class<T> type) {
            List<T> found = all(type);
            if (found.size() != 1) {
                throw new AssertionError(
                        "not one " + type.getSimpleName() + " but " + found.size() + " in " + messages);
            }
            return found.getFirst();
        }
    }

    Answer spec() {
        return run("spec");
    }

    Answer check(String config) {
        return run("check", "--config", file("config", config));
    }

    Answer discover(String config) {
        return run("discover", "--config", file("config", config));
    }

    Answer read(String config, Stream stream) {
        return run("read", "--config", file("config", config), "--catalog", catalog(stream));
    }

    Answer read(String config, Stream stream, String states) {
        return run(
                "read",
                "--config",
                file("config", config),
                "--catalog",
                catalog(stream),
                "--state",
                file("state", states));
    }

    Answer run(String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int status = Connectors.run(source, arguments, out);
        return new Answer(status, messages(out.toByteArray()));
    }

    static List<Message> messages(byte[] output) {
        List<Message> messages = new ArrayList<>();
        for (String line : new String(output, UTF_8).split("\n", -1)) {
            Optional<Message> message = Messages.read(line.getBytes(UTF_8));
            if (!line.isEmpty()) {
                messages.add(message.orElseThrow(() -> new AssertionError("no message: " + line)));
            }
        }
        return messages;
    }

    static ConfiguredStream configured(Stream stream) {
        return new ConfiguredStream(
                stream, SyncMode.INCREMENTAL, DestinationSyncMode.APPEND, List.of(), List.of(), 1, 0, 1);
    }

    String catalog(Stream stream) {
        byte[] json = Messages.write(new ConfiguredCatalog(List.of(configured(stream)), Optional.empty()));
        return file("catalog", new String(json, UTF_8));
    }

    String file(String name, String content) {
        try {
            return Files.writeString(directory.resolve(name + ".json"), content).toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
