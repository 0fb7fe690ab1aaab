package dev.wharf.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The command's own start, against that of the machine below it. */
final class StartRow implements Row {

    private final Path home;

    StartRow(Path home) {
        this.home = home;
    }

    @Override
    public String name() {
        return "start";
    }

    @Override
    public String what() {
        return "wharf --version";
    }

    @Override
    public String against() {
        return "java -version";
    }

    @Override
    public Aim aim() {
        return new Aim.TimeAtMost(2);
    }

    @Override
    public long records() {
        return 0;
    }

    @Override
    public void prepare() {}

    @Override
    public double ours() throws IOException, InterruptedException {
        return Timed.run(home, List.of("./wharf", "--version"));
    }

    @Override
    public double theirs() throws IOException, InterruptedException {
        return Timed.run(home, List.of(System.getProperty("java.home") + "/bin/java", "-version"));
    }
}
