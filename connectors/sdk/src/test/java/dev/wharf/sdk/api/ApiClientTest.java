package dev.wharf.sdk.api;

import static dev.wharf.sdk.api.Scene.ASK;
import static dev.wharf.sdk.api.Server.answer;
import static dev.wharf.sdk.api.Server.json;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wharf.protocol.Json;
import dev.wharf.protocol.Message.TraceError.FailureType;
import dev.wharf.protocol.Message.TraceError.Reason;
import dev.wharf.sdk.ConnectorFailure;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** What a call is, what its answer may be, and what an answer that is not good means to the run. */
class ApiClientTest {

    @Test
    void anAnswerIsJsonWithItsNumbersAsTheyWereSpelled() {
        try (Scene scene = new Scene(json("{\"data\":[1.50]}"))) {
            Answer answer = scene.client.send(ASK.query("limit", 100).query("expand[]", "data a"));

            assertEquals("{\"data\":[1.50]}", answer.json().toString());
            assertEquals(List.of("GET /v1/charges?limit=100&expand%5B%5D=data%20a"), scene.server.asked());
        }
    }

    @Test
    void aNextPageMayBeAWholeAddressOfTheSameServer() {
        try (Scene scene = new Scene(json("{}"))) {
            scene.client.send(Call.get(Acme.READS, scene.server.uri() + "/next?cursor=a%2Fb"));

            assertEquals(List.of("GET /next?cursor=a%2Fb"), scene.server.asked());
        }
    }

    @Test
    void credentialsDoNotGoWhereAnAnswerPoints() {
        try (Scene scene = new Scene(json("{}"))) {
            ConnectorFailure failure = scene.failure(Call.get(Acme.READS, "http://elsewhere.example/next"));

            assertEquals(FailureType.SYSTEM_ERROR, failure.type());
            assertEquals(List.of(), scene.server.asked());
        }
    }

    @Test
    void aQuestionMayHaveABody() {
        try (Scene scene = new Scene(json("{}"))) {
            scene.client.send(Call.post(Acme.READS, "/query", Json.object("{\"a\":1}")));

            assertEquals(List.of("{\"a\":1}"), scene.server.bodies());
        }
    }

    @Test
    void aBodyIsReadWhileItComesIn() {
        try (Scene scene = new Scene(answer(200, "id,name\n1,a\n", "Content-Type", "text/csv"))) {
            long lines = scene.client.send(
                    ASK,
                    (_, _, body) ->
                            new String(body.readAllBytes(), UTF_8).lines().count());

            assertEquals(2, lines);
        }
    }

    @Test
    void accessDeniedEndsEveryCallAndIsAskedOnce() {
        try (Scene scene = new Scene(answer(401, "{}"))) {
            ConnectorFailure first = scene.failure(ASK);
            ConnectorFailure second = scene.failure(ASK);

            assertEquals(Optional.of(Reason.ACCESS_DENIED), first.reason());
            assertEquals(
                    "Acme answered 401 to GET /v1/charges. Check the credentials in the config.", first.getMessage());
            assertEquals(first, second);
            assertEquals(1, scene.server.asked().size(), "nothing more is tried with such credentials");
        }
    }

    @Test
    void accessDeniedCutsWhatIsUnderWay() throws InterruptedException {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch never = new CountDownLatch(1);
        List<ConnectorFailure> cut = new CopyOnWriteArrayList<>();
        Server.Turn hanging = exchange -> {
            asked.countDown();
            try {
                never.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        };
        try (Scene scene = new Scene(hanging, answer(401, "{}"))) {
            Thread slow = Thread.ofVirtual().start(() -> cut.add(scene.failure(ASK)));
            asked.await();
            ConnectorFailure denied = scene.failure(ASK);
            slow.join();

            assertEquals(List.of(denied), cut);
        } finally {
            never.countDown();
        }
    }

    @Test
    void aMissingPermissionLeavesTheOthers() {
        try (Scene scene = new Scene(answer(403, "{}"), json("{}"))) {
            assertEquals(
                    Optional.of(Reason.PERMISSION_MISSING), scene.failure(ASK).reason());
            scene.client.send(ASK);

            assertEquals(2, scene.server.asked().size());
        }
    }

    @Test
    void whatIsGoneIsAnAnswerToWhoExpectsIt() {
        try (Scene scene = new Scene(answer(404, "{}"))) {
            assertEquals(Optional.empty(), scene.client.find(ASK));
            assertEquals(FailureType.SYSTEM_ERROR, scene.failure(ASK).type());
        }
    }

    @Test
    void aFaultOfOursIsNeverTriedAgain() {
        try (Scene scene = new Scene(answer(400, "{}"))) {
            assertEquals(FailureType.SYSTEM_ERROR, scene.failure(ASK).type());
            assertEquals(1, scene.server.asked().size());
        }
    }

    @Test
    void aQuotaThatIsUsedUpEndsTheRunLikeABudget() {
        try (Scene scene = new Scene(
                judging(refusal -> new Verdict.QuotaUsedUp("Its calls of today are used up.")), answer(403, "[]"))) {
            assertEquals(Optional.of(Reason.BUDGET_REACHED), scene.failure(ASK).reason());
            assertEquals(Optional.of(Reason.BUDGET_REACHED), scene.failure(ASK).reason());
            assertEquals(1, scene.server.asked().size());
        }
    }

    @Test
    void expiredCredentialsAreRenewedOnce() {
        Renewing vendor = new Renewing();
        try (Scene scene = new Scene(vendor, answer(401, "{}"), json("{}"))) {
            scene.client.send(ASK);

            assertEquals(2, scene.server.asked().size());
            assertEquals(1, vendor.renewals.get());
        }
    }

    @Test
    void renewedCredentialsThatAreRefusedAgainAreAccessDenied() {
        Renewing vendor = new Renewing();
        try (Scene scene = new Scene(vendor, answer(401, "{}"))) {
            assertEquals(Optional.of(Reason.ACCESS_DENIED), scene.failure(ASK).reason());
            assertEquals(1, vendor.renewals.get());
        }
    }

    @Test
    void theJudgeSeesWhatTheVendorSaid() {
        String body = "{\"error\":{\"code\":\"lock_timeout\"}}";
        try (Scene scene = new Scene(
                judging(refusal -> new Verdict.OurFault(
                        refusal.json().path("error").path("code").asString()
                                + refusal.header("X-A").orElse(""))),
                answer(409, body, "X-A", "!"))) {
            assertTrue(String.valueOf(scene.failure(ASK).getMessage()).endsWith("lock_timeout!"));
        }
    }

    private static Vendor judging(Function<Refusal, Verdict> judge) {
        return new Acme() {
            @Override
            public Verdict judge(Refusal refusal) {
                return judge.apply(refusal);
            }
        };
    }

    private static final class Renewing implements Vendor {

        final AtomicInteger renewals = new AtomicInteger();

        @Override
        public String name() {
            return "Acme";
        }

        @Override
        public Map<String, String> headers() {
            return Map.of("Authorization", "Bearer " + renewals.get());
        }

        @Override
        public Verdict judge(Refusal refusal) {
            return new Verdict.Expired("Log in again.");
        }

        @Override
        public boolean renew(Map<String, String> refused) {
            renewals.incrementAndGet();
            return true;
        }
    }
}
