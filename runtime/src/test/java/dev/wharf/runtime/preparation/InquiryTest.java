package dev.wharf.runtime.preparation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wharf.protocol.Message;
import dev.wharf.runtime.failure.FailureCode;
import dev.wharf.runtime.failure.WharfException;
import dev.wharf.runtime.launch.Confinement;
import dev.wharf.runtime.launch.Launcher;
import dev.wharf.runtime.launch.Launcher.Role;
import dev.wharf.runtime.launch.LocalLauncher;
import dev.wharf.runtime.launch.Program;
import dev.wharf.runtime.preparation.Inquiry.Asked;
import dev.wharf.runtime.secret.Secrets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Questions to small programs of this machine. */
class InquiryTest {

    private static final String SPEC =
            "echo '{\"type\":\"SPEC\",\"spec\":{\"connectionSpecification\":{\"title\":\"%s\"}}}'\n";

    private final Launcher launcher = new LocalLauncher(System.getenv(), Path.of(""));
    private final List<String> log = new ArrayList<>();

    @AfterEach
    void close() {
        launcher.close();
    }

    @Test
    void firstAnswerCounts() {
        Message.Spec spec = ask(SPEC.formatted("one") + SPEC.formatted("two"));
        assertEquals("one", spec.connectionSpecification().path("title").asString());
    }

    @Test
    void answerIsFoundBehindAFloodOfOtherMessages() {
        Message.Spec spec =
                ask("yes '{\"type\":\"LOG\",\"log\":{\"level\":\"INFO\",\"message\":\"hm\"}}' | head -n 20000\n"
                        + SPEC.formatted("late"));
        assertEquals("late", spec.connectionSpecification().path("title").asString());
        assertEquals(20_000, log.size());
    }

    @Test
    void lineThatIsTooLongForAnAnswerIsTheReasonThatThereIsNone() {
        WharfException refused = refused("head -c 40000000 /dev/zero | tr '\\0' x; echo");
        assertEquals(FailureCode.SOURCE_PROTOCOL, refused.code());
        assertTrue(refused.failure().message().contains("a line of 40000000 bytes"), refused.failure()::message);
    }

    @Test
    void programThatEndsWellWithoutAnAnswerIsProbablyNoConnector() {
        WharfException refused = refused("echo hello");
        assertEquals(FailureCode.SOURCE_PROTOCOL, refused.code());
        assertEquals(List.of("hello"), log);
    }

    private WharfException refused(String script) {
        return assertThrows(WharfException.class, () -> ask(script));
    }

    private Message.Spec ask(String script) {
        Inquiry inquiry = new Inquiry(launcher, new Secrets(), "test", Duration.ofMinutes(1), log::add);
        return inquiry.spec(new Asked(
                Role.SOURCE,
                "source",
                new Program.Command(List.of("sh", "-c", script, "connector")),
                Confinement.standard()));
    }
}
