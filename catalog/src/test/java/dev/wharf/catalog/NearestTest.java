package dev.wharf.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class NearestTest {

    private static final List<String> WORDS = List.of("select", "settings", "silence", "source");

    @Test
    void aTypingErrorIsUnderstood() {
        assertEquals(Optional.of("select"), Nearest.to("selct", WORDS));
        assertEquals(Optional.of("settings"), Nearest.to("settigns", WORDS));
        assertEquals(Optional.of("silence"), Nearest.to("silense", WORDS));
        assertEquals(Optional.of("source"), Nearest.to("SOURCE", WORDS));
    }

    @Test
    void aWordThatWasCutOffIsUnderstood() {
        assertEquals(Optional.of("settings"), Nearest.to("set", WORDS));
    }

    @Test
    void aWordThatIsNothingLikeAnyIsLeftAlone() {
        assertEquals(Optional.empty(), Nearest.to("banana", WORDS));
        assertEquals(Optional.empty(), Nearest.to("x", WORDS));
        assertEquals(Optional.empty(), Nearest.to("anything", List.of()));
    }
}
