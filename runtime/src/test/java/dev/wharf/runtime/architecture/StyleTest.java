package dev.wharf.runtime.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What can be counted of how the code reads (STYLE). */
class StyleTest {

    private static final int LONGEST_FILE = 400;

    @Test
    void aTypeIsANounOrARole() {
        noClasses()
                .should()
                .haveNameMatching(".*(Manager|Helper|Utils?|Impl|Service|Handler)")
                .because("such a suffix says nothing")
                .check(House.CLASSES);
    }

    /** A connector's stdout is the protocol; the command's is for results. */
    @Test
    void nobodyPrintsButTheCommandLineAndAConnectorsMain() {
        noClasses()
                .that(resideOutsideOfPackages("dev.wharf.runtime.cli..", "dev.wharf.sdk.."))
                .should()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .check(House.CLASSES);
    }

    @Test
    void aFileHasFewerThanFourHundredLines() {
        List<String> tooLong = House.sources().stream()
                .filter(file -> length(file) >= LONGEST_FILE)
                .map(file -> House.ROOT.relativize(file) + ": " + length(file))
                .toList();
        assertEquals(List.of(), tooLong);
    }

    private static int length(Path file) {
        try {
            return Files.readAllLines(file).size();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
