package dev.wharf.runtime.state;

import dev.wharf.runtime.state.OpenRun.Acknowledged;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Another process that uses the store of a test: it opens it, then does what it is told. */
final class ChildJvm {

    /** What it can be told. */
    enum Task {
        /** Opens the store and ends. */
        OPEN,
        /** Refuses a line, saves the state that covers it, says its position, and so on until it is killed. */
        SAVE_FOR_EVER
    }

    private ChildJvm() {}

    static Process start(Task task, String location, Map<String, String> environment) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                ChildJvm.class.getName(),
                task.name(),
                location));
        ProcessBuilder child = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
        child.environment().putAll(environment);
        return child.start();
    }

    public static void main(String[] arguments) {
        try (StateStore store = SqlStateStore.open(arguments[1], System.getenv())) {
            if (Task.valueOf(arguments[0]) == Task.SAVE_FOR_EVER) {
                saveForEver(
                        store,
                        new PrintStream(
                                new java.io.FileOutputStream(java.io.FileDescriptor.out),
                                true,
                                StandardCharsets.UTF_8));
            }
        }
    }

    private static void saveForEver(StateStore store, PrintStream said) {
        try (OpenRun run = store.begin(Fixture.BILLING, "first", Fixture.NOW)) {
            for (long position = 1; true; position++) {
                run.quarantine(List.of(Fixture.line(Optional.of(Fixture.USERS), position, "line " + position)));
                Acknowledged state = Fixture.users(position);
                run.save(List.of(state), Fixture.NOW);
                said.println(position);
            }
        }
    }
}
