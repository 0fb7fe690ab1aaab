package dev.wharf.runtime.cli;

import dev.wharf.protocol.Json;
import dev.wharf.runtime.connection.Connection;
import dev.wharf.runtime.failure.ExitStatus;
import dev.wharf.runtime.failure.FailureCode;
import dev.wharf.runtime.failure.WharfException;
import dev.wharf.runtime.launch.Server;
import dev.wharf.runtime.preparation.Preparation;
import dev.wharf.runtime.preparation.QueryAnswer;
import dev.wharf.runtime.sync.Plan;
import dev.wharf.runtime.sync.Report;
import dev.wharf.runtime.sync.ReportJson;
import dev.wharf.runtime.terminal.Output;
import dev.wharf.runtime.terminal.ReportText;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

@Command(
        name = "demo",
        header = "Carry a made-up Stripe account into a DuckDB file on this machine, end to end, without an account.",
        description = {
            "",
            "Brings up what it needs (a Docker engine where it may, the images of two connectors and of a stand-in for Stripe), makes the connection billing in the",
            "directory demo/, syncs it, lets six hours pass at the stand-in, syncs what is new, and asks the DuckDB file questions. Run again, it begins anew:",
            "the same account, read from the beginning, in place of what the tables hold.",
            ""
        },
        footer = {"", "Example:", "  wharf demo"})
final class DemoCommand implements Callable<Integer> {

    private static final int SHOWN_ROWS = 9;

    private final Application application;
    private final ObjectNode told = Json.object();

    DemoCommand(Application application) {
        this.application = application;
    }

    @Override
    public Integer call() {
        application.liveIn("demo");
        bringUp("a Docker engine", "dev/engine", "start");
        bringUp("the images", "dev/images", "source-stripe", "destination-duckdb", "standin-stripe");
        ExitStatus status = carryTwice();
        if (status == ExitStatus.SUCCESS) {
            ask();
            output().result(() -> told, _ -> {});
            sayWhatNext();
        }
        return status.code();
    }

    private Output output() {
        return application.output();
    }

    private ExitStatus carryTwice() {
        try (Server server = application.launcher().serve(DemoStripe.container(application.newRun()))) {
            server.awaitReady();
            DemoFiles files = new DemoFiles(application.project());
            files.write(server.inside());
            DemoStripe stripe = new DemoStripe(server.outside());
            say("");
            say("A stand-in for Stripe serves the account of a shop: " + DemoStripe.CUSTOMERS
                    + " customers, and what they paid in a year.");
            say("What goes where stands in "
                    + application.shell().directory().toAbsolutePath().relativize(files.connection()) + ".");
            say("");
            say("1. The first sync reads the lists of Stripe's API, a hundred objects a call.");
            Report first = sync("first", Plan.Refresh.AGAIN);
            if (first.exit() != ExitStatus.SUCCESS) {
                return first.exit();
            }
            int events = stripe.letTimePass();
            stripe.countAnew();
            say("");
            say("2. Six hours pass at the stand-in: customers come, pay, renew, cancel, get money back. Stripe notes "
                    + events + " events.");
            say("   The second sync reads these, and of the lists only what no event tells.");
            Report second = sync("second", Plan.Refresh.CONTINUE);
            if (second.exit() == ExitStatus.SUCCESS) {
                tellCalls(first, second, stripe.calls());
            }
            return second.exit();
        }
    }

    private Report sync(String name, Plan.Refresh refresh) {
        Connection connection = application.connection(DemoFiles.CONNECTION);
        try (Carrying carrying = new Carrying(application, connection)) {
            Plan plan = carrying.plan(List.of(), refresh);
            Report report = carrying.run(application.launcher(), application.store()::begin, plan);
            ObjectNode json = ReportJson.write(report);
            told.set(name, json);
            if (!application.json()) {
                new ReportText(json).print(output());
                application.shell().out().flush();
            }
            return report;
        }
    }

    private void tellCalls(Report first, Report second, long answered) {
        told.put("calls_answered", answered);
        say(String.format(
                Locale.ROOT,
                "   It took %d API calls, where the first took %d. The stand-in itself counted %d.",
                second.calls().orElseThrow(),
                first.calls().orElseThrow(),
                answered));
    }

    /** The stand-in is gone by now: what is asked is the file. */
    private void ask() {
        Preparation preparation = application.preparation(application.connection(DemoFiles.CONNECTION));
        ArrayNode answers = told.putArray("answers");
        say("");
        say("3. The stand-in is gone; the DuckDB file answers questions.");
        for (DemoFiles.Question question : DemoFiles.questions()) {
            QueryAnswer answer = preparation.query(question.sql());
            answers.addObject()
                    .put("query", question.name())
                    .set("answer", QueryCommand.json(DemoFiles.CONNECTION, answer));
            if (!application.json()) {
                show(question, answer);
            }
        }
    }

    private void show(DemoFiles.Question question, QueryAnswer answer) {
        Output output = output();
        List<ArrayNode> rows = answer.rows();
        output.line("");
        output.line(question.words());
        output.table(AnswerText.table(
                new QueryAnswer(answer.columns(), rows.subList(0, Math.min(SHOWN_ROWS, rows.size())))));
        if (rows.size() > SHOWN_ROWS) {
            output.line("… " + (rows.size() - SHOWN_ROWS) + " more");
        }
        application.shell().out().flush();
    }

    private void sayWhatNext() {
        Path here = application.shell().directory().toAbsolutePath();
        String wharf = "  " + application.shell().environment().getOrDefault("WHARF_COMMAND", "wharf") + " -C "
                + here.relativize(application.project()) + " ";
        String home = application.shell().environment().getOrDefault("WHARF_HOME", "");
        Path queries = home.isEmpty() ? Path.of("docs/queries") : here.relativize(Path.of(home, "docs/queries"));
        say("");
        say("Try next:");
        say(wharf + "collections billing       what Stripe offers, what is chosen, what it costs in calls");
        say(wharf + "query billing 'SELECT status, count(*) FROM subscriptions GROUP BY status'");
        say(wharf + "query billing -f " + queries.resolve("stripe/revenue-by-month.sql"));
        say(wharf + "state history billing     every state that was acknowledged");
        say(
                "Your own account is a connection like this one, without base_url and with a key of yours: docs/connectors/stripe.md.");
    }

    private void say(String text) {
        output().say(text);
    }

    /** Runs a script of this clone that says what it does; a second time it has nothing to do. */
    private void bringUp(String what, String script, String... arguments) {
        String home = application.shell().environment().getOrDefault("WHARF_HOME", "");
        if (home.isEmpty()) {
            return;
        }
        List<String> command = new ArrayList<>(List.of(
                "sh", "-c", "exec \"$@\" >&2", "sh", Path.of(home, script).toString()));
        command.addAll(List.of(arguments));
        try {
            Process process = new ProcessBuilder(command).inheritIO().start();
            if (process.waitFor() != 0) {
                throw new WharfException(
                        FailureCode.ENGINE_UNREACHABLE,
                        "The demo needs " + what + ", and " + script + " could not provide it (exit status "
                                + process.exitValue() + "). What it said stands above.");
            }
        } catch (IOException e) {
            throw new WharfException(
                    FailureCode.INTERNAL, "Cannot run " + script + " of this clone: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new WharfException(FailureCode.INTERRUPTED, "Interrupted while " + script + " ran.", e);
        }
    }
}
