package dev.wharf.sdk;

import dev.wharf.protocol.Invocation;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A connector's arguments, read. Stateless; any thread. */
final class CommandLine {

    static final String USAGE = """
            usage: spec
                   check    --config FILE
                   discover --config FILE                               (a source)
                   read     --config FILE --catalog FILE [--state FILE] (a source)
                   write    --config FILE --catalog FILE < MESSAGES     (a destination)
                   preview  --config FILE --catalog FILE                (a destination)
            """;

    private static final List<String> OPTIONS = List.of("--config", "--catalog", "--state");

    private CommandLine() {}

    /** @throws IllegalArgumentException when the arguments are not a connector's; its message says what is wrong */
    static Invocation<Path> parse(List<String> arguments) {
        if (arguments.isEmpty()) {
            throw new IllegalArgumentException("no verb");
        }
        Map<String, Path> files = files(arguments.subList(1, arguments.size()));
        return switch (arguments.getFirst()) {
            case "spec" -> new Invocation.Spec<>();
            case "check" -> new Invocation.Check<>(required(files, "--config"));
            case "discover" -> new Invocation.Discover<>(required(files, "--config"));
            case "read" ->
                new Invocation.Read<>(
                        required(files, "--config"),
                        required(files, "--catalog"),
                        Optional.ofNullable(files.get("--state")));
            case "write" -> new Invocation.Write<>(required(files, "--config"), required(files, "--catalog"));
            case "preview" -> new Invocation.Preview<>(required(files, "--config"), required(files, "--catalog"));
            default -> throw new IllegalArgumentException("unknown verb " + arguments.getFirst());
        };
    }

    private static Map<String, Path> files(List<String> arguments) {
        Map<String, Path> files = new TreeMap<>();
        for (int i = 0; i < arguments.size(); i++) {
            String[] option = arguments.get(i).split("=", 2);
            if (option[0].equals("--debug")) {
                continue;
            }
            if (!OPTIONS.contains(option[0])) {
                throw new IllegalArgumentException("unknown option " + option[0]);
            }
            if (option.length == 1 && i + 1 == arguments.size()) {
                throw new IllegalArgumentException(option[0] + " needs a file");
            }
            files.put(option[0], Path.of(option.length == 2 ? option[1] : arguments.get(++i)));
        }
        return files;
    }

    private static Path required(Map<String, Path> files, String option) {
        Path file = files.get(option);
        if (file == null) {
            throw new IllegalArgumentException(option + " is missing");
        }
        return file;
    }
}
