package dev.wharf.bench;

import dev.wharf.conformance.PostgresCluster;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Takes the measurements and prints them as a table; see {@code bench/run}. */
public final class Bench {

    private static final String USAGE = """
            usage: bench/run [ROW...] [--pairs N] [--records N] [--json FILE]
              ROW          start, empty, validator, pump, duckdb, postgres, postgres-dedup; all, unless named
              --pairs N    how often each side is measured, in turn (5)
              --records N  how many records a warehouse row loads; the pump carries four times as many (1000000)
              --json FILE  also writes every measurement there
            """;

    private final PrintStream out;

    private Bench(PrintStream out) {
        this.out = out;
    }

    /** Ends with 2 when it was called wrongly. Whether a figure is good is for people to judge. */
    public static void main(String... arguments) throws IOException, InterruptedException {
        Options options;
        try {
            options = Options.parse(List.of(arguments));
        } catch (IllegalArgumentException e) {
            System.err.print((e.getMessage() == null ? "" : e.getMessage() + "\n") + USAGE);
            System.exit(2);
            return;
        }
        new Bench(System.out).run(options);
        System.exit(0);
    }

    private void run(Options options) throws IOException, InterruptedException {
        Path home = Path.of("").toAbsolutePath();
        Path work = Files.createTempDirectory(
                "wharf-bench", PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
        List<Pairs> measured = new ArrayList<>();
        try (Warehouse warehouse = new Warehouse()) {
            List<Row> rows = rows(home, work, warehouse, options).stream()
                    .filter(row -> options.rows().isEmpty() || options.rows().contains(row.name()))
                    .toList();
            Results.heading(out);
            for (Row row : rows) {
                row.prepare();
                Pairs pairs = Pairs.measure(row, options.pairs());
                measured.add(pairs);
                Results.line(out, pairs);
            }
        } finally {
            delete(work);
        }
        if (options.json().isPresent()) {
            Results.write(options.json().get(), measured);
        }
    }

    private static List<Row> rows(Path home, Path work, Warehouse warehouse, Options options) {
        int records = options.records();
        return List.of(
                new StartRow(home),
                new EmptySyncRow(home, work),
                new ValidatorRow(),
                new PumpRow(home, work, records, 4),
                new DuckDbRow(home, work, records),
                new PostgresRow(home, work, warehouse, records, PostgresRow.Write.APPEND),
                new PostgresRow(home, work, warehouse, records, PostgresRow.Write.DEDUP));
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    /** A PostgreSQL server that is made when the first row asks for it. */
    static final class Warehouse implements AutoCloseable {

        private final List<PostgresCluster> opened = new ArrayList<>();

        PostgresCluster cluster() throws IOException {
            if (opened.isEmpty()) {
                opened.add(PostgresCluster.openTo(Bridge.address()));
            }
            return opened.getFirst();
        }

        @Override
        public void close() {
            opened.forEach(PostgresCluster::close);
        }
    }
}
