package dev.wharf.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** A source container to a typed table of a DuckDB file, against DuckDB's own {@code read_json} of the same rows with the same types. */
final class DuckDbRow implements Row {

    private static final String COLUMNS = """
            {id: 'BIGINT', email: 'VARCHAR', name: 'VARCHAR', active: 'BOOLEAN', balance: 'DOUBLE', plan: 'VARCHAR', created_at: 'TIMESTAMPTZ', birthday: 'DATE',
            address: 'JSON', tags: 'JSON', score: 'DOUBLE', visits: 'BIGINT', custom: 'JSON', note: 'VARCHAR'}""";

    private final Path home;
    private final Replay replay;
    private final int records;

    DuckDbRow(Path home, Path work, int records) {
        this.home = home;
        this.replay = new Replay(work.resolve("duckdb"));
        this.records = records;
    }

    @Override
    public String name() {
        return "duckdb";
    }

    @Override
    public String what() {
        return "container to DuckDB file, append";
    }

    @Override
    public String against() {
        return "DuckDB's read_json into a table";
    }

    @Override
    public Aim aim() {
        return new Aim.SpeedAtLeast(0.8);
    }

    @Override
    public long records() {
        return records;
    }

    @Override
    public void prepare() throws IOException, InterruptedException {
        Replay.build(home);
        replay.write(records, 1);
        replay.connection("duckdb", """
                destination:
                  connector: duckdb
                  config: { path: warehouse/bench.duckdb }
                collections:
                  settings:
                    events: { mode: incremental, write: append }
                """);
    }

    @Override
    public double ours() throws IOException, InterruptedException {
        Timed.shell(replay.project(), "rm -rf .wharf warehouse");
        double seconds = Timed.shell(replay.project(), "exec " + home + "/wharf sync duckdb");
        check(replay.project().resolve("warehouse/bench.duckdb"));
        return seconds;
    }

    @Override
    public double theirs() throws IOException {
        Path file = replay.project().resolve("floor.duckdb");
        Files.deleteIfExists(file);
        long start = System.nanoTime();
        execute(
                file,
                "create table events as select * from read_json('"
                        + replay.data().resolve("records.jsonl") + "', format = 'newline_delimited', columns = "
                        + COLUMNS + ")");
        double seconds = (System.nanoTime() - start) / 1e9;
        check(file);
        return seconds;
    }

    /** Closing the file is part of it: only then everything is in it. */
    private static void execute(Path file, String sql) throws IOException {
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:" + file);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IOException("DuckDB refused: " + sql, e);
        }
    }

    private void check(Path file) throws IOException {
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:" + file);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select count(*) from events")) {
            rows.next();
            if (rows.getLong(1) != records) {
                throw new IOException(file + " has " + rows.getLong(1) + " rows, not " + records + ".");
            }
        } catch (SQLException e) {
            throw new IOException("Cannot count the rows of " + file + ".", e);
        }
    }
}
