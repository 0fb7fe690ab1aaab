package dev.wharf.runtime.preparation;

import dev.wharf.protocol.Message;
import dev.wharf.runtime.preparation.QueryAnswer.Column;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/** Gathers the answer to a question as it comes, as far as that is for people or for a script and no export (invariant 7). One thread. */
final class QueryRows implements Conversation.Records {

    /** In bytes of the wire. Understood, they take about ten times as much memory. */
    static final int MOST_BYTES = 8 << 20;

    private final List<ArrayNode> rows = new ArrayList<>();
    private Optional<List<Column>> columns = Optional.empty();
    private long bytes;

    @Override
    public boolean take(Message.DataRecord record, int length) {
        bytes += length;
        if (isTooMuch()) {
            rows.clear();
            return false;
        }
        JsonNode data = record.data();
        if (data.path("columns") instanceof ArrayNode list) {
            columns = Optional.of(list.valueStream()
                    .map(column -> new Column(
                            column.path("name").asString(""),
                            column.path("type").asString("")))
                    .toList());
        } else if (data.path("row") instanceof ArrayNode row) {
            rows.add(row);
        }
        return true;
    }

    boolean isTooMuch() {
        return bytes > MOST_BYTES;
    }

    /** Empty when no columns were told, or a row has not a value for each. */
    Optional<QueryAnswer> answer() {
        return columns.filter(known -> rows.stream().allMatch(row -> row.size() == known.size()))
                .map(known -> new QueryAnswer(known, rows));
    }
}
