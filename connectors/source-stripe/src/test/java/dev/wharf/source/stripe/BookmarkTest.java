package dev.wharf.source.stripe;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.wharf.protocol.Json;
import dev.wharf.source.stripe.Bookmark.Pending;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SequencedSet;
import org.junit.jupiter.api.Test;

class BookmarkTest {

    private static final Pending LIST = new Pending("/v1/charges", Map.of("created[gte]", "5"), "ch_1", 100);

    @Test
    void aStateComesBackAsItWas() {
        SequencedMap<String, SequencedSet<String>> again = new LinkedHashMap<>();
        again.put("/v1/prices", new LinkedHashSet<>(List.of("price_1")));
        Bookmark bookmark = new Bookmark(
                17, Optional.of("evt_1"), new LinkedHashSet<>(List.of("evt_2")), List.of(LIST), again, 9, 8, 250);

        assertEquals(bookmark, Bookmark.of(bookmark.json()));
    }

    @Test
    void aListThatWasReadToItsEndIsForgotten() {
        Bookmark bookmark = Bookmark.NONE.listing(List.of(LIST), 3);

        assertEquals(
                List.of(), bookmark.listed(LIST, Optional.empty(), 50, true).lists());
    }

    @Test
    void aPageMovesTheListOn() {
        Bookmark bookmark = Bookmark.NONE.listing(List.of(LIST), 3).listed(LIST, Optional.of("ch_0"), 50, true);

        assertEquals(List.of(new Pending("/v1/charges", Map.of("created[gte]", "5"), "ch_0", 150)), bookmark.lists());
        assertEquals(50, bookmark.rows());
    }

    @Test
    void aStateOfNothingIsNoState() {
        assertEquals(Bookmark.NONE, Bookmark.of(Json.object()));
    }
}
