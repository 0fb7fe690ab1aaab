package dev.wharf.runtime.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.wharf.protocol.Json;
import dev.wharf.runtime.failure.ExitStatus;
import dev.wharf.runtime.failure.FailureCode;
import dev.wharf.runtime.failure.WharfException;
import dev.wharf.runtime.preparation.QueryAnswer;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

@Command(
        name = "query",
        header = "Ask the destination of a connection a question about its tables, in its own SQL.",
        description = {
            "",
            "The destination's image answers, with the config and the rights of a sync; whatever the question says, nothing is changed by it.",
            "An answer has at most 8 MiB. For people, long values are cut; --json has all of them.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  wharf query billing 'SELECT count(*) FROM customers'",
            "  wharf query billing -f docs/queries/stripe/revenue-by-month.sql --json"
        })
final class QueryCommand implements Callable<Integer> {

    private final Application application;

    @Parameters(index = "0", paramLabel = "NAME", description = "The connection.")
    private String name = "";

    @Parameters(index = "1", arity = "0..1", paramLabel = "SQL", description = "One statement that reads.")
    private @Nullable String sql;

    @Option(
            names = {"-f", "--file"},
            paramLabel = "FILE",
            description = "Take the statement from a file.")
    private @Nullable Path file;

    QueryCommand(Application application) {
        this.application = application;
    }

    @Override
    public Integer call() {
        String question = question();
        QueryAnswer answer =
                application.preparation(application.connection(name)).query(question);
        application.output().result(() -> json(name, answer), out -> out.table(AnswerText.table(answer)));
        int rows = answer.rows().size();
        application.output().say(rows == 1 ? "1 row." : String.format("%,d rows.", rows));
        return ExitStatus.SUCCESS.code();
    }

    private String question() {
        if ((sql == null) == (file == null)) {
            throw new WharfException(
                    FailureCode.INPUT_INVALID, "Give a question: either SQL in one word, or a file of it with -f.");
        }
        return sql == null ? new String(ByHand.bytes(application, file), UTF_8) : sql;
    }

    static ObjectNode json(String connection, QueryAnswer answer) {
        ObjectNode json = Json.object();
        json.put("connection", connection);
        ArrayNode columns = json.putArray("columns");
        answer.columns()
                .forEach(
                        column -> columns.addObject().put("name", column.name()).put("type", column.type()));
        json.putArray("rows").addAll(answer.rows());
        return json;
    }
}
