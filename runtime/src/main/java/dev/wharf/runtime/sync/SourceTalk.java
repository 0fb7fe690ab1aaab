package dev.wharf.runtime.sync;

import dev.wharf.protocol.Message;
import dev.wharf.runtime.failure.Failure;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import tools.jackson.databind.node.ObjectNode;

/** What the source says besides records and states: its collections' endings, its failures, its log. Pump thread; read after the pump ended. */
final class SourceTalk implements Pump.Listener {

    private final Tallies tallies;
    private final Traffic traffic;
    private final RunLog log;
    private final Consumer<ObjectNode> rotatedConfig;
    private final Predicate<String> calls;
    private final List<String> notes = new ArrayList<>();
    private Optional<Failure> failure = Optional.empty();
    private boolean tellsEndings;

    /**
     * @param rotatedConfig stores a config that the source replaced, durably, before it returns
     * @param calls takes what the source says of its calls, and tells whether that made sense
     */
    SourceTalk(
            Tallies tallies, Traffic traffic, RunLog log, Consumer<ObjectNode> rotatedConfig, Predicate<String> calls) {
        this.tallies = tallies;
        this.traffic = traffic;
        this.log = log;
        this.rotatedConfig = rotatedConfig;
        this.calls = calls;
    }

    @Override
    public void message(Message message) {
        switch (message) {
            case Message.StreamStatus status -> status(status);
            case Message.TraceError error -> error(error);
            case Message.Control control -> rotatedConfig.accept(control.config());
            case Message.Log said -> log.line(RunLog.Side.SOURCE, said.level() + " " + said.message());
            case Message.Analytics analytics -> analytics(analytics);
            case Message.Unknown unknown -> log.line(RunLog.Side.SOURCE, "a message of type " + unknown.type());
            case Message.DataRecord _,
                    Message.State _,
                    Message.Spec _,
                    Message.ConnectionStatus _,
                    Message.CatalogOffer _,
                    Message.DestinationCatalog _,
                    Message.Estimate _ -> {}
        }
    }

    @Override
    public void text(byte[] bytes, int from, int to) {
        if (from < to) {
            int shown = Math.min(to - from, 16 << 10);
            log.line(RunLog.Side.SOURCE, new String(bytes, from, shown, StandardCharsets.UTF_8));
        }
    }

    /** The first failure that the source told of the whole run. */
    Optional<Failure> failure() {
        return failure;
    }

    /** Whether it tells how its collections end; old images do not. */
    boolean tellsEndings() {
        return tellsEndings;
    }

    List<String> notes() {
        return notes;
    }

    private void analytics(Message.Analytics analytics) {
        boolean taken = analytics.type().equals(Spending.TYPE) && calls.test(analytics.value());
        if (!taken) {
            log.line(RunLog.Side.SOURCE, analytics.type() + " " + analytics.value());
        }
    }

    private void status(Message.StreamStatus status) {
        tellsEndings = true;
        status.rateLimit()
                .flatMap(Message.RateLimit::until)
                .ifPresent(until -> traffic.quietUntil(until.toEpochMilli()));
        Optional<Tally> tally = tallies.find(status.stream());
        if (tally.isEmpty()) {
            log.line(RunLog.Side.SOURCE, "status of a collection that was not asked for: " + status.stream());
            return;
        }
        tally.get().ending = switch (status.status()) {
            case STARTED, RUNNING -> Tally.Ending.STARTED;
            case COMPLETE -> Tally.Ending.COMPLETE;
            case INCOMPLETE -> Tally.Ending.INCOMPLETE;
        };
    }

    private boolean begun() {
        return tallies.all().stream()
                .anyMatch(tally -> tally.records > 0
                        || tally.ending == Tally.Ending.COMPLETE
                        || tally.failure().isPresent());
    }

    private void error(Message.TraceError error) {
        log.line(
                RunLog.Side.SOURCE,
                "ERROR " + error.message()
                        + error.internalMessage().map(more -> " | " + more).orElse(""));
        error.stackTrace().ifPresent(trace -> log.line(RunLog.Side.SOURCE, trace));
        Optional<Tally> tally = error.stream().flatMap(tallies::find);
        if (tally.isPresent()) {
            tally.get().fail(Failures.ofCollection(error, tally.get().name.toString()));
        } else if (failure.isEmpty()) {
            failure = Optional.of(begun() ? Failures.ofSourceMidway(error) : Failures.ofSource(error));
        }
    }
}
