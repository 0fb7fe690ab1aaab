package dev.wharf.runtime.sync;

import dev.wharf.protocol.StreamName;
import dev.wharf.runtime.failure.Failure;
import dev.wharf.runtime.launch.Connector;
import dev.wharf.runtime.launch.Launcher.Role;
import dev.wharf.runtime.schema.Findings;
import dev.wharf.runtime.secret.Secrets;
import dev.wharf.runtime.sync.Report.CollectionLine;
import dev.wharf.runtime.sync.Report.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;

/** What is known of a run while it goes on, across its attempts: the matter of its report. Written by the run's thread. */
final class Journal {

    private final Plan plan;
    private final Sync.Surroundings surroundings;
    private final Secrets secrets;
    private final Tallies tallies;
    private final Findings findings = new Findings();
    private final Reckoning reckoning;
    private final Losses losses = new Losses();
    private final Spending spending;
    private final List<String> notes = new ArrayList<>();
    private final Set<StreamName> completed = new HashSet<>();
    private final Set<StreamName> everCompleted = new HashSet<>();
    private final Map<Optional<StreamName>, Long> acknowledged = new HashMap<>();
    private Optional<Failure> failure = Optional.empty();
    private Optional<Report.Side> source = Optional.empty();
    private Optional<Report.Side> destination = Optional.empty();
    private Optional<String> slowSide = Optional.empty();
    private int attempts;
    private long refused;
    private boolean progressed;

    Journal(Plan plan, Sync.Surroundings surroundings, Secrets secrets) {
        this.plan = plan;
        this.surroundings = surroundings;
        this.secrets = secrets;
        plan.notes().forEach(this::note);
        this.reckoning = new Reckoning(plan.miscounts());
        this.spending = new Spending(plan.budget(), surroundings.clock());
        this.tallies = new Tallies(plan.collections().stream().map(this::tally).toList());
    }

    private Tally tally(Plan.Selected selected) {
        Tally tally = Tally.of(selected);
        Stream.of(tally.check.slowBecause(), tally.check.uncheckedBecause())
                .flatMap(Optional::stream)
                .forEach(why -> notes.add("Collection " + selected.name() + ": " + why));
        return tally;
    }

    Tallies tallies() {
        return tallies;
    }

    Findings findings() {
        return findings;
    }

    Reckoning reckoning() {
        return reckoning;
    }

    Losses losses() {
        return losses;
    }

    Spending spending() {
        return spending;
    }

    Set<StreamName> completed() {
        return completed;
    }

    void note(String sentence) {
        if (!notes.contains(sentence)) {
            notes.add(sentence);
        }
    }

    /** Whether the last attempt got further: saved a state that says something new, or completed a collection that no attempt before had. */
    boolean progressed() {
        return progressed;
    }

    /** No further attempt is made, for this reason. */
    void ended(Failure why) {
        failure = Optional.of(why);
    }

    /** Makes ready for another attempt. */
    void again() {
        tallies.all().forEach(Tally::again);
    }

    /** An attempt that did not get as far as both connectors. */
    Optional<Failure> failed(Failure why) {
        attempts++;
        failure = Optional.of(why);
        progressed = false;
        new Verdict(tallies, true, false).blame(failure, Set.of());
        return failure;
    }

    /** @param advanced whether what is remembered says something else than before the attempt */
    void attempted(
            Attempt.Result result,
            Map<Optional<StreamName>, Long> saved,
            boolean advanced,
            long refusedLines,
            Optional<String> slow) {
        attempts++;
        failure = result.failure();
        completed.clear();
        completed.addAll(result.completed());
        saved.forEach((name, count) -> acknowledged.merge(name, count, Long::sum));
        refused += refusedLines;
        slowSide = slow;
        progressed = everCompleted.addAll(result.completed()) || advanced;
    }

    /** @param lastWords none of a run that did not fail */
    void ran(Plan.Party party, Connector connector, Connector.Exit exit, Role role, List<String> lastWords) {
        Report.Side side = new Report.Side(
                party.label(),
                connector.identity(),
                connector.road().name().toLowerCase(java.util.Locale.ROOT),
                exit.describe(),
                exit.peakMemoryBytes(),
                lastWords);
        switch (role) {
            case SOURCE -> source = Optional.of(side);
            case DESTINATION -> destination = Optional.of(side);
        }
    }

    Report report(Instant started) {
        reckoning.miscounts().forEach(one -> note(one.sentence()));
        if (losses.others() > 0) {
            note("The destination counted " + losses.others() + " more values that fit no column.");
        }
        List<CollectionLine> lines = Stream.concat(
                        tallies.all().stream().map(this::line),
                        plan.untried().stream().map(this::untriedLine))
                .toList();
        long good =
                lines.stream().filter(line -> line.outcome() == Outcome.SUCCESS).count();
        boolean all = good == lines.size() && failure.isEmpty();
        Outcome outcome = all ? Outcome.SUCCESS : good > 0 ? Outcome.PARTIAL : Outcome.FAILURE;
        return new Report(
                plan.connection(),
                surroundings.run(),
                started,
                surroundings.clock().instant(),
                attempts,
                outcome,
                failure.map(this::masked),
                source,
                destination,
                slowSide,
                refused,
                spending.total(),
                lines,
                findingLines(),
                reckoning.miscounts(),
                losses.lines(),
                notes);
    }

    private List<Report.FindingLine> findingLines() {
        List<Report.FindingLine> found = new ArrayList<>();
        findings.summaries().forEach((name, summary) -> {
            summary.findings()
                    .forEach(finding -> found.add(new Report.FindingLine(
                            name,
                            finding.path(),
                            finding.expected(),
                            finding.found(),
                            finding.count(),
                            finding.example())));
            if (summary.others() > 0) {
                note("Collection " + name + " departs from its schema in " + summary.others() + " more values.");
            }
        });
        return found;
    }

    private CollectionLine untriedLine(Plan.Untried untried) {
        return new CollectionLine(
                untried.name(),
                Outcome.FAILURE,
                0,
                0,
                0,
                0,
                0,
                0,
                OptionalLong.empty(),
                Duration.ZERO,
                Optional.of(masked(untried.why())));
    }

    /** A connector's words may hold what it was given; the report is kept and sent around (invariant 8). */
    private Failure masked(Failure told) {
        return new Failure(told.code(), secrets.mask(told.message()));
    }

    private CollectionLine line(Tally tally) {
        boolean good = completed.contains(tally.name);
        Optional<Failure> why = good ? Optional.empty() : tally.failure().or(() -> failure);
        return new CollectionLine(
                tally.name,
                good ? Outcome.SUCCESS : Outcome.FAILURE,
                tally.records,
                tally.bytes,
                tally.quarantined,
                tally.nulled,
                tally.forwardedInvalid,
                acknowledged.getOrDefault(Optional.of(tally.name), 0L),
                spending.of(tally.name),
                Duration.ofNanos(Math.max(0, tally.lastNanos - tally.firstNanos)),
                why.map(this::masked));
    }
}
