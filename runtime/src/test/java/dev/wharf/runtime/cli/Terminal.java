package dev.wharf.runtime.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.wharf.runtime.terminal.Shell;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Runs commands in this process, in a project, and keeps what they said. */
record Terminal(Path project, Map<String, String> environment, boolean watched) {

    record Ran(int status, String out, String err) {

        JsonNode json() {
            return JsonMapper.shared().readTree(out);
        }
    }

    static Terminal in(Path project) {
        Map<String, String> environment = new HashMap<>(System.getenv());
        environment.remove("WHARF_STATE_STORE");
        return new Terminal(project, environment, false);
    }

    Terminal with(Map<String, String> more) {
        Map<String, String> all = new HashMap<>(environment);
        all.putAll(more);
        return new Terminal(project, all, watched);
    }

    /** With a person in front of it. */
    Terminal watchedByAPerson() {
        return new Terminal(project, environment, true);
    }

    Ran wharf(String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Shell shell = new Shell(
                new PrintStream(out, true, UTF_8),
                new PrintStream(err, true, UTF_8),
                new ByteArrayInputStream(new byte[0]),
                environment,
                project,
                watched);
        int status = Wharf.run(shell, arguments);
        return new Ran(status, out.toString(UTF_8), err.toString(UTF_8));
    }
}
