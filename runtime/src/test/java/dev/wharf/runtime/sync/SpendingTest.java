package dev.wharf.runtime.sync;

import static dev.wharf.runtime.sync.SyncScene.ORDERS;
import static dev.wharf.runtime.sync.SyncScene.USERS;
import static dev.wharf.runtime.sync.SyncScene.error;
import static dev.wharf.runtime.sync.SyncScene.record;
import static dev.wharf.runtime.sync.SyncScene.says;
import static dev.wharf.runtime.sync.SyncScene.state;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wharf.protocol.Invocation;
import dev.wharf.protocol.Json;
import dev.wharf.protocol.Messages;
import dev.wharf.runtime.failure.ExitStatus;
import dev.wharf.runtime.failure.FailureCode;
import dev.wharf.runtime.launch.Launcher.Role;
import dev.wharf.runtime.sync.Report.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/** The calls of its vendor's API that a source may make, and those that it made. */
class SpendingTest {

    @RegisterExtension
    final SyncScene scene = new SyncScene();

    @Test
    void callsStandInTheReportByCollection() {
        Report report = scene.run(
                says(calls("acct_1", 2, 1), record(USERS, 1), state(USERS, 1), calls("acct_1", 3, 1)), scene::loads);

        assertEquals(OptionalLong.of(4), report.calls());
        assertEquals(OptionalLong.of(3), report.collections().get(0).calls());
        assertEquals(OptionalLong.of(1), report.collections().get(1).calls());
    }

    @Test
    void sourceThatCountsNothingHasNoCallsRatherThanNone() {
        assertEquals(
                OptionalLong.empty(),
                scene.run(says(record(USERS, 1)), scene::loads).calls());
    }

    @Test
    void whatCannotBeReadIsLoggedAndNotCounted() {
        Report report = scene.run(says(analytics("{broken"), record(USERS, 1)), scene::loads);

        assertEquals(Outcome.SUCCESS, report.outcome());
        assertEquals(OptionalLong.empty(), report.calls());
    }

    @Test
    void callsOfEveryAttemptCount() {
        Report report = scene.run(says(calls("acct_1", 5, 0), error("transient_error", "too busy")), scene::loads);

        assertEquals(OptionalLong.of(5L * (1 + scene.limits().retries())), report.calls());
    }

    @Test
    void aRunMaySpendWhatEarlierOnesLeft() {
        scene.spending(budget(Optional.of(Duration.ofDays(1)), Optional.empty()));
        scene.run(says(calls("acct_1", 7, 0)), scene::loads);
        ScriptedLauncher second = new ScriptedLauncher(says(calls("acct_1", 2, 0)), scene::loads);
        scene.run(second);

        assertEquals("{\"calls\":3,\"leave\":0.25}", budgetOf(second).toString());
    }

    @Test
    void aBudgetOfARunIsWholeInEveryRun() {
        scene.spending(budget(Optional.empty(), Optional.empty()));
        scene.run(says(calls("acct_1", 7, 0)), scene::loads);
        ScriptedLauncher second = new ScriptedLauncher(says(), scene::loads);
        scene.run(second);

        assertEquals(10, budgetOf(second).path("calls").asInt());
    }

    @Test
    void sourceIsNotStartedOnceEverythingIsSpent() {
        scene.spending(budget(Optional.of(Duration.ofDays(1)), Optional.empty()));
        scene.run(says(calls("acct_1", 10, 0)), scene::loads);
        ScriptedLauncher second = new ScriptedLauncher(says(record(USERS, 1)), scene::loads);
        Report report = scene.run(second);

        assertEquals(0, second.count(Role.SOURCE));
        assertEquals(0, second.count(Role.DESTINATION));
        assertEquals(FailureCode.BUDGET_REACHED, report.failure().orElseThrow().code());
        assertEquals(ExitStatus.BUDGET_REACHED, report.exit());
        assertTrue(
                report.failure().orElseThrow().message().contains("10 calls per day"),
                report.failure().orElseThrow().message());
    }

    @Test
    void connectionsOnOneAccountShareItsBudget() {
        scene.run(says(calls("acct_1", 7, 0)), scene::loads);
        scene.run(says(calls("acct_2", 1, 0)), scene::loads);

        Instant longAgo = Instant.EPOCH;
        assertEquals(7, scene.store.spent("another", Optional.of("acct_1"), longAgo));
        assertEquals(1, scene.store.spent("shop", Optional.empty(), longAgo), "that of the account that it named last");
        assertEquals(0, scene.store.spent("another", Optional.empty(), longAgo));
    }

    @Test
    void anAccountThatTheOperatorNamesIsTheOneThatIsCounted() {
        scene.spending(budget(Optional.of(Duration.ofDays(1)), Optional.of("billing")));
        scene.run(says(calls("acct_1", 7, 0)), scene::loads);

        assertEquals(7, scene.store.spent("another", Optional.of("billing"), Instant.EPOCH));
    }

    @Test
    void catalogOfASourceWithoutABudgetSaysNothingOfOne() {
        ScriptedLauncher launcher = new ScriptedLauncher(says(record(ORDERS, 1)), scene::loads);
        scene.run(launcher);

        assertFalse(catalogOf(launcher).has("wharf"));
    }

    private static Plan.Budget budget(Optional<Duration> window, Optional<String> account) {
        return new Plan.Budget(10, window.isPresent() ? "day" : "run", window, 0.25, account);
    }

    private static JsonNode budgetOf(ScriptedLauncher launcher) {
        return catalogOf(launcher).path("wharf").path("budget");
    }

    private static JsonNode catalogOf(ScriptedLauncher launcher) {
        Invocation.Read<byte[]> read =
                (Invocation.Read<byte[]>) launcher.last(Role.SOURCE).invocation();
        return Json.read(read.catalog());
    }

    private static String calls(String account, int users, int orders) {
        return analytics(
                "{\"account\":\"" + account + "\",\"calls\":[{\"stream\":\"users\",\"class\":\"read\",\"calls\":"
                        + users + "},{\"stream\":\"orders\",\"class\":\"read\",\"calls\":" + orders + "}]}");
    }

    private static String analytics(String value) {
        return new String(
                Messages.write(new dev.wharf.protocol.Message.Analytics("wharf.calls", value, Instant.EPOCH)),
                java.nio.charset.StandardCharsets.UTF_8);
    }
}
