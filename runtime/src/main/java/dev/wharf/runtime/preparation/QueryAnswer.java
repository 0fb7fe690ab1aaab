package dev.wharf.runtime.preparation;

import java.util.List;
import tools.jackson.databind.node.ArrayNode;

/**
 * What a destination answered to a question about its tables.
 *
 * @param rows each with a value for each column
 */
public record QueryAnswer(List<Column> columns, List<ArrayNode> rows) {

    /** @param type as the warehouse names it */
    public record Column(String name, String type) {}

    public QueryAnswer {
        columns = List.copyOf(columns);
        rows = List.copyOf(rows);
    }
}
