package dev.wharf.runtime.sync;

import dev.wharf.protocol.Json;
import dev.wharf.protocol.StreamName;
import dev.wharf.runtime.failure.Failure;
import java.util.Optional;
import java.util.OptionalLong;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.LongNode;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.ObjectNode;

/** A report as JSON: the shape that `--json` prints and the state store keeps (docs/json.md). */
public final class ReportJson {

    private ReportJson() {}

    public static ObjectNode write(Report report) {
        ObjectNode json = Json.object();
        json.put("connection", report.connection());
        json.put("run", report.run());
        json.put("outcome", report.outcome().word());
        json.put("exit", report.exit().code());
        json.put("started", report.started().toString());
        json.put("ended", report.ended().toString());
        json.put("milliseconds", report.duration().toMillis());
        json.put("attempts", report.attempts());
        json.set("failure", failure(report.failure()));
        json.set("source", side(report.source()));
        json.set("destination", side(report.destination()));
        json.put("waited_for", report.slowSide().orElse(null));
        json.put("refused", report.refused());
        json.set("calls", number(report.calls()));
        ArrayNode collections = json.putArray("collections");
        report.collections().forEach(line -> collections.add(collection(line)));
        ArrayNode findings = json.putArray("findings");
        report.findings()
                .forEach(finding -> findings.addObject()
                        .put("collection", finding.collection().toString())
                        .put("path", finding.path())
                        .put("expected", finding.expected())
                        .put("found", finding.found())
                        .put("count", finding.count())
                        .put("example", finding.example()));
        ArrayNode miscounts = json.putArray("miscounts");
        report.miscounts()
                .forEach(one -> miscounts
                        .addObject()
                        .put(
                                "collection",
                                one.collection().map(StreamName::toString).orElse(null))
                        .put("side", one.side())
                        .put("states", one.states())
                        .put("said", one.said())
                        .put("rejected", one.rejected())
                        .put("counted", one.counted()));
        ArrayNode losses = json.putArray("losses");
        report.losses()
                .forEach(loss -> losses.addObject()
                        .put("collection", loss.collection().toString())
                        .put("field", loss.field())
                        .put("nulled", loss.nulled())
                        .put("changed", loss.changed())
                        .put("undeclared", loss.undeclared()));
        ArrayNode notes = json.putArray("notes");
        report.notes().forEach(notes::add);
        return json;
    }

    private static ObjectNode collection(Report.CollectionLine line) {
        ObjectNode json = Json.object()
                .put("name", line.name().name())
                .put("namespace", line.name().namespace())
                .put("outcome", line.outcome().word())
                .put("records", line.records())
                .put("bytes", line.bytes())
                .put("quarantined", line.quarantined())
                .put("nulled", line.nulled())
                .put("forwarded_invalid", line.forwardedInvalid())
                .put("states", line.acknowledgedStates())
                .put("milliseconds", line.duration().toMillis());
        json.set("calls", number(line.calls()));
        json.set("failure", failure(line.failure()));
        return json;
    }

    private static JsonNode number(OptionalLong number) {
        return number.isPresent() ? LongNode.valueOf(number.getAsLong()) : NullNode.getInstance();
    }

    private static JsonNode failure(Optional<Failure> failure) {
        return failure.<JsonNode>map(why -> Json.object()
                        .put("code", why.code().word())
                        .put("kind", why.code().kind().name().toLowerCase(java.util.Locale.ROOT))
                        .put("message", why.message()))
                .orElse(NullNode.getInstance());
    }

    private static JsonNode side(Optional<Report.Side> side) {
        return side.<JsonNode>map(one -> {
                    ObjectNode json = Json.object()
                            .put("connector", one.label())
                            .put("runs", one.identity())
                            .put("road", one.road())
                            .put("exit", one.exit())
                            .put("peak_memory_bytes", one.peakMemoryBytes().orElse(null));
                    one.lastWords().forEach(json.putArray("last_words")::add);
                    return json;
                })
                .orElse(NullNode.getInstance());
    }
}
