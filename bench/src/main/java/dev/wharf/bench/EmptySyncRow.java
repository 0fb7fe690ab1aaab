package dev.wharf.bench;

import java.io.IOException;
import java.nio.file.Path;

/** A sync that finds nothing, against {@code docker run} of the same two images doing nothing, at the same time. */
final class EmptySyncRow implements Row {

    private final Path home;
    private final Replay replay;

    EmptySyncRow(Path home, Path work) {
        this.home = home;
        this.replay = new Replay(work.resolve("empty"));
    }

    @Override
    public String name() {
        return "empty";
    }

    @Override
    public String what() {
        return "a sync that finds nothing";
    }

    @Override
    public String against() {
        return "docker run of both images at once";
    }

    @Override
    public Aim aim() {
        return new Aim.TimeAtMost(1.5);
    }

    @Override
    public long records() {
        return 0;
    }

    @Override
    public void prepare() throws IOException, InterruptedException {
        Replay.build(home);
        replay.write(0, 1);
        replay.connection("empty", """
                destination:
                  image: %s
                  config: {}
                  network: none
                """.formatted(Replay.IMAGE));
    }

    /** What is known after the first sync stays known, as it does for an operator. */
    @Override
    public double ours() throws IOException, InterruptedException {
        return Timed.shell(replay.project(), "exec " + home + "/wharf sync empty");
    }

    @Override
    public double theirs() throws IOException, InterruptedException {
        return Timed.shell(replay.project(), """
                run() {
                    docker run --rm --init --log-driver none --network none --read-only --tmpfs /tmp --cap-drop ALL --security-opt no-new-privileges \\
                        --memory 2g --cpus 2 --pids-limit 512 --entrypoint /bin/sh %s -c true
                }
                run &
                run &
                wait
                """.formatted(Replay.IMAGE));
    }
}
