package dev.wharf.destination.postgres;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wharf.conformance.PostgresCluster;
import dev.wharf.protocol.Messages;
import dev.wharf.sdk.Connectors;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

/** The whole program, by a role with the rights that the documentation lists and no other. */
class PostgresDestinationIT {

    private static final String SCHEMA = """
            {"type": "object", "properties": {
              "id": {"type": "integer"}, "name": {"type": ["null", "string"]},
              "big": {"type": "string", "airbyte_type": "big_integer"}, "price": {"type": "number"},
              "at": {"type": "string", "format": "date-time"},
              "local": {"type": "string", "format": "date-time", "airbyte_type": "timestamp_without_timezone"},
              "day": {"type": "string", "format": "date"}, "clock": {"type": "string", "format": "time"},
              "zoned": {"type": "string", "format": "time", "airbyte_type": "time_with_timezone"},
              "ok": {"type": "boolean"}, "tree": {"type": "object"}}}""";

    private static final String COMPLETE = """
            {"type":"TRACE","trace":{"type":"STREAM_STATUS","emitted_at":1,"stream_status":{"stream_descriptor":{"name":"users"},"status":"COMPLETE"}}}
            """;

    private final Database database = Database.fresh();
    private final String role = "loader_" + database.name();

    @TempDir
    private Path files;

    private record Run(int status, List<String> lines) {
        List<String> of(String type) {
            return lines.stream()
                    .filter(line -> line.contains("\"type\":\"" + type + "\""))
                    .toList();
        }
    }

    @BeforeEach
    void makeRole() {
        database.sql("""
                create role %1$s login password '%2$s';
                create schema app authorization %1$s;
                grant connect, temporary on database %3$s to %1$s
                """.formatted(role, PostgresCluster.PASSWORD, database.name()));
    }

    @Test
    void checkFindsAGoodConfigGoodAndLeavesNothing() throws IOException {
        Run run = run("check", "");

        assertTrue(run.lines().getLast().contains("\"SUCCEEDED\""), run::toString);
        assertEquals("0", database.sql("select count(*) from pg_tables where schemaname = 'app'"));
    }

    @Test
    void checkSaysWhichRightIsMissing() throws IOException {
        database.sql("alter schema app owner to postgres; grant usage on schema app to " + role);

        Run run = run("check", "");

        assertEquals(0, run.status());
        assertTrue(run.lines().getLast().contains("\"FAILED\""), run::toString);
        assertTrue(run.lines().getLast().contains("permission denied for schema app"), run::toString);
    }

    @Test
    void aWrongPasswordIsInNoMessage() throws IOException {
        ObjectNode config = config().put("password", "correct horse battery");
        Run check = run(config, "check", "", "");
        Run write = run(config, "write", catalog("append", 1, 0), "");

        assertTrue(check.lines().getLast().contains("\"FAILED\""), check::toString);
        assertEquals(1, write.status());
        assertTrue(write.lines().getLast().contains("\"config_error\""), write::toString);
        assertFalse((check.toString() + write).contains("horse"));
    }

    @Test
    void typedColumnsKeepAwkwardValues() throws IOException {
        Run run = run("write", catalog("append", 1, 0), """
                {"id": 1, "name": "a\\nb\\\\n\\t'\\"", "big": "123456789012345678901234567890123456789012345678901234567890", \
                "price": 0.10, "at": "2024-02-29T23:59:60+05:45", "local": "0044-03-15T12:00:00 BC", "day": "9999-12-31", \
                "clock": "24:00:00", "zoned": "12:00:00.5-03:30", "ok": true, "tree": {"a": [1.50, null]}}
                {"id": 12345678901234567890, "name": "nul\\u0000l", "price": 1e400, "at": "infinity", "day": "2024-13-01", \
                "zoned": "12:00:00+17:00", "tree": {"x": "\\ud800"}}
                """);

        assertEquals(0, run.status(), run::toString);
        assertEquals(
                "1|a\nb\\n\t'\"|123456789012345678901234567890123456789012345678901234567890|0.10|2024-02-29 18:15:00+00"
                        + "|0044-03-15 12:00:00 BC|9999-12-31|24:00:00|12:00:00.5-03:30|t|{\"a\": [1.50, null]}",
                row("id = 1"));
        assertEquals("|nul\ufffdl|401|||||", database.sql("""
                select id, name, length(price::text), at, day, zoned, ok, local from app.users where id is null"""));
        assertEquals("at=NULLED day=NULLED id=NULLED name=TRUNCATED tree=TRUNCATED zoned=NULLED", database.sql("""
                        select string_agg(format('%s=%s', change ->> 'field', change ->> 'change'), ' ' order by change ->> 'field')
                        from app.users, jsonb_array_elements(_airbyte_meta -> 'changes') as change where id is null"""));
        assertTrue(run.lines().toString().contains("wharf.nulled"), run::toString);
    }

    @Test
    void aSecondSyncFindsEveryColumnAsItIs() throws IOException {
        run("write", catalog("append", 1, 0), "{\"id\": 1, \"big\": \"1\", \"price\": 1.5}\n");
        String before = columns();
        Run run = run("write", catalog("append", 1, 0), "{\"id\": 2, \"big\": \"2\", \"price\": 2.5}\n");

        assertEquals(0, run.status(), run::toString);
        assertEquals(before, columns());
        assertEquals("2", database.sql("select count(*) from app.users"));
    }

    @Test
    void theNewestOfAKeyStays() throws IOException {
        String longKey = "k".repeat(10_000);
        String catalog =
                catalog("append_dedup", 1, 0).replace("\"primary_key\":[]", "\"primary_key\":[[\"name\"],[\"id\"]]");
        run("write", catalog, """
                {"id": 1, "name": "%1$s", "price": 1}
                {"id": 1, "name": "%1$s", "price": 2}
                {"id": 2, "name": null, "price": 3}
                """.formatted(longKey));
        Run run = run("write", catalog, """
                {"id": 1, "name": "%1$s", "price": 4}
                {"id": 2, "price": 5}
                {"id": 3, "name": "%1$s", "price": 6}
                """.formatted(longKey));

        assertEquals(0, run.status(), run::toString);
        assertEquals("1|4\n2|5\n3|6", database.sql("select id, price from app.users order by id"));
    }

    @Test
    void aTruncateRefreshTakesTheTablesPlaceOnceItIsComplete() throws IOException {
        run("write", catalog("append", 1, 0), "{\"id\": 1}\n");
        database.sql(
                "create role reader_%1$s; grant select on app.users to reader_%1$s; create view app.seen as select id from app.users"
                        .formatted(database.name()));

        Run run = run("write", catalog("append", 2, 2), "{\"id\": 2}\n{\"id\": 3}\n");

        assertEquals(0, run.status(), run::toString);
        assertEquals(
                "2\n3",
                database.sql("set role reader_%s; reset role; select id from app.seen order by id"
                        .formatted(database.name())));
    }

    @Test
    void statesAreEchoedInOrder() throws IOException {
        Run run = run("write", catalog("append", 1, 0), "{\"id\": 1}\n");

        assertEquals(1, run.of("STATE").size(), run::toString);
        assertTrue(run.of("STATE").getFirst().contains("\"cursor\":7"), run::toString);
    }

    @Test
    void aFullRefreshThatCannotBeContinuedIsOneUnit() throws IOException {
        String catalog = catalog("append", 1, 0)
                .replace("\"sync_mode\":\"incremental\"", "\"sync_mode\":\"full_refresh\"")
                .replaceFirst("}]}$", "}],\"wharf\":{\"connection\":\"c\",\"epoch\":1,\"run\":\"r\"}}");

        Run run = run(config(), "write", catalog, "{\"id\": 1}\n", "");

        assertEquals(0, run.status(), run::toString);
        assertEquals(
                List.of(),
                run.of("STATE").stream()
                        .filter(state -> state.contains("cursor"))
                        .toList());
        assertEquals("", database.sql("select to_regclass('app.users')"));
    }

    @Test
    void aTableThatAirbyteMadeIsTakenOver() throws IOException {
        database.sql("""
                set role %s;
                create table app.users (_airbyte_raw_id varchar(36) not null, _airbyte_extracted_at timestamptz not null,
                    _airbyte_meta jsonb not null, _airbyte_generation_id bigint, id bigint, name varchar, price numeric(38, 9));
                insert into app.users values ('a', now(), '{}', 0, 1, 'old', 0.5)
                """.formatted(role));

        Run run = run(
                "write",
                catalog("append", 1, 0),
                "{\"id\": 2, \"name\": \"new\", \"price\": 0.12345678901234567890}\n");

        assertEquals(0, run.status(), run::toString);
        assertEquals(
                "1|old|0.500000000\n2|new|0.12345678901234567890",
                database.sql("select id, name, price from app.users order by id"));
    }

    @Test
    void connectionsMayBeginInANewSchemaAtTheSameMoment() throws Exception {
        database.sql("grant create on database %s to %s".formatted(database.name(), role));
        int connections = 6;
        CyclicBarrier together = new CyclicBarrier(connections);
        List<CompletableFuture<Run>> runs = new ArrayList<>();
        for (int i = 0; i < connections; i++) {
            String stream = "users" + i;
            Path folder = Files.createDirectory(files.resolve(stream));
            String catalog =
                    catalog("append", 1, 0).replace("users", stream).replaceFirst("}]}$", """
                    }],"wharf":{"connection":"%s","epoch":1,"run":"r"}}""".formatted(stream));
            runs.add(CompletableFuture.supplyAsync(
                    () -> {
                        meet(together);
                        return run(folder, config().put("schema", "shared"), "write", catalog, lines(stream));
                    },
                    task -> Thread.ofPlatform().start(task)));
        }

        for (CompletableFuture<Run> run : runs) {
            assertEquals(0, run.get().status(), run.get()::toString);
        }
        assertEquals("6", database.sql("select count(*) from shared._wharf_tables"));
    }

    private static void meet(CyclicBarrier others) {
        try {
            others.await();
        } catch (InterruptedException | BrokenBarrierException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String lines(String stream) {
        return ("{\"type\":\"RECORD\",\"record\":{\"stream\":\"users\",\"emitted_at\":1,\"data\":{\"id\":1}}}\n"
                        + COMPLETE)
                .replace("users", stream);
    }

    /** Without an origin, a load is known by its streams and its schema. */
    @Test
    void loadsOfTheSameStreamsIntoTwoSchemasDoNotWaitForEachOther() throws Exception {
        database.sql("create schema other authorization " + role);
        try (Connection _ = lockedBy(catalog("append", 1, 0))) {
            Run run = run(config().put("schema", "other"), "write", catalog("append", 1, 0), "{\"id\": 1}\n");

            assertEquals(0, run.status(), run::toString);
        }
    }

    private Connection lockedBy(String catalog) throws SQLException {
        Connection first = database.connect();
        Session.lock(
                first,
                PostgresDestination.writing(Messages.readConfigured(catalog.getBytes(UTF_8)), "app"),
                Duration.ofSeconds(1));
        return first;
    }

    private String columns() {
        return database.sql(
                "select column_name, data_type from information_schema.columns where table_name = 'users' order by 1");
    }

    private String row(String where) {
        return database.sql(
                "select id, name, big, price, at, local, day, clock, zoned, ok, tree from app.users where " + where);
    }

    private ObjectNode config() {
        return database.config(role).put("schema", "app");
    }

    private static String catalog(String mode, long generation, long minimum) {
        return """
                {"streams":[{"stream":{"name":"users","json_schema":%s,"supported_sync_modes":["full_refresh","incremental"]},
                "sync_mode":"incremental","destination_sync_mode":"%s","cursor_field":[],"primary_key":[],
                "generation_id":%d,"minimum_generation_id":%d,"sync_id":1}]}""".formatted(SCHEMA, mode, generation, minimum);
    }

    private Run run(String verb, String catalog, String data) throws IOException {
        return run(config(), verb, catalog, data);
    }

    private Run run(String verb, String catalog) throws IOException {
        return run(config(), verb, catalog, "");
    }

    private Run run(ObjectNode config, String verb, String catalog, String data) throws IOException {
        return run(config, verb, catalog, data, COMPLETE);
    }

    /**
     * @param data a record a line, which are followed by a state
     * @param end what comes behind the state
     */
    private Run run(ObjectNode config, String verb, String catalog, String data, String end) throws IOException {
        StringBuilder input = new StringBuilder();
        data.lines()
                .forEach(record -> input.append(
                                "{\"type\":\"RECORD\",\"record\":{\"stream\":\"users\",\"emitted_at\":1700000000000,\"data\":")
                        .append(record)
                        .append("}}\n"));
        if (!data.isEmpty()) {
            input.append("""
                    {"type":"STATE","state":{"type":"STREAM","stream":{"stream_descriptor":{"name":"users"},"stream_state":{"cursor":7}}}}
                    """).append(end);
        }
        return run(files, config, verb, catalog, input.toString());
    }

    private static Run run(Path folder, ObjectNode config, String verb, String catalog, String input) {
        List<String> arguments =
                new ArrayList<>(List.of(verb, "--config", file(folder, "config.json", config.toString())));
        if (!catalog.isEmpty()) {
            arguments.addAll(List.of("--catalog", file(folder, "catalog.json", catalog)));
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int status = Connectors.run(
                new PostgresDestination(),
                arguments.toArray(String[]::new),
                new ByteArrayInputStream(input.getBytes(UTF_8)),
                out);
        return new Run(status, out.toString(UTF_8).lines().toList());
    }

    private static String file(Path folder, String name, String content) {
        try {
            return Files.writeString(folder.resolve(name), content).toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
