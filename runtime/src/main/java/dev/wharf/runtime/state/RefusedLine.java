package dev.wharf.runtime.state;

import dev.wharf.protocol.StreamName;
import java.time.Instant;
import java.util.Optional;

/**
 * A line that was read and not loaded, with its reason.
 *
 * @param run the run that read it
 * @param collection empty when the line does not say
 * @param position the number that the next state gets when the line is read: the line is covered by a state of its collection, or a
 *     shared one, of this position or a higher one
 * @param reason a word: {@code schema}, {@code broken}, {@code unknown-collection}, {@code too-long}
 * @param path a JSON pointer, or empty
 * @param line the bytes as they came, without end of line; the beginning only of a line that was too long
 * @param length the length of the whole line, in bytes
 */
public record RefusedLine(
        String run,
        Optional<StreamName> collection,
        long position,
        String reason,
        String path,
        String expected,
        String found,
        byte[] line,
        long length,
        Instant at) {}
