package dev.wharf.sdk;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A connector as a process of its own. */
final class ChildProgram {

    private ChildProgram() {}

    /** The command that runs Java with the class path of the tests. */
    static List<String> java() {
        String program = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return List.of(program, "-XX:+UseSerialGC", "-cp", System.getProperty("java.class.path"));
    }

    static Process start(Class<?> main, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(java());
        command.add(main.getName());
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).start();
    }
}
