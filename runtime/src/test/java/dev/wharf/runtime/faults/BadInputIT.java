package dev.wharf.runtime.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wharf.runtime.faults.Scene.Ended;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a source may print and a destination may return, and neither should. */
final class BadInputIT extends Faults {

    private Ended sync(String source, String destination) {
        return scene.sync(plays(source), plays(destination));
    }

    private void assertWhole(Ended run) {
        assertEquals(0, run.status(), run::out);
        assertEquals(2, scene.cursor("users"));
        assertEquals(1, scene.cursor("orders"));
    }

    @Test
    void textAmongTheMessagesGoesToTheLog() {
        Ended run = sync("text", "good");

        assertWhole(run);
        assertEquals(2, run.records("users"));
        String log = scene.wharf("logs", "shop").out();
        assertTrue(log.contains("Starting up ...") && log.contains("done, 0 warnings"), log);
        assertEquals(List.of(), scene.quarantine());
    }

    @Test
    void binaryNoiseHarmsNothing() {
        assertWhole(sync("binary", "good"));
    }

    @Test
    void recordOf64MegabytesIsCarried() {
        Ended run = sync("record-of-64-mb", "good");

        assertWhole(run);
        assertEquals(3, run.records("users"));
        assertTrue(run.collection("users").path("bytes").asLong() > 64L << 20, run::out);
    }

    @Test
    void lineOf100MegabytesThatIsNoJsonIsTextOfWhichTheLogHasTheBeginning() {
        assertWhole(sync("line-of-100-mb", "good"));
        String log = scene.wharf("logs", "shop").out();
        assertTrue(log.contains("zzzz"), log);
        assertTrue(log.length() < 1 << 20, () -> log.length() + " characters");
    }

    @Test
    void recordOfAnUnknownCollectionIsKeptAside() {
        Ended run = sync("unknown-collection", "good");

        assertWhole(run);
        assertEquals(1, run.json().path("refused").asLong());
        assertEquals(
                List.of("unknown-collection, a record of a collection that was not asked for, 80 bytes"),
                scene.quarantine());
    }

    @Test
    void recordBeforeTheCatalogIsNoAnswer() {
        Ended run = sync("early-record", "good");

        assertWhole(run);
        assertEquals(2, run.records("users"));
    }

    @Test
    void sourceWithoutACatalogIsNoSource() {
        Ended run = sync("no-catalog", "good");

        assertEquals(4, run.status());
        assertEquals("source-protocol", run.code());
        assertTrue(run.message().contains("for its collections"), run::message);
    }

    @Test
    void statesOfTenMegabytesComeBackWhole() {
        Ended run = sync("states-of-10-mb", "good");

        assertEquals(0, run.status(), run::out);
        assertEquals(3, run.collection("users").path("states").asLong());
        assertEquals(3, scene.cursor("users"));
    }

    @Test
    void fiveThousandCollectionsEachHaveTheirLine() {
        Ended run = sync("five-thousand", "good");

        assertEquals(0, run.status(), run::err);
        assertEquals(5000, run.json().path("collections").size());
        assertTrue(
                run.json()
                        .path("collections")
                        .valueStream()
                        .allMatch(line -> line.path("records").asLong() == 1
                                && line.path("states").asLong() == 1),
                run::out);
    }

    @Test
    void sourceThatSaysNothingAtAllIsNotBelieved() {
        Ended run = sync("nothing", "good");

        assertEquals(4, run.status(), run::out);
        assertEquals("source-protocol", run.code());
        assertEquals("failure", run.collection("users").path("outcome").asString());
    }

    @Test
    void sourceThatEndsWithoutFinishingACollectionIsNotBelieved() {
        Ended run = sync("no-ending", "good");

        assertEquals(4, run.status());
        assertEquals("partial", run.json().path("outcome").asString());
        assertEquals(
                "collection-incomplete",
                run.collection("orders").path("failure").path("code").asString());
        assertEquals(2, scene.cursor("users"));
    }

    @Test
    void rateLimitedSourceIsNotSilentUntilItsTime() {
        Ended run = scene.sync(plays("rate-limited"), plays("good"), "silence: 3s");

        assertWhole(run);
    }

    @Test
    void sourceThatMiscountsIsNamedAndEndsTheRunWhereTheConnectionSaysSo() {
        Ended named = sync("miscounts", "good");
        assertEquals(
                "{\"collection\":\"orders\",\"side\":\"source\",\"states\":1,\"said\":5,\"rejected\":0,\"counted\":1}",
                named.json().path("miscounts").path(0).toString());
        assertEquals(1, scene.cursor("orders"));

        assertEquals(0, scene.wharf("state", "reset", "shop").status());
        Ended failed = scene.sync(plays("miscounts"), plays("good"), "miscounts: fail");
        assertEquals(4, failed.status());
        assertEquals("counts-differ", failed.code());
        assertEquals(2, scene.cursor("users"));
        assertEquals(0, scene.cursor("orders"));
    }

    @Test
    void destinationThatNeverReturnsAStateLoadsInVain() {
        Ended run = sync("good", "never-returns");

        assertEquals(9, run.status());
        assertEquals("state-not-returned", run.code());
        assertEquals(0, scene.cursor("users"));
    }

    @Test
    void destinationThatReturnsWhatWasNeverSentIsRefused() {
        Ended run = sync("good", "returns-foreign");

        assertEquals(9, run.status());
        assertEquals("destination-protocol", run.code());
        assertEquals(0, scene.cursor("users"));
    }

    @Test
    void destinationThatDropsIdsIsUnderstood() {
        assertWhole(sync("good", "drops-ids"));
    }

    @Test
    void destinationThatReturnsOnlyTheLastStatesIsUnderstood() {
        Ended run = sync("states-of-10-mb", "returns-the-last");

        assertEquals(0, run.status(), run::out);
        assertEquals(3, scene.cursor("users"));
    }
}
