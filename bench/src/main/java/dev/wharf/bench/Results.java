package dev.wharf.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Shows measurements: a line of text for people, a file of JSON for programs. */
final class Results {

    private static final String FORMAT = "%-15s %-48s %-36s %9s %9s %7s %13s  %-13s %s%n";

    private Results() {}

    static void heading(PrintStream out) {
        out.printf(FORMAT, "row", "ours", "against", "ours s", "other s", "ratio", "spread", "aim", "records/s");
    }

    static void line(PrintStream out, Pairs pairs) {
        Row row = pairs.row();
        double ours = Pairs.median(pairs.ours());
        List<Double> ratios = pairs.ratios();
        out.printf(
                FORMAT,
                row.name(),
                row.what(),
                row.against(),
                number(ours),
                number(Pairs.median(pairs.theirs())),
                number(pairs.ratio()),
                number(Collections.min(ratios)) + " - " + number(Collections.max(ratios)),
                row.aim() + (row.aim().reached(pairs.ratio()) ? "" : " not reached"),
                row.records() == 0 ? "" : String.format(Locale.ROOT, "%,d", Math.round(row.records() / ours)));
        out.flush();
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, value < 10 ? "%.2f" : "%.1f", value);
    }

    /** Every measurement, in seconds, with the ratio's median and its aim. */
    static void write(Path file, List<Pairs> measured) throws IOException {
        JsonMapper mapper = new JsonMapper();
        ObjectNode root = mapper.createObjectNode();
        root.put("java", System.getProperty("java.vm.version"));
        root.put("system", System.getProperty("os.name") + " " + System.getProperty("os.version"));
        root.put("processors", Runtime.getRuntime().availableProcessors());
        ArrayNode rows = root.putArray("rows");
        for (Pairs pairs : measured) {
            Row row = pairs.row();
            ObjectNode line = rows.addObject();
            line.put("row", row.name());
            line.put("ours", row.what());
            line.put("against", row.against());
            line.put("aim", row.aim().toString());
            line.put("ratio", pairs.ratio());
            line.put("records", row.records());
            ArrayNode ours = line.putArray("ours_seconds");
            pairs.ours().forEach(ours::add);
            ArrayNode theirs = line.putArray("against_seconds");
            pairs.theirs().forEach(theirs::add);
        }
        Files.writeString(file, mapper.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n");
    }
}
