package dev.wharf.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Much of everything, in little memory. */
interface LargeLoads extends Warehouse {

    @Test
    default void manyStreamsWithAFewRowsEach() throws IOException {
        Sync sync = new Sync();
        int streams = 500;
        for (int i = 0; i < streams; i++) {
            sync.stream("s" + i, "append", 1, 0, ITEM);
        }
        for (int i = 0; i < streams; i++) {
            sync.record("s" + i, "{\"id\":" + i + "}").state("s" + i, i + 1).complete("s" + i);
        }
        List<JsonNode> answer = write(sync);

        assertEquals(streams, Warehouse.states(answer).size());
        assertEquals(
                List.of("0", "" + (streams - 1)),
                Stream.of("s0", "s" + (streams - 1))
                        .flatMap(name -> ids(name).stream())
                        .toList());
    }
}
