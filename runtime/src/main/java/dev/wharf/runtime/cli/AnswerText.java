package dev.wharf.runtime.cli;

import dev.wharf.runtime.preparation.QueryAnswer;
import dev.wharf.runtime.terminal.Table;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/** The answer to a question, for people. Stateless; any thread. */
final class AnswerText {

    private static final int WIDEST = 80;

    /** What would move a terminal's cursor, or more. */
    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");

    private AnswerText() {}

    static Table table(QueryAnswer answer) {
        Table table = new Table(
                answer.columns().stream().map(column -> cell(column.name())).toArray(String[]::new));
        for (ArrayNode row : answer.rows()) {
            table.row(row.valueStream().map(AnswerText::cell).toArray());
        }
        return table;
    }

    private static String cell(JsonNode value) {
        if (value.isNull()) {
            return "";
        }
        return cell(value.isContainer() ? value.toString() : value.asString());
    }

    private static String cell(String text) {
        String plain = CONTROL.matcher(text)
                .replaceAll(found -> switch (found.group().charAt(0)) {
                    case '\n' -> "\\\\n";
                    case '\t' -> "\\\\t";
                    default -> "?";
                });
        return plain.length() > WIDEST ? plain.substring(0, WIDEST) + " …" : plain;
    }
}
