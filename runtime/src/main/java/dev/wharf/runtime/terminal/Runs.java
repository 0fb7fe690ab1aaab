package dev.wharf.runtime.terminal;

import dev.wharf.protocol.Json;
import dev.wharf.runtime.state.StateStore;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** How runs of the state store are told. */
public final class Runs {

    private static final DateTimeFormatter LOCAL = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");

    private Runs() {}

    /**
     * The outcome of a run: of its report, or what can be told of one without.
     *
     * @param holder who has the connection open now
     */
    public static String outcome(StateStore.Run run, Optional<StateStore.Holder> holder) {
        Optional<String> reported =
                run.report().map(report -> report.path("outcome").asString(""));
        return reported.orElseGet(() ->
                holder.filter(now -> now.run().equals(run.name())).isPresent() ? "running" : "killed");
    }

    public static long sum(StateStore.Run run, String field) {
        long sum = 0;
        for (JsonNode line :
                run.report().map(report -> report.path("collections")).orElse(Json.object())) {
            sum += line.path(field).asLong(0);
        }
        return sum;
    }

    /** The code of what it failed by; empty when it did not. */
    public static String code(StateStore.Run run) {
        return run.report()
                .map(report -> report.path("failure").path("code").asString(""))
                .orElse("");
    }

    /** In the zone of whoever reads it. */
    public static String time(Instant instant) {
        return LOCAL.withZone(ZoneId.systemDefault()).format(instant);
    }

    public static ObjectNode json(StateStore.Run run, Optional<StateStore.Holder> holder) {
        ObjectNode json = Json.object()
                .put("run", run.name())
                .put("outcome", outcome(run, holder))
                .put("started", run.started().toString())
                .put("ended", run.finished().map(Instant::toString).orElse(null))
                .put("records", sum(run, "records"))
                .put("bytes", sum(run, "bytes"))
                .put("quarantined", sum(run, "quarantined"));
        return json.put("failure", code(run).isEmpty() ? null : code(run));
    }
}
