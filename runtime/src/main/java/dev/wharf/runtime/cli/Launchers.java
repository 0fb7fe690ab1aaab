package dev.wharf.runtime.cli;

import dev.wharf.runtime.failure.FailureCode;
import dev.wharf.runtime.failure.WharfException;
import dev.wharf.runtime.launch.Connector;
import dev.wharf.runtime.launch.DockerLauncher;
import dev.wharf.runtime.launch.DockerLauncher.Options;
import dev.wharf.runtime.launch.DockerLauncher.Options.Roads;
import dev.wharf.runtime.launch.Images;
import dev.wharf.runtime.launch.Launcher;
import dev.wharf.runtime.launch.LocalLauncher;
import dev.wharf.runtime.launch.Program;
import dev.wharf.runtime.launch.Server;
import dev.wharf.runtime.terminal.Output;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Images go to the engine, commands become child processes. The engine is not spoken to before an image is started. Any thread. */
final class Launchers implements Launcher {

    private final Map<String, String> environment;
    private final Path project;
    private final Output output;
    private final Images.Progress pulls;
    private final Set<Role> unconfined = EnumSet.noneOf(Role.class);
    private final Set<Connector> running = ConcurrentHashMap.newKeySet();
    private final Set<Server> serving = ConcurrentHashMap.newKeySet();
    /** Shared by launches, so that what is being started can be waited for. */
    private final ReadWriteLock launching = new ReentrantReadWriteLock();

    private volatile @Nullable DockerLauncher engine;
    private volatile @Nullable Launcher local;
    private volatile boolean ended;

    Launchers(Map<String, String> environment, Path project, Output output, Images.Progress pulls) {
        this.environment = environment;
        this.project = project;
        this.output = output;
        this.pulls = pulls;
    }

    @Override
    public Connector launch(Launch launch) {
        launching.readLock().lock();
        try {
            refuseIfEnded();
            return start(launch);
        } finally {
            launching.readLock().unlock();
        }
    }

    /** Starts a program that serves beside connectors, and is ended with them. */
    Server serve(Server.Request request) {
        launching.readLock().lock();
        try {
            refuseIfEnded();
            Server server = engine().serve(request);
            serving.add(server);
            if (ended) {
                server.close();
                refuseIfEnded();
            }
            return server;
        } finally {
            launching.readLock().unlock();
        }
    }

    private Connector start(Launch launch) {
        Connector connector = switch (launch.program()) {
            case Program.Image _ -> engine().launch(launch);
            case Program.Command command -> local(launch.role(), command).launch(launch);
        };
        running.add(connector);
        var _ = connector.exited().thenRun(() -> running.remove(connector));
        if (ended) {
            connector.close();
            refuseIfEnded();
        }
        return connector;
    }

    private void refuseIfEnded() {
        if (ended) {
            throw new WharfException(FailureCode.INTERRUPTED, "Interrupted before it was done. Nothing was moved.");
        }
    }

    /** Kills every connector and ends every pull; nothing is started any more. Whoever waits for them goes on. */
    void end() {
        ended = true;
        DockerLauncher found = engine;
        if (found != null) {
            found.images().cancel();
        }
        running.forEach(Connector::close);
        serving.forEach(Server::close);
    }

    /** The images of the engine. */
    Images images() {
        return engine().images();
    }

    @Override
    public int reap() {
        return engine().reap() + local().reap();
    }

    /** A connector whose starter was not waited for, because the other side had failed, is removed too. */
    @Override
    public void close() {
        ended = true;
        launching.writeLock().lock();
        try {
            running.forEach(Connector::close);
        } finally {
            launching.writeLock().unlock();
        }
        Stream.of(Optional.ofNullable(engine), Optional.ofNullable(local))
                .flatMap(Optional::stream)
                .forEach(Launcher::close);
    }

    /** Finds the engine; throws when it cannot be reached. */
    synchronized DockerLauncher engine() {
        DockerLauncher found = engine;
        if (found == null) {
            found = DockerLauncher.connect(environment, new Options(Roads.BEST, Optional.empty(), pulls));
            // What a run that was killed left behind has waited for the next command that needs the engine.
            found.reap();
            engine = found;
        }
        return found;
    }

    /** Says once a command that this side runs without isolation. */
    private synchronized Launcher local(Role role, Program.Command command) {
        if (unconfined.add(role)) {
            output.say("warning: the " + role.word() + " is a program of this machine ("
                    + command.words().getFirst() + "): nothing isolates it.");
        }
        return local();
    }

    private synchronized Launcher local() {
        Launcher found = local;
        if (found == null) {
            found = new LocalLauncher(environment, project);
            found.reap();
            local = found;
        }
        return found;
    }
}
