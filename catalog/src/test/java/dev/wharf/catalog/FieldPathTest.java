package dev.wharf.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class FieldPathTest {

    @Test
    void aDotLeadsIntoAnObjectUnlessABackslashStandsInFrontOfIt() {
        assertEquals(Optional.of(List.of("shipping", "address", "city")), FieldPath.parse("shipping.address.city"));
        assertEquals(Optional.of(List.of("a.b", "c\\d", "e,f")), FieldPath.parse("a\\.b.c\\\\d.e\\,f"));
        assertEquals("a\\.b.c\\\\d", FieldPath.text(List.of("a.b", "c\\d")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "a.", ".a", "a..b", "a\\", "a\\b", "\\\\\\"})
    void aTextThatNamesNothingIsRefusedByBothWaysToCheckIt(String text) {
        assertEquals(Optional.empty(), FieldPath.parse(text));
        assertFalse(text.matches(FieldPath.PATTERN));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "a b.c", "a\\.b", "\\\\", "ключ.x", "with\"quote", "line\nbreak.a"})
    void aTextThatNamesAFieldIsTakenByBothWaysToCheckIt(String text) {
        assertEquals(text, FieldPath.text(FieldPath.parse(text).orElseThrow()));
        assertTrue(text.matches(FieldPath.PATTERN));
    }

    @Test
    void aListIsCutAtCommasThatBelongToNoName() {
        assertEquals(List.of("id", "a\\,b.c", "d"), FieldPath.list("id,a\\,b.c,d"));
    }

    @Test
    void aTreeKeepsWhatItsPathsNameAndTheWholeBeatsItsParts() {
        FieldTree tree = FieldTree.of(
                List.of(List.of("id"), List.of("a", "b", "c"), List.of("a", "d"), List.of("e", "f"), List.of("e")));
        assertEquals(List.of("a.b.c", "a.d", "e", "id"), tree.texts());
        assertTrue(tree.covers(List.of("e", "anything")));
        assertTrue(tree.covers(List.of("a", "b", "c")));
        assertFalse(tree.covers(List.of("a", "b")));
        assertFalse(tree.covers(List.of("x")));
    }
}
