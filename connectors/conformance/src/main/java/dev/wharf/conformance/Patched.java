package dev.wharf.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a destination does with records that change some columns of a row and leave the others: where its SPEC says {@code wharf.patches}. */
interface Patched extends Warehouse {

    /** The fields of rows. */
    String OWNED = "{\"id\":{\"type\":\"integer\"},\"owner\":{\"type\":\"string\"},\"name\":{\"type\":\"string\"},"
            + "\"part\":{\"type\":\"string\"},\"gone\":{\"type\":\"integer\"},\"seen\":{\"type\":\"integer\"}}";

    /** However they are cut into runs. */
    @Test
    default void aPatchChangesWhatItHasAndLeavesTheRest() throws IOException {
        List<String> results = new ArrayList<>();
        for (boolean together : new boolean[] {true, false}) {
            String name = together ? "together" : "apart";
            Sync sync =
                    owned(name).record(name, row(1, 5)).record(name, row(2, 5)).state(name, 1);
            if (!together) {
                write(sync.complete(name));
                sync = owned(name);
            }
            write(sync.line(patch(name, "[\"id\"]", "{\"id\":1,\"gone\":1,\"seen\":7}"))
                    .state(name, 2)
                    .complete(name));
            results.add(String.join(",", rows(name)));
        }

        assertEquals(List.of("1|x|1|7,2|x|null|5", "1|x|1|7,2|x|null|5"), results);
    }

    @Test
    default void theGreaterCursorCountsOfARowAndAPatch() throws IOException {
        write(owned("items")
                .line(patch("items", "[\"id\"]", "{\"id\":1,\"gone\":1,\"seen\":7}"))
                .record("items", row(1, 8))
                .record("items", row(2, 8))
                .line(patch("items", "[\"id\"]", "{\"id\":2,\"gone\":1,\"seen\":7}"))
                .line(patch("items", "[\"id\"]", "{\"id\":3,\"gone\":1,\"seen\":7}"))
                .record("items", row(3, 7))
                .record("items", row(4, 7))
                .line(patch("items", "[\"id\"]", "{\"id\":4,\"gone\":1,\"seen\":7}"))
                .complete("items"));
        List<String> first = rows("items");
        write(owned("items")
                .line(patch("items", "[\"id\"]", "{\"id\":1,\"gone\":1,\"seen\":6}"))
                .line(patch("items", "[\"id\"]", "{\"id\":4,\"name\":\"y\",\"seen\":9}"))
                .record("items", row(4, 8))
                .complete("items"));

        assertEquals(List.of("1|x|null|8", "2|x|null|8", "3|x|null|7", "4|x|1|7"), first);
        assertEquals("1|x|null|8", rows("items").getFirst());
        assertEquals(
                "y|9",
                query("SELECT name, seen FROM " + table("items") + " WHERE id = 4")
                        .getFirst());
    }

    @Test
    default void aPatchChangesAllRowsThatBelongToSomething() throws IOException {
        write(owned("items")
                .record("items", row(1, 5))
                .record("items", row(2, 9))
                .record("items", "{\"id\":3,\"owner\":\"other\",\"name\":\"x\",\"seen\":5}")
                .record("items", row(4, 5))
                .record("items", "{\"id\":5,\"owner\":\"me\",\"part\":\"p\",\"name\":\"x\",\"seen\":5}")
                .complete("items"));
        write(owned("items")
                .line(patch("items", "[\"owner\",\"part\"]", "{\"owner\":\"me\",\"gone\":1,\"seen\":7}"))
                .line(patch("items", "[\"owner\",\"part\"]", "{\"owner\":\"me\",\"name\":\"z\",\"seen\":8}"))
                .complete("items"));

        assertEquals(List.of("1|z|1|8", "2|x|null|9", "3|x|null|5", "4|z|1|8", "5|x|null|5"), rows("items"));
    }

    @Test
    default void aPatchAddsNoRow() throws IOException {
        write(owned("items")
                .line(patch("items", "[\"id\"]", "{\"id\":1,\"gone\":1,\"seen\":7}"))
                .complete("items"));

        assertEquals(List.of(), rows("items"));
    }

    @Test
    default void aPatchThatNoStateCoversIsNotSeen() throws IOException {
        write(owned("items")
                .origin(1)
                .record("items", row(1, 5))
                .state("items", 1)
                .complete("items"));
        write(owned("items").origin(1).line(patch("items", "[\"id\"]", "{\"id\":1,\"gone\":1,\"seen\":7}")));

        assertEquals(List.of("1|x|null|5"), rows("items"));
    }

    private List<String> rows(String stream) throws IOException {
        return query("SELECT id, name, gone, seen FROM " + table(stream) + " ORDER BY id");
    }

    private static Sync owned(String stream) {
        return new Sync().stream(stream, "append_dedup", 1, 0, OWNED, "id").ownCursor("seen");
    }

    private static String row(int id, int seen) {
        return "{\"id\":" + id + ",\"owner\":\"me\",\"name\":\"x\",\"seen\":" + seen + "}";
    }

    private static String patch(String stream, String by, String data) {
        return "{\"type\":\"RECORD\",\"record\":{\"stream\":\"%s\",\"emitted_at\":1700000000000,\"data\":%s,\"meta\":{\"wharf\":{\"patch\":%s}}}}"
                .formatted(stream, data, by);
    }
}
