package dev.wharf.runtime.launch;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds programs as a shell does, in the given environment; the JDK looks in its own. */
final class Programs {

    private Programs() {}

    /**
     * @param program a path, or a name to be looked for in the directories of PATH
     * @param directory where a relative path begins
     */
    static Optional<Path> find(String program, Map<String, String> environment, Path directory) {
        Stream<Path> places = program.contains("/")
                ? Stream.of(directory.resolve(program))
                : Arrays.stream(environment
                                .getOrDefault("PATH", "/usr/bin:/bin")
                                .split(File.pathSeparator))
                        .map(one -> directory.resolve(one).resolve(program));
        return places.filter(place -> Files.isExecutable(place) && !Files.isDirectory(place))
                .findFirst();
    }
}
