package dev.wharf.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.wharf.protocol.Envelope;
import dev.wharf.protocol.Message;
import dev.wharf.protocol.Messages;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What came of running a connector.
 *
 * @param status its exit status
 */
public record Outcome(int status, byte[] stdout, String stderr) {

    /** The messages on stdout, in order; lines that are none are in {@link #pollution}. */
    public List<Message> messages() {
        List<Message> messages = new ArrayList<>();
        for (byte[] line : lines()) {
            messages.addAll(Messages.readAll(line, 0, line.length));
        }
        return messages;
    }

    public <T extends Message> List<T> all(Class<T> type) {
        return messages().stream().filter(type::isInstance).map(type::cast).toList();
    }

    /** The one message of a type. @throws AssertionError if there is none, or another */
    public <T extends Message> T only(Class<T> type) {
        List<T> found = all(type);
        Check.require(
                found.size() == 1,
                "expected one %s on stdout, found %d; it exited with %d; stderr ends: %s",
                type.getSimpleName(),
                found.size(),
                status,
                stderrTail());
        return found.getFirst();
    }

    /** Lines of stdout that are not exactly one message. */
    public List<String> pollution() {
        Envelope envelope = new Envelope();
        List<String> pollution = new ArrayList<>();
        for (byte[] line : lines()) {
            Envelope.Kind kind = envelope.read(line, 0, line.length);
            boolean message = kind != Envelope.Kind.TEXT && kind != Envelope.Kind.BROKEN;
            if (!message || envelope.messageFrom() > 0 || envelope.more()) {
                pollution.add(new String(line, UTF_8));
            }
        }
        return pollution;
    }

    /** Whether stdout ends within a line. */
    public boolean cutOff() {
        return stdout.length > 0 && stdout[stdout.length - 1] != '\n';
    }

    String stderrTail() {
        return stderr.length() <= 500 ? stderr : stderr.substring(stderr.length() - 500);
    }

    private List<byte[]> lines() {
        List<byte[]> lines = new ArrayList<>();
        int from = 0;
        for (int i = 0; i <= stdout.length; i++) {
            if (i == stdout.length || stdout[i] == '\n') {
                if (i > from) {
                    lines.add(Arrays.copyOfRange(stdout, from, i));
                }
                from = i + 1;
            }
        }
        return lines;
    }
}
