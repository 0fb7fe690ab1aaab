package dev.wharf.destination.table;

import dev.wharf.protocol.Json;
import dev.wharf.sdk.QueryResult;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Rows of a query as JSON: numbers with all their digits, booleans and JSON as what they are, everything else as the text that the warehouse has for it.
 * One thread.
 */
public final class ResultRows {

    private static final Set<Integer> NUMBERS = Set.of(
            Types.TINYINT,
            Types.SMALLINT,
            Types.INTEGER,
            Types.BIGINT,
            Types.DECIMAL,
            Types.NUMERIC,
            Types.FLOAT,
            Types.REAL,
            Types.DOUBLE);

    /** Those of DuckDB that JDBC has no word for. */
    private static final Set<String> MORE_NUMBERS =
            Set.of("UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT", "HUGEINT", "UHUGEINT", "BIGNUM");

    /** What may stand in JSON; infinite and undefined ones may not. */
    private static final Pattern NUMBER = Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]+)?");

    private enum Form {
        NUMBER,
        BOOLEAN,
        JSON,
        TEXT
    }

    private final QueryResult result;
    private final List<QueryResult.Column> columns = new ArrayList<>();
    private final List<Form> forms = new ArrayList<>();

    /** Tells the columns. */
    public ResultRows(ResultSetMetaData about, QueryResult result) throws SQLException {
        this.result = result;
        for (int i = 1; i <= about.getColumnCount(); i++) {
            String type = about.getColumnTypeName(i);
            columns.add(new QueryResult.Column(about.getColumnLabel(i), type));
            forms.add(form(about.getColumnType(i), type));
        }
        result.columns(columns);
    }

    private static Form form(int type, String name) {
        if (NUMBERS.contains(type) || MORE_NUMBERS.contains(name)) {
            return Form.NUMBER;
        }
        return switch (name) {
            case "bool", "BOOLEAN" -> Form.BOOLEAN;
            case "json", "jsonb", "JSON" -> Form.JSON;
            default -> Form.TEXT;
        };
    }

    /**
     * Tells the row at which the result stands.
     *
     * @return about how many bytes it has
     */
    public long tell(ResultSet rows) throws SQLException {
        long bytes = 0;
        ArrayNode row = JsonNodeFactory.instance.arrayNode(forms.size());
        for (int i = 0; i < forms.size(); i++) {
            String text = rows.getString(i + 1);
            if (text == null) {
                row.addNull();
            } else {
                bytes += text.length();
                row.add(value(forms.get(i), text));
            }
        }
        result.row(row);
        return bytes;
    }

    private static JsonNode value(Form form, String text) {
        return switch (form) {
            case NUMBER -> NUMBER.matcher(text).matches() ? json(text) : text(text);
            case BOOLEAN -> JsonNodeFactory.instance.booleanNode(text.startsWith("t"));
            case JSON -> json(text);
            case TEXT -> text(text);
        };
    }

    private static JsonNode text(String text) {
        return JsonNodeFactory.instance.stringNode(text);
    }

    private static JsonNode json(String text) {
        return Json.read(text.getBytes(StandardCharsets.UTF_8));
    }
}
