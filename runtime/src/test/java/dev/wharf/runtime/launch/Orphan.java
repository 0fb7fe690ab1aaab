package dev.wharf.runtime.launch;

import dev.wharf.protocol.Invocation;
import dev.wharf.runtime.launch.DockerLauncher.Options;
import dev.wharf.runtime.launch.Launcher.Launch;
import dev.wharf.runtime.launch.Launcher.Role;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A runtime that starts a connector and then waits to be killed. */
final class Orphan {

    private Orphan() {}

    /** @param arguments {@code local}; or the roads that may be taken, and an image */
    public static void main(String... arguments) throws IOException {
        Program shell = new Program.Command(List.of("sh", "-c", "eval \"$SCRIPT\"", "connector"));
        boolean local = arguments[0].equals("local");
        try (Launcher launcher = local
                        ? new LocalLauncher(System.getenv(), Path.of(""))
                        : DockerLauncher.connect(
                                System.getenv(),
                                new Options(Options.Roads.valueOf(arguments[0]), Optional.empty(), (_, _, _) -> {}));
                Connector connector = launcher.launch(new Launch(
                        local ? shell : new Program.Image(arguments[1]),
                        Role.SOURCE,
                        new Invocation.Check<>("{}".getBytes(StandardCharsets.UTF_8)),
                        "orphan",
                        Launch.Input.NONE,
                        LaunchSuite.with("echo ready; while :; do sleep 1; done", Confinement.standard())))) {
            connector.output().read(ByteBuffer.allocate(6));
            System.out.println(Owner.current());
            System.in.read();
        }
    }

    /** One that runs. */
    record Running(Process process, Owner owner) implements AutoCloseable {

        void kill() {
            process.destroyForcibly().onExit().join();
        }

        @Override
        public void close() {
            kill();
        }
    }

    static Running start(List<String> arguments, Map<String, String> environment) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                Orphan.class.getName()));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().putAll(environment);
        Process process = builder.start();
        try (BufferedReader output = process.inputReader()) {
            return new Running(
                    process, Owner.parse(String.valueOf(output.readLine())).orElseThrow());
        }
    }
}
