package dev.wharf.runtime.cli;

import dev.wharf.catalog.Price;
import dev.wharf.protocol.Json;
import dev.wharf.protocol.Stream;
import dev.wharf.runtime.connection.Connection;
import dev.wharf.runtime.connection.Connection.Budget;
import dev.wharf.runtime.connection.Connection.Schedule;
import dev.wharf.runtime.terminal.Output;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import tools.jackson.databind.node.ObjectNode;

/**
 * What the chosen collections cost in API calls, beside what the connection may spend.
 *
 * @param spent calls made in the time of the budget up to now; empty without a budget, or with one of each run
 */
record Cost(Price run, Optional<Schedule> schedule, Optional<Budget> budget, OptionalLong spent) {

    /** @return empty where the source tells no prices */
    static Optional<Cost> of(Connection connection, Collection<Stream> chosen, Application application) {
        List<Price> prices =
                chosen.stream().flatMap(stream -> Price.of(stream).stream()).toList();
        if (prices.isEmpty()) {
            return Optional.empty();
        }
        OptionalLong spent = connection
                .budget()
                .flatMap(budget -> budget.per().span().map(span -> spent(connection, budget, span, application)))
                .map(OptionalLong::of)
                .orElse(OptionalLong.empty());
        Price run = prices.stream().reduce(Price.NOTHING, Price::plus);
        return Optional.of(new Cost(run, connection.schedule(), connection.budget(), spent));
    }

    private static long spent(Connection connection, Budget budget, Duration span, Application application) {
        return application
                .existingStore()
                .map(store -> store.spent(
                        connection.name(),
                        budget.account(),
                        application.clock().instant().minus(span)))
                .orElse(0L);
    }

    void print(Output out) {
        out.line(
                text(
                        "A run takes about %,d API calls the first time (FIRST), %,d when little is new (QUIET), %,d when much is (BUSY)."));
        schedule.ifPresent(when -> out.line(String.format(
                Locale.ROOT,
                "On schedule, %d times per %s, that is %,d to %,d calls per %s.",
                when.times(),
                when.per().word(),
                when.times() * run.quiet(),
                when.times() * run.busy(),
                when.per().word())));
        budget.ifPresent(limit -> out.line(String.format(
                Locale.ROOT,
                "The budget is %,d calls per %s%s.",
                limit.calls(),
                limit.per().word(),
                spent.isPresent() ? String.format(Locale.ROOT, ", of which %,d are spent", spent.getAsLong()) : "")));
        if (budget.filter(this::tooSmall).isPresent()) {
            out.line("That is less than the first run takes: it will be stopped, and go on with the next.");
        }
    }

    private boolean tooSmall(Budget limit) {
        return limit.calls() < run.first();
    }

    private String text(String form) {
        return String.format(Locale.ROOT, form, run.first(), run.quiet(), run.busy());
    }

    ObjectNode json() {
        ObjectNode json = Json.object();
        json.putObject("run")
                .put("first", run.first())
                .put("quiet", run.quiet())
                .put("busy", run.busy());
        schedule.ifPresent(when -> json.putObject("schedule")
                .put("times", when.times())
                .put("per", when.per().word()));
        budget.ifPresent(limit -> {
            ObjectNode one = json.putObject("budget")
                    .put("calls", limit.calls())
                    .put("per", limit.per().word());
            one.put("spent", spent.isPresent() ? (Long) spent.getAsLong() : null);
        });
        return json;
    }
}
