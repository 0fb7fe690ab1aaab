package dev.wharf.runtime.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.wharf.protocol.StreamName;
import dev.wharf.runtime.schema.Findings.Finding;
import dev.wharf.runtime.schema.Findings.Summary;
import dev.wharf.runtime.schema.RecordCheck.Violation;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

final class FindingsTest {

    private static final StreamName ORDERS = StreamName.of("orders");

    private final Findings findings = new Findings();

    @Test
    void violationsOfOnePlaceAreOneFindingWithTheFirstExample() {
        findings.add(ORDERS, List.of(violation("/lines/0/price", "string of 3 characters", "9.9")));
        findings.add(ORDERS, List.of(violation("/lines/12/price", "string of 12 characters", "aaa")));
        assertEquals(
                Map.of(ORDERS, new Summary(2, List.of(new Finding("/lines/*/price", "number", "string", 2, "9.9")), 0)),
                findings.summaries());
    }

    @Test
    void anEmptyStringIsAFindingOfItsOwn() {
        findings.add(
                ORDERS,
                List.of(violation("/price", "string of 3 characters", "aaa"), violation("/price", "empty string", "")));
        assertEquals(2, orders().findings().size());
        assertEquals(1, orders().records());
    }

    @Test
    void theMostFrequentComesFirst() {
        findings.add(ORDERS, List.of(violation("/a", "null", "")));
        findings.add(ORDERS, List.of(violation("/b", "null", "")));
        findings.add(ORDERS, List.of(violation("/b", "null", "")));
        assertEquals(
                List.of("/b", "/a"),
                orders().findings().stream().map(Finding::path).toList());
    }

    @Test
    void whatIsBeyondTheLimitIsCountedTogether() {
        for (int i = 0; i < Findings.MOST_PER_COLLECTION + 50; i++) {
            findings.add(ORDERS, List.of(violation("/field_" + i, "null", "")));
            findings.add(ORDERS, List.of(violation("/field_" + i, "null", "")));
        }
        Summary summary = orders();
        assertEquals(Findings.MOST_PER_COLLECTION, summary.findings().size());
        assertEquals(100, summary.others());
        assertEquals(300, summary.records());
    }

    @Test
    void collectionsAreApartAndOneWithoutViolationsIsNotThere() {
        findings.add(ORDERS, List.of());
        findings.add(StreamName.of("users"), List.of(violation("/a", "null", "")));
        assertEquals(
                List.of(StreamName.of("users")),
                List.copyOf(findings.summaries().keySet()));
    }

    private Summary orders() {
        return Objects.requireNonNull(findings.summaries().get(ORDERS));
    }

    private static Violation violation(String path, String found, String example) {
        return new Violation("field", path, "number", found, example);
    }
}
