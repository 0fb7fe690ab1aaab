package dev.wharf.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.wharf.conformance.PostgresCluster;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A source container to a typed PostgreSQL table, a checkpoint every {@value Replay#STATE_EVERY} rows, against one {@code \copy} of the same columns from a
 * ready CSV file, and, where rows are replaced by key, the merge that one would write by hand.
 */
final class PostgresRow implements Row {

    enum Write {
        APPEND,
        DEDUP
    }

    private static final String DATABASE = "bench";
    private static final String COLUMNS = """
            id bigint, email text, name text, active boolean, balance numeric, plan text, created_at timestamptz, birthday date, address jsonb, tags jsonb,
            score numeric, visits bigint, custom jsonb, note text""";

    private final Path home;
    private final Bench.Warehouse warehouse;
    private final Replay replay;
    private final int records;
    private final Write write;

    PostgresRow(Path home, Path work, Bench.Warehouse warehouse, int records, Write write) {
        this.home = home;
        this.warehouse = warehouse;
        this.replay = new Replay(work.resolve(name(write)));
        this.records = records;
        this.write = write;
    }

    private static String name(Write write) {
        return write == Write.APPEND ? "postgres" : "postgres-dedup";
    }

    @Override
    public String name() {
        return name(write);
    }

    @Override
    public String what() {
        return write == Write.APPEND
                ? "container to PostgreSQL, append"
                : "container to PostgreSQL, dedup onto the same rows";
    }

    @Override
    public String against() {
        return write == Write.APPEND ? "\\copy from ready CSV" : "\\copy and a merge by hand";
    }

    @Override
    public Aim aim() {
        return new Aim.SpeedAtLeast(write == Write.APPEND ? 0.9 : 0.8);
    }

    @Override
    public long records() {
        return records;
    }

    @Override
    public void prepare() throws IOException, InterruptedException {
        Replay.build(home);
        replay.write(records, 1);
        csv();
        // The cluster of the tests does not wait for the disk; a warehouse does.
        warehouse.cluster().sql("postgres", "alter system set fsync = on");
        warehouse.cluster().sql("postgres", "select pg_reload_conf()");
        warehouse.cluster().sql("postgres", "drop database if exists " + database());
        warehouse.cluster().sql("postgres", "create database " + database() + " encoding 'UTF8' template template0");
        replay.connection(name(), """
                destination:
                  connector: postgres
                  network: bridge
                  config:
                    host: %s
                    port: %d
                    database: %s
                    username: %s
                    password: '%s'
                    schema: wharf
                    ssl_mode: { mode: disable }
                collections:
                  settings:
                    events: { mode: incremental, write: %s }
                """.formatted(
                        Bridge.address(),
                        warehouse.cluster().port(),
                        database(),
                        PostgresCluster.SUPERUSER,
                        PostgresCluster.PASSWORD,
                        write == Write.APPEND ? "append" : "append_dedup"));
        warehouse
                .cluster()
                .sql(
                        database(),
                        "create table events (" + COLUMNS + (write == Write.DEDUP ? ", primary key (id)" : "") + ")");
    }

    private String database() {
        return DATABASE + (write == Write.DEDUP ? "_dedup" : "");
    }

    @Override
    public double ours() throws IOException, InterruptedException {
        if (write == Write.APPEND) {
            warehouse.cluster().sql(database(), "drop schema if exists wharf cascade");
            Timed.shell(replay.project(), "rm -rf .wharf");
        }
        double seconds = Timed.shell(replay.project(), "exec " + home + "/wharf sync " + name());
        check("wharf.events");
        return seconds;
    }

    @Override
    public double theirs() throws IOException {
        if (write == Write.APPEND) {
            warehouse.cluster().sql(database(), "truncate events");
        }
        long start = System.nanoTime();
        if (write == Write.APPEND) {
            warehouse.cluster().sql(database(), "\\copy events from '" + file() + "' csv");
        } else {
            merge();
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        check("events");
        return seconds;
    }

    private void merge() throws IOException {
        Path script = replay.project().resolve("merge.sql");
        Files.writeString(script, """
                begin;
                create temporary table incoming (like events) on commit drop;
                \\copy incoming from '%s' csv
                insert into events select * from incoming on conflict (id) do update set (email, name, active, balance, plan, created_at, birthday, address,
                  tags, score, visits, custom, note) = (excluded.email, excluded.name, excluded.active, excluded.balance, excluded.plan, excluded.created_at,
                  excluded.birthday, excluded.address, excluded.tags, excluded.score, excluded.visits, excluded.custom, excluded.note);
                commit;
                """.formatted(file()));
        warehouse.cluster().sql(database(), "\\i " + script);
    }

    /** A figure of a load that lost something would be worth nothing. */
    private void check(String table) throws IOException {
        String rows = warehouse.cluster().sql(database(), "select count(*) from " + table);
        if (Long.parseLong(rows) != records) {
            throw new IOException(table + " has " + rows + " rows, not " + records + ".");
        }
    }

    private Path file() {
        return replay.data().resolve("records.csv");
    }

    private void csv() throws IOException {
        JsonMapper mapper = new JsonMapper();
        try (BufferedReader from = Files.newBufferedReader(replay.data().resolve("records.jsonl"));
                BufferedWriter to = Files.newBufferedWriter(file(), UTF_8)) {
            for (String line = from.readLine(); line != null; line = from.readLine()) {
                to.write(mapper.readTree(line).properties().stream()
                        .map(field -> cell(field.getKey(), field.getValue()))
                        .collect(Collectors.joining(",", "", "\n")));
            }
        }
    }

    private static String cell(String name, JsonNode value) {
        if (value.isNull()) {
            return "";
        }
        String text = value.isString() && !name.equals("custom") ? value.stringValue() : value.toString();
        return '"' + text.replace("\"", "\"\"") + '"';
    }
}
