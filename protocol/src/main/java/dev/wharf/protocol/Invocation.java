package dev.wharf.protocol;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Function;

/**
 * A connector's command line: the one value that the runtime turns into arguments and a connector reads back. What a file is
 * (bytes to be delivered, or a path) depends on the side.
 *
 * @param <F> a file
 */
public sealed interface Invocation<F> {

    record Spec<F>() implements Invocation<F> {}

    record Check<F>(F config) implements Invocation<F> {}

    record Discover<F>(F config) implements Invocation<F> {}

    record Read<F>(F config, F catalog, Optional<F> state) implements Invocation<F> {}

    record Write<F>(F config, F catalog) implements Invocation<F> {}

    /**
     * Asks a destination a question about its tables. An addition of ours; those who know it say {@code "wharf": {"query": true}} in their spec.
     *
     * @param query JSON, {@code {"sql": "…"}}
     */
    record Query<F>(F config, F query) implements Invocation<F> {}

    /** The word on the command line. */
    default String verb() {
        return switch (this) {
            case Spec<F> _ -> "spec";
            case Check<F> _ -> "check";
            case Discover<F> _ -> "discover";
            case Read<F> _ -> "read";
            case Write<F> _ -> "write";
            case Query<F> _ -> "query";
        };
    }

    /** The files by the name of their option ({@code config}, {@code catalog}, {@code state}, {@code query}), in the order of the command line. */
    default SequencedMap<String, F> files() {
        SequencedMap<String, F> files = new LinkedHashMap<>();
        switch (this) {
            case Spec<F> _ -> {}
            case Check<F>(F config) -> files.put("config", config);
            case Discover<F>(F config) -> files.put("config", config);
            case Read<F>(F config, F catalog, Optional<F> state) -> {
                files.put("config", config);
                files.put("catalog", catalog);
                state.ifPresent(file -> files.put("state", file));
            }
            case Write<F>(F config, F catalog) -> {
                files.put("config", config);
                files.put("catalog", catalog);
            }
            case Query<F>(F config, F query) -> {
                files.put("config", config);
                files.put("query", query);
            }
        }
        return files;
    }

    /**
     * The arguments behind the image's entrypoint.
     *
     * @param path where the connector finds the file of an option, given the option's name as in {@link #files}
     */
    default List<String> arguments(Function<String, String> path) {
        List<String> arguments = new ArrayList<>();
        arguments.add(verb());
        for (String option : files().sequencedKeySet()) {
            arguments.add("--" + option);
            arguments.add(path.apply(option));
        }
        return List.copyOf(arguments);
    }

    /** The same invocation with other files. */
    default <G> Invocation<G> map(Function<? super F, ? extends G> file) {
        return switch (this) {
            case Spec<F> _ -> new Spec<>();
            case Check<F>(F config) -> new Check<>(file.apply(config));
            case Discover<F>(F config) -> new Discover<>(file.apply(config));
            case Read<F>(F config, F catalog, Optional<F> state) ->
                new Read<>(file.apply(config), file.apply(catalog), state.map(file));
            case Write<F>(F config, F catalog) -> new Write<>(file.apply(config), file.apply(catalog));
            case Query<F>(F config, F query) -> new Query<>(file.apply(config), file.apply(query));
        };
    }

    /**
     * Reads a connector's command line. {@code --debug} is accepted and means nothing; {@code --option=FILE} is the same as
     * {@code --option FILE}; an option that the verb does not need is accepted.
     *
     * @throws Usage when it cannot be understood, or a file cannot be read; its message is for the person who typed it
     */
    static Invocation<Path> parse(String... arguments) {
        if (arguments.length == 0) {
            throw new Usage("no command is given");
        }
        String verb = arguments[0];
        Map<String, String> options = options(verb, arguments);
        return switch (verb) {
            case "spec" -> new Spec<>();
            case "check" -> new Check<>(file(verb, "config", options));
            case "discover" -> new Discover<>(file(verb, "config", options));
            case "read" ->
                new Read<>(
                        file(verb, "config", options),
                        file(verb, "catalog", options),
                        options.containsKey("state") ? Optional.of(file(verb, "state", options)) : Optional.empty());
            case "write" -> new Write<>(file(verb, "config", options), file(verb, "catalog", options));
            case "query" -> new Query<>(file(verb, "config", options), file(verb, "query", options));
            default -> throw new Usage("unknown command " + verb);
        };
    }

    private static Map<String, String> options(String verb, String[] arguments) {
        Map<String, String> options = new LinkedHashMap<>();
        for (int i = 1; i < arguments.length; i++) {
            String argument = arguments[i];
            if (argument.equals("--debug")) {
                continue;
            }
            int equals = argument.indexOf('=');
            String name = equals < 0 ? argument : argument.substring(0, equals);
            if (!List.of("--config", "--catalog", "--state", "--query").contains(name)) {
                throw new Usage(verb + ": unknown argument " + argument);
            }
            if (equals < 0 && i + 1 == arguments.length) {
                throw new Usage(verb + ": " + name + " needs a file");
            }
            options.put(name.substring(2), equals < 0 ? arguments[++i] : argument.substring(equals + 1));
        }
        return options;
    }

    private static Path file(String verb, String option, Map<String, String> options) {
        String name = options.get(option);
        if (name == null) {
            throw new Usage(verb + " needs --" + option + " FILE");
        }
        Path file = Path.of(name);
        if (!Files.exists(file)) {
            throw new Usage(verb + ": cannot read --" + option + " " + name + ": there is no such file");
        }
        if (Files.isDirectory(file) || !Files.isReadable(file)) {
            throw new Usage(verb + ": cannot read --" + option + " " + name + ": "
                    + (Files.isDirectory(file) ? "it is a directory" : "permission denied"));
        }
        return file;
    }

    /** A command line that cannot be understood. By custom the program then exits with 2. */
    final class Usage extends IllegalArgumentException {

        private static final String FORMS = """

                usage: spec
                       check    --config FILE
                       discover --config FILE
                       read     --config FILE --catalog FILE [--state FILE]
                       write    --config FILE --catalog FILE
                       query    --config FILE --query FILE""";

        Usage(String problem) {
            super(problem + FORMS);
        }
    }
}
