package dev.wharf.destination.table;

import dev.wharf.protocol.ConfiguredCatalog.Origin;
import dev.wharf.protocol.ConfiguredStream;
import dev.wharf.protocol.Json;
import dev.wharf.protocol.Message.State;
import dev.wharf.protocol.StreamName;
import dev.wharf.sdk.Load.Checkpoint;
import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The newest states of a connection whose rows are in the warehouse: one row per stream, or one row for all, in the table
 * {@code _wharf_checkpoints}, written in the transaction of the rows that they cover (invariant 6). One thread.
 */
final class Checkpoints {

    private static final String NAME = "_wharf_checkpoints";

    private final Tables tables;
    private final TableName table;
    private final Origin origin;
    private final List<ConfiguredStream> streams;
    private final String allGenerations;
    private boolean made;

    Checkpoints(Tables tables, String home, Origin origin, List<ConfiguredStream> streams) {
        this.tables = tables;
        this.table = new TableName(home, NAME);
        this.origin = origin;
        this.streams = List.copyOf(streams);
        this.allGenerations = generations(this.streams);
    }

    /**
     * What is held of the connection, each the body of a state with its member {@code wharf}, and a mark behind the last. Checkpoints
     * of an older epoch are void, and those of a stream that has begun a new generation since.
     */
    List<ObjectNode> held() throws SQLException {
        made = tables.exists(table);
        List<ObjectNode> held = new ArrayList<>();
        if (made) {
            read(held);
        }
        ObjectNode end = Json.object("{\"type\":\"LEGACY\",\"data\":{}}");
        end.putObject("wharf").put("held", "end");
        held.add(end);
        return held;
    }

    private void read(List<ObjectNode> held) throws SQLException {
        String sql = "SELECT epoch, position, generations, state FROM " + table.sql()
                + " WHERE connection = ? AND epoch >= ? ORDER BY position";
        try (PreparedStatement select = tables.connection().prepareStatement(sql)) {
            select.setString(1, origin.connection());
            select.setLong(2, origin.epoch());
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    ObjectNode body = (ObjectNode) json(rows.getString(4));
                    if (isValid(body, json(rows.getString(3)))) {
                        body.putObject("wharf")
                                .put("held", true)
                                .put("epoch", rows.getLong(1))
                                .put("position", rows.getLong(2));
                        held.add(body);
                    }
                }
            }
        }
    }

    /** Takes out of a GLOBAL state the streams that begin anew. @return whether anything is left of the state */
    private boolean isValid(ObjectNode body, JsonNode generations) {
        Map<StreamName, Long> then = new HashMap<>();
        generations.forEach(entry -> then.put(
                new StreamName(entry.path(0).asString(), entry.path(1).asString()),
                entry.path(2).asLong()));
        List<StreamName> begunAnew = streams.stream()
                .filter(stream -> then.getOrDefault(stream.name(), stream.generation()) < stream.generation())
                .map(ConfiguredStream::name)
                .toList();
        State state = new State(body);
        return switch (state.kind()) {
            case STREAM -> !begunAnew.contains(state.stream().orElseThrow());
            case LEGACY -> begunAnew.isEmpty();
            case GLOBAL -> {
                if (body.path("global").path("stream_states") instanceof ArrayNode entries) {
                    entries.removeIf(entry -> begunAnew.contains(name(entry.path("stream_descriptor"))));
                }
                yield true;
            }
        };
    }

    private static StreamName name(JsonNode descriptor) {
        return new StreamName(
                descriptor.path("namespace").asString(""),
                descriptor.path("name").asString(""));
    }

    /** Replaces the checkpoints of the streams that these states are about. */
    void save(Collection<Checkpoint> states) throws SQLException {
        if (states.isEmpty()) {
            return;
        }
        make();
        try (PreparedStatement delete = tables.connection()
                        .prepareStatement(
                                "DELETE FROM " + table.sql()
                                        + " WHERE connection = ? AND ((namespace = ? AND stream = ?) OR shared = ? OR epoch < ?)");
                PreparedStatement insert = tables.connection()
                        .prepareStatement("INSERT INTO " + table.sql()
                                + " (connection, epoch, shared, namespace, stream, position, run, generations, state, saved_at)"
                                + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
            for (Checkpoint state : states) {
                replace(state, delete, insert);
            }
        }
    }

    private void replace(Checkpoint checkpoint, PreparedStatement delete, PreparedStatement insert)
            throws SQLException {
        State state = new State(checkpoint.body());
        boolean shared = checkpoint.stream() < 0;
        StreamName name =
                shared ? StreamName.of("") : streams.get(checkpoint.stream()).name();
        delete.setString(1, origin.connection());
        delete.setString(2, name.namespace());
        delete.setString(3, name.name());
        // A connection has states of one kind: the newest kind counts.
        delete.setBoolean(4, !shared);
        delete.setLong(5, origin.epoch());
        delete.executeUpdate();
        insert.setString(1, origin.connection());
        insert.setLong(2, origin.epoch());
        insert.setBoolean(3, shared);
        insert.setString(4, name.namespace());
        insert.setString(5, name.name());
        insert.setLong(6, state.id().orElse(checkpoint.position()));
        insert.setString(7, origin.run());
        insert.setString(8, shared ? allGenerations : generations(List.of(streams.get(checkpoint.stream()))));
        insert.setString(9, text(state.unnumbered().body()));
        insert.setObject(10, OffsetDateTime.now(ZoneOffset.UTC));
        insert.executeUpdate();
    }

    /** A list of namespace, name and generation. */
    private static String generations(List<ConfiguredStream> streams) {
        ArrayNode generations = Json.object().putArray("all");
        for (ConfiguredStream stream : streams) {
            StreamName name = stream.name();
            generations.addArray().add(name.namespace()).add(name.name()).add(stream.generation());
        }
        return text(generations);
    }

    private static String text(JsonNode json) {
        return new String(Json.write(json), StandardCharsets.UTF_8);
    }

    private static JsonNode json(String text) {
        return Json.read(text.getBytes(StandardCharsets.UTF_8));
    }

    private void make() throws SQLException {
        if (made || tables.exists(table)) {
            made = true;
            return;
        }
        tables.createShared(
                table,
                List.of(
                        new Column("connection", ColumnType.TEXT),
                        new Column("epoch", ColumnType.INTEGER),
                        new Column("shared", ColumnType.BOOLEAN),
                        new Column("namespace", ColumnType.TEXT),
                        new Column("stream", ColumnType.TEXT),
                        new Column("position", ColumnType.INTEGER),
                        new Column("run", ColumnType.TEXT),
                        new Column("generations", ColumnType.TEXT),
                        new Column("state", ColumnType.TEXT),
                        new Column("saved_at", ColumnType.INSTANT)));
        made = true;
    }
}
