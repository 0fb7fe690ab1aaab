package dev.wharf.sdk.api;

import dev.wharf.protocol.ConfiguredCatalog;
import dev.wharf.protocol.Json;
import dev.wharf.protocol.StreamName;
import dev.wharf.sdk.ConnectorFailure;
import dev.wharf.sdk.Output;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The calls of one run: counts every attempt, and refuses the one that would be too many. Any thread.
 */
public final class Budget {

    /** The type of the TRACE ANALYTICS that tells the calls; its value is {@code {"account": …, "calls": [{"stream": …, "class": …, "calls": …}]}}. */
    public static final String CALLS = "wharf.calls";

    private final String account;
    private final ConfiguredCatalog.Budget most;
    private final Map<Spender, Long> calls = new TreeMap<>();
    private long total;
    private long told;
    private double left = 1;

    private record Spender(Optional<StreamName> stream, String limit) implements Comparable<Spender> {

        private static final Comparator<Spender> ORDER = Comparator.comparing(Spender::limit)
                .thenComparing(
                        spender -> spender.stream().map(StreamName::toString).orElse(""));

        @Override
        public int compareTo(Spender other) {
            return ORDER.compare(this, other);
        }
    }

    private Budget(String account, ConfiguredCatalog.Budget most) {
        this.account = account;
        this.most = most;
    }

    /** Counts, and refuses nothing: for {@code check} and {@code discover}. */
    public static Budget unlimited() {
        return new Budget("", new ConfiguredCatalog.Budget(OptionalLong.empty(), 0));
    }

    /**
     * What the run of this catalog may spend; told on the wire with each state and at the end.
     *
     * @param account whose calls they are, for budgets that several connections share; never a secret
     */
    public static Budget of(ConfiguredCatalog catalog, String account, Output output) {
        ConfiguredCatalog.Budget most =
                catalog.budget().orElseGet(() -> new ConfiguredCatalog.Budget(OptionalLong.empty(), 0));
        Budget budget = new Budget(account, most);
        output.figures(() -> budget.tell(output));
        return budget;
    }

    /** Calls made so far. */
    public synchronized long total() {
        return total;
    }

    /** Takes note of a call that is about to be made. @throws ConnectorFailure with the reason BUDGET_REACHED, and then it must not be made */
    synchronized void spend(Call call) {
        if (most.calls().isPresent() && total >= most.calls().getAsLong()) {
            throw ConnectorFailure.budgetReached("The budget of " + most.calls().getAsLong()
                    + " calls is spent. What was read is kept, and the next sync goes on from there.");
        }
        if (left < most.leave()) {
            throw ConnectorFailure.budgetReached(
                    "Of the account's quota of calls %d %% are left, and %d %% are kept for other tools. What was read is kept, and the next sync goes on from there."
                            .formatted(Math.round(left * 100), Math.round(most.leave() * 100)));
        }
        calls.merge(new Spender(call.stream(), call.limit().name()), 1L, Long::sum);
        total++;
    }

    synchronized void seen(Gauge.Quota quota) {
        left = quota.left();
    }

    private synchronized void tell(Output output) {
        if (total == told) {
            return;
        }
        ObjectNode value = Json.object().put("account", account);
        ArrayNode list = value.putArray("calls");
        calls.forEach((spender, count) -> {
            ObjectNode entry = list.addObject();
            spender.stream().ifPresent(stream -> {
                entry.put("stream", stream.name());
                if (!stream.namespace().isEmpty()) {
                    entry.put("namespace", stream.namespace());
                }
            });
            entry.put("class", spender.limit()).put("calls", count.longValue());
        });
        output.analytics(CALLS, new String(Json.write(value), StandardCharsets.UTF_8));
        told = total;
    }
}
