package dev.wharf.sdk;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.wharf.protocol.Envelope;
import dev.wharf.protocol.StreamName;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StreamIndexTest {

    @Test
    void everyStreamOfThousandsIsFound() {
        List<StreamName> names = IntStream.range(0, 5_000)
                .mapToObj(i -> new StreamName(i % 3 == 0 ? "" : "n" + i % 3, "stream" + i / 3))
                .toList();
        StreamIndex index = new StreamIndex(names);

        for (int i = 0; i < names.size(); i++) {
            StreamName name = names.get(i);
            assertEquals(i, find(index, "\"" + name.name() + "\"", "\"" + name.namespace() + "\""));
        }
    }

    @Test
    void anEscapedNameAndANullNamespaceAreTheSameName() {
        StreamIndex index = new StreamIndex(List.of(StreamName.of("other"), StreamName.of("\u00e9\"")));

        assertEquals(1, find(index, "\"\\u00e9\\\"\"", "null"));
        assertEquals(1, find(index, "\"\u00e9\\u0022\"", "\"\""));
    }

    @Test
    void aNameThatLooksLikeTheEscapedFormOfAnotherIsNotTakenForIt() {
        StreamIndex index = new StreamIndex(List.of(StreamName.of("a\\u0062"), StreamName.of("ab")));

        assertEquals(1, find(index, "\"a\\u0062\"", "null"));
        assertEquals(0, find(index, "\"a\\\\u0062\"", "null"));
    }

    @Test
    void aStreamThatIsNotThereIsNotFound() {
        StreamIndex index = new StreamIndex(List.of(StreamName.of("a")));

        assertEquals(-1, find(index, "\"b\"", "null"));
        assertEquals(-1, find(index, "\"a\"", "\"n\""));
        assertEquals(-1, find(new StreamIndex(List.of()), "\"a\"", "null"));
    }

    private static int find(StreamIndex index, String name, String namespace) {
        byte[] line = "{\"type\":\"RECORD\",\"record\":{\"stream\":%s,\"namespace\":%s,\"data\":{}}}"
                .formatted(name, namespace)
                .getBytes(UTF_8);
        Envelope envelope = new Envelope();
        assertEquals(Envelope.Kind.RECORD, envelope.read(line, 0, line.length));
        return index.of(line, envelope);
    }
}
