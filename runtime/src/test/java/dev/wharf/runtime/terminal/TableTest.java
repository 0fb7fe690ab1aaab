package dev.wharf.runtime.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class TableTest {

    @Test
    void numbersStandRightAndTheRestLeft() {
        Table table = new Table("NAME", "ROWS", "NOTE").row("a", "1,000", "x").row("longer", "7", "");
        assertEquals(List.of("NAME     ROWS  NOTE", "a       1,000  x", "longer      7"), table.lines());
    }

    @Test
    void aColumnWithOneWordStandsLeft() {
        Table table = new Table("SIZE").row("12 MiB").row("none");
        assertEquals(List.of("SIZE", "12 MiB", "none"), table.lines());
    }

    @Test
    void aTableWithoutRowsIsItsHead() {
        assertEquals(List.of("NAME  SIZE"), new Table("NAME", "SIZE").lines());
    }
}
