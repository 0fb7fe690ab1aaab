package dev.wharf.source.stripe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wharf.protocol.Json;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EventTest {

    @Test
    void anAnnouncedInvoiceIsNoObject() {
        assertEquals(
                Optional.empty(),
                Event.of(
                        Json.object(
                                "{\"id\": \"evt_1\", \"type\": \"invoice.upcoming\", \"data\": {\"object\": {\"object\": \"invoice\"}}}")));
    }

    @Test
    void aCancelledSubscriptionIsNotDeleted() {
        assertFalse(event("customer.subscription.deleted", "{\"id\": \"sub_1\", \"status\": \"canceled\"}", "{}")
                .deletes());
        assertTrue(event("coupon.deleted", "{\"id\": \"SAVE\", \"percent_off\": 5}", "{}")
                .deletes());
    }

    @Test
    void whatNamesOnlyTheIdIsThin() {
        assertTrue(event("customer.deleted", "{\"id\": \"cus_1\", \"object\": \"customer\", \"deleted\": true}", "{}")
                .thin());
    }

    @Test
    void theSameContentTwiceInOneSecondIsNotAmbiguous() {
        Event paid = event("invoice.paid", "{\"id\": \"in_1\", \"status\": \"paid\"}", "{}");
        Event succeeded = event("invoice.payment_succeeded", "{\"id\": \"in_1\", \"status\": \"paid\"}", "{}");

        assertFalse(paid.ambiguousBefore(succeeded));
    }

    @Test
    void aVersionThatBeginsWhereTheOtherEndsIsTheNewer() {
        Event before = event("invoice.updated", "{\"id\": \"in_1\", \"status\": \"draft\"}", "{}");
        Event later = event("invoice.finalized", "{\"id\": \"in_1\", \"status\": \"open\"}", "{\"status\": \"draft\"}");

        assertFalse(before.ambiguousBefore(later));
    }

    @Test
    void twoVersionsOfOneSecondThatDoNotMeetAreAmbiguous() {
        Event one = event("invoice.updated", "{\"id\": \"in_1\", \"status\": \"open\"}", "{}");
        Event other = event("invoice.updated", "{\"id\": \"in_1\", \"status\": \"draft\"}", "{\"status\": \"void\"}");

        assertTrue(one.ambiguousBefore(other));
    }

    private static Event event(String type, String object, String previous) {
        return Event.of(Json.object("""
                        {"id": "evt_1", "created": 5, "type": "%s", "data": {"object": %s, "previous_attributes": %s}}""".formatted(type, object, previous))).orElseThrow();
    }
}
