package dev.wharf.sdk;

import dev.wharf.protocol.Json;
import dev.wharf.protocol.StreamName;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Where a destination writes the answer to a question: its columns once, then its rows. They leave as records of the stream {@code query}, and writing
 * blocks while they are not read, so that an answer of any size takes little memory. One thread.
 */
public final class QueryResult {

    private final StreamOutput stream;

    /** @param type as the warehouse names it */
    public record Column(String name, String type) {}

    QueryResult(Output output) {
        stream = output.stream(new StreamName("", "query"));
    }

    /** What the rows are made of; to be said first, also where there are no rows. */
    public void columns(List<Column> columns) {
        ObjectNode data = Json.object();
        ArrayNode list = data.putArray("columns");
        columns.forEach(column -> list.addObject().put("name", column.name()).put("type", column.type()));
        stream.record(data);
    }

    /** @param values one for each column, in their order */
    public void row(ArrayNode values) {
        ObjectNode data = Json.object();
        data.set("row", values);
        stream.record(data);
    }
}
