package dev.wharf.runtime.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.wharf.runtime.failure.ExitStatus;
import dev.wharf.runtime.failure.FailureCode;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** The published tables say what the program does. */
class DocumentsTest {

    @Test
    void everyFailureHasAPageAndEveryPageAFailure() throws IOException {
        assertEquals(
                Arrays.stream(FailureCode.values()).map(FailureCode::word).toList(),
                House.lines("docs/failures.md").stream()
                        .filter(line -> line.startsWith("## "))
                        .map(line -> line.substring(3))
                        .toList());
    }

    @Test
    void everyFailureHasCauseAndCure() throws IOException {
        List<String> lines = House.lines("docs/failures.md");
        for (String part : List.of("**Cause.** ", "**Cure.** ")) {
            assertEquals(
                    FailureCode.values().length,
                    lines.stream().filter(line -> line.startsWith(part)).count(),
                    part);
        }
    }

    @Test
    void theTableOfFailuresHasTheirKindsAndExits() throws IOException {
        assertEquals(
                Arrays.stream(FailureCode.values())
                        .map(code -> "| " + code.word() + " | "
                                + code.kind().name().toLowerCase(Locale.ROOT) + " | "
                                + code.exit().code() + " |")
                        .toList(),
                House.lines("docs/failures.md").stream()
                        .filter(line -> line.startsWith("| ") && !line.startsWith("| code"))
                        .toList());
    }

    @Test
    void theTableOfExitStatusesIsTheOneInUse() throws IOException {
        assertEquals(
                Arrays.stream(ExitStatus.values())
                        .map(status -> "| " + status.code() + " | "
                                + status.name().toLowerCase(Locale.ROOT).replace('_', '-') + " |")
                        .toList(),
                House.lines("docs/exit-statuses.md").stream()
                        .filter(line -> line.matches("\\| \\d.*"))
                        .map(line -> line.replaceAll("(\\| \\d+ \\| [a-z-]+ \\|).*", "$1"))
                        .toList());
    }
}
