package dev.wharf.runtime.architecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The repository as it stands: its classes, compiled, of all modules, and its files. */
final class House {

    /** Every module that ships: one that is not compiled would pass every rule. The measurements may use what they are measured against. */
    static final List<String> MODULES = List.of(
            "protocol",
            "catalog",
            "connectors/sdk",
            "connectors/conformance",
            "connectors/source-faker",
            "destinations/table",
            "destinations/duckdb",
            "destinations/postgres",
            "runtime");

    static final Path ROOT = root();

    /**
     * The main classes of all modules. By their place in the reactor and not by dependency: runtime must not depend on connectors, not
     * even in a test.
     */
    static final JavaClasses CLASSES = classes();

    private House() {}

    /** The Java files of the main code. */
    static List<Path> sources() {
        return MODULES.stream()
                .map(module -> ROOT.resolve(module).resolve("src/main/java"))
                .flatMap(directory -> {
                    try (Stream<Path> files = Files.walk(directory)) {
                        return files.filter(file -> file.toString().endsWith(".java")).toList().stream();
                    } catch (IOException e) {
                        throw new java.io.UncheckedIOException(e);
                    }
                })
                .toList();
    }

    static List<String> lines(String file) throws IOException {
        return Files.readAllLines(ROOT.resolve(file));
    }

    private static JavaClasses classes() {
        List<Path> directories = MODULES.stream()
                .map(module -> ROOT.resolve(module).resolve("target/classes"))
                .toList();
        for (Path directory : directories) {
            if (!Files.isDirectory(directory)) {
                throw new IllegalStateException(directory + " is missing: compile all modules before this test");
            }
        }
        return new ClassFileImporter().importPaths(directories);
    }

    private static Path root() {
        Path here = Path.of("").toAbsolutePath();
        Path parent = here.getParent();
        return Files.exists(here.resolve("protocol")) || parent == null ? here : parent;
    }
}
