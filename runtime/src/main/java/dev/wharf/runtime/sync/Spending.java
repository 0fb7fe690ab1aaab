package dev.wharf.runtime.sync;

import dev.wharf.protocol.ConfiguredCatalog;
import dev.wharf.protocol.Json;
import dev.wharf.protocol.StreamName;
import dev.wharf.runtime.failure.FailureCode;
import dev.wharf.runtime.failure.WharfException;
import dev.wharf.runtime.state.OpenRun;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * The calls of its vendor's API that the source of a run may make, and those that it says to have made, over all its launches. A source that counts
 * none is carried like any other. Any thread.
 */
final class Spending {

    /** The type of the TRACE ANALYTICS by which a source tells its calls: {@code {"account": …, "calls": [{"stream": …, "class": …, "calls": …}]}}. */
    static final String TYPE = "wharf.calls";

    private final Optional<Plan.Budget> budget;
    private final Clock clock;
    private final Instant started;
    private final Map<Optional<StreamName>, Long> before = new HashMap<>();
    private Map<Optional<StreamName>, Long> now = Map.of();
    private boolean told;
    private long launches;

    Spending(Optional<Plan.Budget> budget, Clock clock) {
        this.budget = budget;
        this.clock = clock;
        this.started = clock.instant();
    }

    /**
     * The source is about to be launched. @return what it may spend
     *
     * @throws WharfException {@code budget-reached} when that is nothing
     */
    synchronized Optional<ConfiguredCatalog.Budget> launch(OpenRun open) {
        launches++;
        now.forEach((name, calls) -> before.merge(name, calls, Long::sum));
        now = Map.of();
        return budget.map(limit -> {
            Instant since = limit.window().map(clock.instant()::minus).orElse(started);
            long left = limit.calls() - open.spent(limit.account(), since);
            if (left <= 0) {
                throw new WharfException(
                        FailureCode.BUDGET_REACHED,
                        "The budget of " + limit.describe() + " is spent already, so the source was not started."
                                + " Sync again later, or raise budget.calls in the connection file.");
            }
            return new ConfiguredCatalog.Budget(OptionalLong.of(left), limit.leave());
        });
    }

    /** @return whether it could be read */
    synchronized boolean told(String value, OpenRun open) {
        JsonNode json;
        try {
            json = Json.read(value.getBytes(StandardCharsets.UTF_8));
        } catch (JacksonException e) {
            return false;
        }
        Map<Optional<StreamName>, Long> counted = new HashMap<>();
        for (JsonNode entry : json.path("calls")) {
            Optional<StreamName> stream = Optional.ofNullable(
                            entry.path("stream").stringValue(null))
                    .map(name -> new StreamName(entry.path("namespace").asString(""), name));
            counted.merge(stream, Math.max(0, entry.path("calls").asLong(0)), Long::sum);
        }
        now = counted;
        told = true;
        long calls = counted.values().stream().mapToLong(Long::longValue).sum();
        String account =
                budget.flatMap(Plan.Budget::account).orElse(json.path("account").asString(""));
        open.spend(new OpenRun.Spending(launches, account, calls), clock.instant());
        return true;
    }

    /** Calls of the whole run; empty when the source does not count them. */
    synchronized OptionalLong total() {
        return told
                ? OptionalLong.of(before.values().stream()
                                .mapToLong(Long::longValue)
                                .sum()
                        + now.values().stream().mapToLong(Long::longValue).sum())
                : OptionalLong.empty();
    }

    synchronized OptionalLong of(StreamName collection) {
        Optional<StreamName> key = Optional.of(collection);
        return told ? OptionalLong.of(before.getOrDefault(key, 0L) + now.getOrDefault(key, 0L)) : OptionalLong.empty();
    }
}
