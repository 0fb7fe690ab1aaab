package dev.wharf.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InvocationTest {

    @TempDir
    private Path folder;

    private Path config;
    private Path catalog;
    private Path state;
    private Path query;

    @BeforeEach
    void createFiles() throws IOException {
        config = Files.createFile(folder.resolve("config.json"));
        catalog = Files.createFile(folder.resolve("catalog.json"));
        state = Files.createFile(folder.resolve("state.json"));
        query = Files.createFile(folder.resolve("query.json"));
    }

    @Test
    void everyInvocationComesBackFromItsArguments() {
        Stream.of(
                        new Invocation.Spec<Path>(),
                        new Invocation.Check<>(config),
                        new Invocation.Discover<>(config),
                        new Invocation.Read<>(config, catalog, Optional.empty()),
                        new Invocation.Read<>(config, catalog, Optional.of(state)),
                        new Invocation.Write<>(config, catalog),
                        new Invocation.Query<>(config, query))
                .forEach(invocation -> assertEquals(
                        invocation,
                        parse(invocation.arguments(
                                option -> folder.resolve(option + ".json").toString()))));
    }

    @Test
    void theArgumentsAreThoseOfTheProtocol() {
        Invocation<String> read = new Invocation.Read<>("c", "k", Optional.of("s"));
        assertEquals(
                List.of("read", "--config", "/in/config", "--catalog", "/in/catalog", "--state", "/in/state"),
                read.arguments(option -> "/in/" + option));
        assertEquals(List.of("spec"), new Invocation.Spec<>().arguments(option -> option));
    }

    @Test
    void itsFilesCanBeDeliveredByName() {
        Invocation<String> read = new Invocation.Read<>("c", "k", Optional.of("s"));
        assertEquals("{config=c, catalog=k, state=s}", read.files().toString());
        assertEquals("{}", new Invocation.Spec<String>().files().toString());
    }

    @Test
    void filesCanBeReplacedByOthers() {
        assertEquals(
                new Invocation.Read<>(1, 2, Optional.of(3)),
                new Invocation.Read<>("x", "xx", Optional.of("xxx")).map(String::length));
        assertEquals(new Invocation.Check<>(1), new Invocation.Check<>("x").map(String::length));
    }

    @Test
    void toleratesDebugEqualsSignsAndOptionsOfOtherVerbs() {
        assertEquals(
                new Invocation.Check<>(config),
                Invocation.parse("check", "--debug", "--config=" + config, "--catalog", "/nowhere"));
    }

    @Test
    void saysWhatIsWrongAndHowItIsUsed() {
        assertProblem("no command is given");
        assertProblem("unknown command sync", "sync", "--config", config.toString());
        assertProblem("check needs --config FILE", "check");
        assertProblem("read needs --catalog FILE", "read", "--config", config.toString());
        assertProblem("check: --config needs a file", "check", "--config");
        assertProblem("check: unknown argument --conf", "check", "--conf", "x");
        assertProblem(
                "check: cannot read --config " + folder.resolve("no.json") + ": there is no such file",
                "check",
                "--config",
                folder.resolve("no.json").toString());
        assertProblem(
                "check: cannot read --config " + folder + ": it is a directory",
                "check",
                "--config",
                folder.toString());
    }

    private static void assertProblem(String problem, String... arguments) {
        Invocation.Usage usage = assertThrows(Invocation.Usage.class, () -> Invocation.parse(arguments));
        assertTrue(usage.toString().contains(": " + problem + "\nusage: "), usage.toString());
    }

    private static Invocation<Path> parse(List<String> arguments) {
        return Invocation.parse(arguments.toArray(String[]::new));
    }
}
