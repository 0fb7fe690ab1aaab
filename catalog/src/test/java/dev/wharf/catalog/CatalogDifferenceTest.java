package dev.wharf.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wharf.protocol.Catalog;
import dev.wharf.protocol.Stream;
import dev.wharf.protocol.StreamName;
import dev.wharf.protocol.SyncMode;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

class CatalogDifferenceTest {

    @Test
    void anEqualOfferDiffersInNothingWhateverTheOrder() {
        Catalog one = new Catalog(
                List.of(users("{'id':{'type':'integer'},'name':{'type':['null','string']}}"), plain("orders")));
        Catalog other = new Catalog(
                List.of(plain("orders"), users("{'name':{'type':['string','null']},'id':{'type':'integer'}}")));
        assertEquals(List.of(), CatalogDifference.between(one, other).changes());
    }

    @Test
    void aNewCollectionIsAdditiveAndALostOneIsBreaking() {
        Catalog one = new Catalog(List.of(plain("orders")));
        Catalog other = new Catalog(List.of(plain("orders"), plain("refunds")));
        CatalogDifference grown = CatalogDifference.between(one, other);
        CatalogDifference shrunk = CatalogDifference.between(other, one);
        assertEquals(List.of(new Change.CollectionAdded(StreamName.of("refunds"))), grown.changes());
        assertFalse(grown.breaking());
        assertEquals(List.of(new Change.CollectionRemoved(StreamName.of("refunds"))), shrunk.changes());
        assertTrue(shrunk.breaking());
    }

    @Test
    void fieldsComeAndGo() {
        Catalog one = new Catalog(List.of(users("{'id':{'type':'integer'},'fax':{'type':'string'}}")));
        Catalog other = new Catalog(List.of(users("{'id':{'type':'integer'},'mail':{'type':'string'}}")));
        assertEquals(
                List.of("users: field fax is gone", "users: new field mail (string)"),
                described(CatalogDifference.between(one, other)));
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "{'type':'integer'}, {'type':'number'}, true",
                "{'type':'number'}, {'type':'integer'}, false",
                "\"{'type':'string','format':'date'}\", {'type':'string'}, true",
                "{'type':'string'}, \"{'type':'string','format':'date'}\", false",
                "{'type':'string'}, \"{'type':['string','integer']}\", true",
                "{'type':'string'}, \"{'oneOf':[{'type':'string'},{'type':'object'}]}\", true",
                "\"{'type':['string','integer']}\", {'type':'integer'}, false",
                "{'type':'integer'}, {}, true",
                "{}, {'type':'integer'}, false",
            })
    void aWiderTypeIsAdditiveAndAnyOtherIsBreaking(String before, String after, boolean additive) {
        CatalogDifference difference = CatalogDifference.between(
                new Catalog(List.of(users("{'x':" + before + "}"))),
                new Catalog(List.of(users("{'x':" + after + "}"))));
        assertEquals(1, difference.changes().size());
        assertEquals(
                !additive, difference.breaking(), () -> described(difference).toString());
    }

    @Test
    void anotherKeyCursorOrFewerModesAreBreaking() {
        Stream before = stream(
                "users", "{}", Set.of(SyncMode.FULL_REFRESH, SyncMode.INCREMENTAL), List.of("at"), List.of("id"));
        Stream after = stream("users", "{}", Set.of(SyncMode.FULL_REFRESH), List.of(), List.of("id", "region"));
        CatalogDifference difference =
                CatalogDifference.between(new Catalog(List.of(before)), new Catalog(List.of(after)));
        assertEquals(
                List.of(
                        "users: primary key was id, is id, region",
                        "users: cursor was at, is none proposed",
                        "users: sync modes were full_refresh, incremental, are full_refresh"),
                described(difference));
        assertTrue(difference.changes().stream().allMatch(Change::breaking));
    }

    private static List<String> described(CatalogDifference difference) {
        return difference.changes().stream()
                .map(change -> change.collection() + ": " + change.describe())
                .toList();
    }

    private static Stream plain(String name) {
        return stream(name, "{}", Set.of(SyncMode.FULL_REFRESH), List.of(), List.of());
    }

    private static Stream users(String properties) {
        return stream("users", properties, Set.of(SyncMode.FULL_REFRESH), List.of(), List.of());
    }

    private static Stream stream(
            String name, String properties, Set<SyncMode> modes, List<String> cursor, List<String> key) {
        String schema = "{\"properties\":" + properties.replace('\'', '"') + "}";
        return new Stream(
                StreamName.of(name),
                JsonMapper.shared().readTree(schema).asObject(),
                modes,
                cursor,
                false,
                key.stream().map(List::of).toList(),
                false,
                false,
                Optional.empty());
    }
}
