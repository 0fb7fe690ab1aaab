package dev.wharf.runtime.terminal;

import dev.wharf.catalog.Bytes;
import dev.wharf.catalog.TimeSpan;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/** A run's report for people, from its JSON: that of a run of today, and of one that the state store kept. */
public final class ReportText {

    private final JsonNode report;

    /** @param report as ReportJson writes it */
    public ReportText(JsonNode report) {
        this.report = report;
    }

    public void print(Output out) {
        Table table = collections();
        if (!report.path("collections").isEmpty()) {
            out.table(table);
            out.line("");
        }
        findings(out);
        losses(out);
        strangers(out);
        failures(out);
        ran(out, "source");
        ran(out, "destination");
        report.path("notes").forEach(note -> out.line(note.asString("")));
        out.line(summary());
    }

    private Table collections() {
        boolean counted = report.path("calls").isNumber();
        List<String> head = new ArrayList<>(List.of("COLLECTION", "RECORDS", "BYTES", "TIME", "QUARANTINED", "STATES"));
        if (counted) {
            head.add("CALLS");
        }
        head.add("OUTCOME");
        Table table = new Table(head.toArray(String[]::new));
        for (JsonNode line : report.path("collections")) {
            List<Object> cells = new ArrayList<>(List.of(
                    name(line),
                    number(line.path("records")),
                    new Bytes(line.path("bytes").asLong(0)),
                    time(line.path("milliseconds")),
                    number(line.path("quarantined")),
                    number(line.path("states"))));
            if (counted) {
                cells.add(number(line.path("calls")));
            }
            cells.add(line.path("outcome").asString(""));
            table.row(cells.toArray());
        }
        return table;
    }

    private void ran(Output out, String side) {
        JsonNode one = report.path(side);
        if (one.isObject()) {
            out.line(String.format(
                    Locale.ROOT,
                    "%-12s %s, over %s",
                    side,
                    one.path("runs").asString(""),
                    one.path("road").asString("")));
        }
    }

    private String summary() {
        long records = 0;
        long bytes = 0;
        for (JsonNode line : report.path("collections")) {
            records += line.path("records").asLong(0);
            bytes += line.path("bytes").asLong(0);
        }
        double seconds = Math.max(0.001, report.path("milliseconds").asLong(0) / 1000.0);
        String slow = report.path("waited_for").isString()
                ? " It waited mostly for the " + report.path("waited_for").asString() + "."
                : "";
        String calls = report.path("calls").isNumber()
                ? String.format(
                        Locale.ROOT,
                        " It took %,d API calls.",
                        report.path("calls").asLong())
                : "";
        return String.format(
                Locale.ROOT,
                "%s: %s, %,d records, %s in %s (%,.0f records/s).%s%s Run %s.",
                report.path("connection").asString(""),
                report.path("outcome").asString(""),
                records,
                new Bytes(bytes),
                time(report.path("milliseconds")),
                records / seconds,
                slow,
                calls,
                report.path("run").asString(""));
    }

    private void findings(Output out) {
        if (report.path("findings").isEmpty()) {
            return;
        }
        Table table = new Table("DEPARTURE FROM THE SCHEMA", "EXPECTED", "FOUND", "EXAMPLE", "RECORDS");
        report.path("findings")
                .forEach(finding -> table.row(
                        finding.path("collection").asString("") + " "
                                + finding.path("path").asString(""),
                        finding.path("expected").asString(""),
                        finding.path("found").asString(""),
                        finding.path("example").asString(""),
                        number(finding.path("count"))));
        out.table(table);
        out.line("");
    }

    private void losses(Output out) {
        if (report.path("losses").isEmpty()) {
            return;
        }
        Table table = new Table("FITS NO COLUMN", "BECAME NULL", "CUT OR ROUNDED", "LEFT OUT");
        report.path("losses")
                .forEach(loss -> table.row(
                        loss.path("collection").asString("") + " "
                                + loss.path("field").asString(""),
                        number(loss.path("nulled")),
                        number(loss.path("changed")),
                        number(loss.path("undeclared"))));
        out.table(table);
        out.line("");
    }

    /** Refused lines that no row of the table counts, because they belong to none. */
    private void strangers(Output out) {
        long refused = report.path("refused").asLong(0);
        for (JsonNode line : report.path("collections")) {
            refused -= line.path("quarantined").asLong(0);
        }
        if (refused > 0) {
            out.line(String.format(
                    Locale.ROOT,
                    "%,d more lines were refused: broken, too long, or records of collections that were not asked for. See: wharf quarantine list %s",
                    refused,
                    report.path("connection").asString("")));
            out.line("");
        }
    }

    /** The cause of the run once, and of each collection that has another. */
    private void failures(Output out) {
        JsonNode cause = report.path("failure");
        if (cause.isObject()) {
            failure(out, "", cause);
        }
        report.path("collections").forEach(line -> {
            JsonNode own = line.path("failure");
            if (own.isObject() && !own.equals(cause)) {
                failure(out, name(line) + ": ", own);
            }
        });
    }

    private static void failure(Output out, String who, JsonNode failure) {
        String code = failure.path("code").asString("");
        out.line(who + failure.path("message").asString(""));
        out.line("  " + code + ", see docs/failures.md#" + code);
        out.line("");
    }

    public static String name(JsonNode line) {
        String namespace = line.path("namespace").asString("");
        String name = line.path("name").asString("");
        return namespace.isEmpty() ? name : namespace + "." + name;
    }

    private static String number(JsonNode number) {
        return String.format(Locale.ROOT, "%,d", number.asLong(0));
    }

    private static String time(JsonNode milliseconds) {
        return TimeSpan.format(Duration.ofMillis(milliseconds.asLong(0)));
    }
}
