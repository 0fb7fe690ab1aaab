package dev.wharf.runtime.terminal;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.wharf.protocol.Json;
import dev.wharf.runtime.connection.Problem;
import dev.wharf.runtime.failure.Failure;
import dev.wharf.runtime.secret.Secrets;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Where a command speaks: results to stdout, as text or with {@code --json} as one line of JSON; words for people to stderr. All masked (invariant 8). */
public final class Output {

    private final Shell shell;
    private final Screen screen;
    private final Secrets secrets;
    private final boolean json;

    public Output(Shell shell, Screen screen, Secrets secrets, boolean json) {
        this.shell = shell;
        this.screen = screen;
        this.secrets = secrets;
        this.json = json;
    }

    /** A result in both its forms; only one is made. */
    public void result(java.util.function.Supplier<? extends JsonNode> asJson, Consumer<Output> asText) {
        if (json) {
            line(new String(Json.write(asJson.get()), UTF_8));
        } else {
            asText.accept(this);
        }
        shell.out().flush();
    }

    /** A line of the result. */
    public void line(String text) {
        shell.out().println(secrets.mask(text));
    }

    public void table(Table table) {
        table.lines().forEach(this::line);
    }

    /** A line for people. */
    public void say(String text) {
        screen.say(text);
    }

    public void warn(String file, List<Problem> warnings) {
        warnings.forEach(warning -> say("warning: " + warning.describe(file)));
    }

    /** What a command ends with instead of a result. */
    public void failure(Failure failure, String file, List<Problem> problems) {
        problems.forEach(problem -> say(problem.describe(file)));
        say("wharf: " + failure.message());
        say("       " + failure.code().word() + ", see docs/failures.md#"
                + failure.code().word());
        if (json) {
            line(new String(Json.write(errorJson(failure, file, problems)), UTF_8));
        }
        shell.out().flush();
    }

    private static ObjectNode errorJson(Failure failure, String file, List<Problem> problems) {
        ObjectNode root = Json.object();
        ObjectNode error = root.putObject("error")
                .put("code", failure.code().word())
                .put("kind", failure.code().kind().name().toLowerCase(Locale.ROOT))
                .put("exit", failure.code().exit().code())
                .put("message", failure.message());
        ArrayNode list = error.putArray("problems");
        problems.forEach(problem -> list.addObject()
                .put("file", file)
                .put("line", problem.line())
                .put("path", problem.path())
                .put("message", problem.message())
                .put("fix", problem.fix()));
        return root;
    }
}
