package dev.wharf.sdk.api;

import static dev.wharf.sdk.api.Scene.ASK;
import static dev.wharf.sdk.api.Server.answer;
import static dev.wharf.sdk.api.Server.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wharf.protocol.Message.TraceError.FailureType;
import dev.wharf.protocol.Message.TraceError.Reason;
import dev.wharf.sdk.ConnectorFailure;
import java.net.http.HttpHeaders;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** How calls are paced, what the vendor's refusals do to the pace, and what is said while a call waits. */
class LimitsTest {

    @Test
    void callsGoOutAtTheStatedRate() {
        try (Scene scene = new Scene(json("{}"))) {
            for (int i = 0; i < 102; i++) {
                scene.client.send(ASK);
            }

            assertEquals(Duration.ofSeconds(4), scene.time.passed(), "two at once, then 25 in a second");
            assertEquals(List.of(), scene.told, "that is no wait worth telling");
        }
    }

    @Test
    void aRefusalIsWaitedOutAsLongAsTheServerSays() {
        try (Scene scene = new Scene(answer(429, "", "Retry-After", "7"), json("{}"))) {
            scene.client.send(ASK);

            assertEquals(List.of(Duration.ofSeconds(7)), scene.waits());
            assertEquals(List.of("charges PT7S"), scene.told);
        }
    }

    @Test
    void aDateIsReadByTheServersOwnClock() {
        HttpHeaders headers = HttpHeaders.of(
                Map.of(
                        "Date", List.of("Wed, 21 Oct 2026 07:28:00 GMT"),
                        "Retry-After", List.of("Wed, 21 Oct 2026 07:28:30 GMT")),
                (_, _) -> true);

        assertEquals(Optional.of(Duration.ofSeconds(30)), RetryAfter.of(headers, MovedTime.START));
    }

    @Test
    void aLongWaitIsToldAgainAndAgain() {
        try (Scene scene = new Scene(answer(429, "", "Retry-After", "100"), json("{}"))) {
            scene.client.send(ASK);

            assertEquals(List.of("charges PT1M40S", "charges PT1M10S", "charges PT40S", "charges PT10S"), scene.told);
        }
    }

    @Test
    void aWaitOfACallThatServesAllIsToldToAll() {
        try (Scene scene = new Scene(answer(429, "", "Retry-After", "5"), json("{}"))) {
            scene.client.send(Call.get(Acme.READS, "/v1/events"));

            assertEquals(List.of("all PT5S"), scene.told);
        }
    }

    @Test
    void aRefusalWithoutATimeIsWaitedOutLongerEachTime() {
        try (Scene scene = new Scene(answer(429, ""), answer(429, ""), answer(429, ""), json("{}"))) {
            scene.client.send(ASK);

            assertEquals(Duration.ofMillis(3500), scene.time.passed());
        }
    }

    @Test
    void aRefusalSlowsThePaceAndTimeBringsItBack() {
        try (Scene scene = new Scene(answer(429, "", "Retry-After", "1"), json("{}"))) {
            scene.client.send(ASK);
            assertEquals(Duration.ofSeconds(3), spent(scene, 50), "25 in a second less a third");

            scene.time.pass(Duration.ofSeconds(30));
            scene.client.send(ASK);
            scene.time.pass(Duration.ofSeconds(30));
            scene.client.send(ASK);
            Duration again = spent(scene, 50);
            assertTrue(again.compareTo(Duration.ofSeconds(2)) <= 0, again::toString);
        }
    }

    @Test
    void aRefusalForHoursIsNotWaitedOut() {
        try (Scene scene = new Scene(answer(429, "", "Retry-After", "7200"))) {
            ConnectorFailure failure = scene.failure(ASK);

            assertEquals(FailureType.TRANSIENT_ERROR, failure.type());
            assertEquals(
                    "Acme lets no GET /v1/charges through: it is rate limited until 2026-11-24T11:00:00Z.",
                    failure.getMessage());
            assertEquals(List.of(), scene.waits());
        }
    }

    @Test
    void noMoreCallsAreUnderWayThanTheLimitAllows() throws InterruptedException {
        AtomicInteger now = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        CountDownLatch four = new CountDownLatch(4);
        try (Scene scene = new Scene(exchange -> {
            most.accumulateAndGet(now.incrementAndGet(), Math::max);
            four.countDown();
            awaitQuietly(four);
            now.decrementAndGet();
            json("{}").play(exchange);
        })) {
            List<Thread> callers = IntStream.range(0, 12)
                    .mapToObj(i -> Thread.ofVirtual().start(() -> scene.client.send(ASK)))
                    .toList();
            for (Thread caller : callers) {
                caller.join();
            }

            assertEquals(4, most.get());
            assertEquals(12, scene.server.asked().size());
        }
    }

    @Test
    void anAnswerThatSaysNothingIsLeftHoldsTheNextCallBack() {
        Gauge spent = Gauge.of(new Gauge.Window(Acme.READS, 0, Duration.ofSeconds(9)));
        try (Scene scene = new Scene(gauging(spent), json("{}"))) {
            scene.client.send(ASK);
            assertEquals(Duration.ZERO, scene.time.passed());
            scene.client.send(ASK);
            assertEquals(Duration.ofSeconds(9), scene.time.passed());
        }
    }

    @Test
    void thePaceFollowsTheLimitThatTheAccountHas() {
        LimitClass less = new LimitClass(Acme.READS.name(), 5, Duration.ofSeconds(1), 1);
        try (Scene scene = new Scene(gauging(Gauge.of(new Gauge.Window(less, 4, Duration.ZERO))), json("{}"))) {
            scene.client.send(ASK);

            spent(scene, 1);
            assertEquals(Duration.ofSeconds(2), spent(scene, 10));
        }
    }

    @Test
    void closingEndsWhatWaits() {
        try (Scene scene = new Scene(json("{}"))) {
            scene.client.close();

            assertEquals("Acme is not asked any more.", scene.failure(ASK).getMessage());
            assertEquals(Optional.<Reason>empty(), scene.failure(ASK).reason());
        }
    }

    private static Duration spent(Scene scene, int calls) {
        Duration before = scene.time.passed();
        for (int i = 0; i < calls; i++) {
            scene.client.send(ASK);
        }
        return scene.time.passed().minus(before);
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Vendor gauging(Gauge gauge) {
        return new Acme() {
            @Override
            public Gauge gauge(Call call, HttpHeaders headers) {
                return gauge;
            }
        };
    }
}
