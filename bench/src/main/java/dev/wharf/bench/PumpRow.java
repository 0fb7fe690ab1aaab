package dev.wharf.bench;

import java.io.IOException;
import java.nio.file.Path;

/** Two real containers and every record checked, against {@code cat} in Wharf's place between the same two. */
final class PumpRow implements Row {

    private final Path home;
    private final Replay replay;
    private final int records;
    private final int times;

    PumpRow(Path home, Path work, int records, int times) {
        this.home = home;
        this.replay = new Replay(work.resolve("pump"));
        this.records = records;
        this.times = times;
    }

    @Override
    public String name() {
        return "pump";
    }

    @Override
    public String what() {
        return "container to container, every record checked";
    }

    @Override
    public String against() {
        return "cat between the same containers";
    }

    @Override
    public Aim aim() {
        return new Aim.SpeedAtLeast(0.5);
    }

    @Override
    public long records() {
        return (long) records * times;
    }

    @Override
    public void prepare() throws IOException, InterruptedException {
        Replay.build(home);
        replay.write(records, times);
        replay.connection("pump", """
                destination:
                  image: %s
                  config: {}
                  network: none
                """.formatted(Replay.IMAGE));
    }

    @Override
    public double ours() throws IOException, InterruptedException {
        return Timed.run(replay.project(), replay.sync(home, "pump"));
    }

    @Override
    public double theirs() throws IOException, InterruptedException {
        return Timed.shell(replay.project(), """
                pipes=$(mktemp -d)
                chmod 755 "$pipes"
                mkfifo -m 666 "$pipes/out" "$pipes/in"
                run() {
                    docker run --rm --init --log-driver none --network none --read-only --tmpfs /tmp --cap-drop ALL --security-opt no-new-privileges \\
                        --memory 2g --cpus 2 --pids-limit 512 -v "$pipes:/wharf" -v "$PWD/data:/data:ro" --entrypoint /bin/sh %s -c "$1"
                }
                run 'exec /replay read >/wharf/out' &
                run 'exec /replay write </wharf/in >/dev/null' &
                cat < "$pipes/out" > "$pipes/in"
                wait
                rm -rf "$pipes"
                """.formatted(Replay.IMAGE));
    }
}
