package dev.wharf.runtime.cli;

import dev.wharf.runtime.launch.Connector;
import dev.wharf.runtime.launch.DockerLauncher;
import dev.wharf.runtime.launch.Launcher;
import dev.wharf.runtime.launch.LocalLauncher;
import dev.wharf.runtime.launch.Program;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Images go to the engine, commands become child processes. The engine is not spoken to before an image is started. Any thread. */
final class Launchers implements Launcher {

    private final Map<String, String> environment;
    private @Nullable Launcher engine;
    private @Nullable Launcher local;

    Launchers(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public Connector launch(Launch launch) {
        return switch (launch.program()) {
            case Program.Image _ -> engine().launch(launch);
            case Program.Command _ -> local().launch(launch);
        };
    }

    @Override
    public int reap() {
        return engine().reap() + local().reap();
    }

    @Override
    public synchronized void close() {
        if (engine != null) {
            engine.close();
        }
        if (local != null) {
            local.close();
        }
    }

    /** Finds the engine; throws when it cannot be reached. */
    synchronized Launcher engine() {
        if (engine == null) {
            engine = DockerLauncher.connect(environment, DockerLauncher.Options.standard());
            // What a run that was killed left behind has waited for the next command that needs the engine.
            engine.reap();
        }
        return engine;
    }

    private synchronized Launcher local() {
        if (local == null) {
            local = new LocalLauncher(environment);
        }
        return local;
    }
}
