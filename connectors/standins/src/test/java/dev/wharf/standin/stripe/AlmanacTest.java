package dev.wharf.standin.stripe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

class AlmanacTest {
    private final StripeStandin stripe = StripeStandin.start(
            StripeOptions.small().withCustomers(20).standingAt(Instant.parse("2026-11-01T00:00:00Z")));
    private final Client client = Client.of(stripe);

    @AfterEach
    void close() {
        client.close();
        stripe.close();
    }

    @Test
    void theBalanceIsOneObjectWithoutAnId() throws Exception {
        JsonNode balance = client.get("/v1/balance").json();
        assertEquals("balance", balance.get("object").asString());
        assertFalse(balance.has("id"));
        assertEquals(List.of(balance), stripe.dump("balance"));
        assertEquals(404, client.get("/v1/balance/usd").status());
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "BALANCE")
    void aListHasWhatIsDumpedAndEachOfItIsFoundByItsId(Almanac page) throws Exception {
        String path = "/v1/" + page.collection();
        List<JsonNode> all = client.all(path);
        assertTrue(all.size() > 4);
        assertEquals(stripe.dump(page.collection()), all);
        for (JsonNode each : all) {
            assertEquals(
                    each, client.get(path + "/" + each.get("id").asString()).json());
        }
        Client.Answer none = client.get(path + "/none");
        assertEquals(404, none.status());
        assertEquals("resource_missing", none.error().get("code").asString());
    }

    @Test
    void listsHavePages() throws Exception {
        JsonNode first = client.get("/v1/country_specs").json();
        assertEquals("list", first.get("object").asString());
        assertTrue(first.get("has_more").asBoolean());
        JsonNode second = client.get("/v1/country_specs?starting_after="
                        + first.at("/data/9/id").asString())
                .json();
        assertEquals(
                "US",
                second.get("data").valueStream().toList().getLast().get("id").asString());
        assertFalse(second.get("has_more").asBoolean());
    }

    @Test
    void listsKnowNoTimeOfCreation() throws Exception {
        for (String parameter : List.of("created[gte]=1", "colour=red")) {
            Client.Answer answer = client.get("/v1/tax_codes?" + parameter);
            assertEquals("parameter_unknown", answer.error().get("code").asString());
        }
    }

    @ParameterizedTest
    @EnumSource
    void aRestrictedKeyNeedsItsRight(Almanac page) throws Exception {
        stripe.keys().put(Key.restricted("rk_test_without", Set.of("rak_charge_read")));
        stripe.keys().put(Key.restricted("rk_test_with", Set.of(page.right())));
        String path = "/v1/" + page.collection();
        Client.Answer refused =
                client.with("Authorization", "Bearer rk_test_without").get(path);
        assertEquals(403, refused.status());
        assertTrue(refused.error().get("message").asString().contains("'" + page.right() + "'"));
        assertEquals(
                200,
                client.with("Authorization", "Bearer rk_test_with").get(path).status());
    }

    @Test
    void callsOfOneObjectAreCountedAlikeWhateverItsId() {
        for (String path : List.of(
                "/v1/country_specs/US",
                "/v1/exchange_rates/eur",
                "/v1/tax_codes/txcd_10103001",
                "/v1/balance_transactions/txn_5XGaX2dPT1DW4f",
                "/v1/radar/early_fraud_warnings/issfr_5XGaX2dPT1DW4f",
                "/v1/coupons/SPRING")) {
            String list = path.substring(0, path.lastIndexOf('/'));
            assertEquals(list + "/{id}", Routes.endpoint(path));
            assertEquals(list, Routes.endpoint(list));
        }
        assertEquals(
                "/v1/customers/{id}/balance_transactions",
                Routes.endpoint("/v1/customers/cus_5XGaX2dPT1DW4f/balance_transactions"));
    }
}
