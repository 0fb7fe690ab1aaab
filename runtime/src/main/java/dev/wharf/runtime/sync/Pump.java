package dev.wharf.runtime.sync;

import dev.wharf.protocol.Envelope;
import dev.wharf.protocol.Lines;
import dev.wharf.protocol.Message;
import dev.wharf.protocol.Messages;
import dev.wharf.protocol.StreamName;
import dev.wharf.runtime.failure.Failure;
import dev.wharf.runtime.failure.FailureCode;
import dev.wharf.runtime.failure.WharfException;
import dev.wharf.runtime.schema.Findings;
import dev.wharf.runtime.schema.NullFields;
import dev.wharf.runtime.schema.RecordCheck.Violation;
import dev.wharf.runtime.sync.Reckoning.Stretch;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Carries lines from the source to the destination: the road of a record.
 *
 * <p>A line stays where it was read, in one large block. The envelope says what it is, the collection's check whether it is valid, and the accepted
 * ranges of the block are written out again in one call before the next block is read: no objects, no queue, no copy, and back-pressure is a
 * blocking write (invariants 3, 4, 7). Only states are rewritten, to carry their position. What is not forwarded is kept in the quarantine
 * before the next state goes on (invariant 2). One thread.
 */
final class Pump {

    /** What the source says besides records and states. Called on the pump's thread. */
    interface Listener {
        void message(Message message);

        void text(byte[] bytes, int from, int to);
    }

    private final Lines lines;
    private final BlockWriter out;
    private final Tallies tallies;
    private final Checkpoints checkpoints;
    private final Refusals refusals;
    private final Findings findings;
    private final Reckoning reckoning;
    private final Traffic traffic;
    private final Listener listener;
    private final Envelope envelope = new Envelope();
    private final NullFields nullFields = new NullFields();
    private @Nullable Tally current;
    private boolean heard;
    private Envelope.Kind last = Envelope.Kind.TEXT;

    Pump(
            Lines lines,
            BlockWriter out,
            Tallies tallies,
            Checkpoints checkpoints,
            Refusals refusals,
            Findings findings,
            Reckoning reckoning,
            Traffic traffic,
            Listener listener) {
        this.lines = lines;
        this.out = out;
        this.tallies = tallies;
        this.checkpoints = checkpoints;
        this.refusals = refusals;
        this.findings = findings;
        this.reckoning = reckoning;
        this.traffic = traffic;
        this.listener = listener;
    }

    /**
     * Runs until the source's last line is with the destination.
     *
     * @throws IOException when a pipe broke
     * @throws WharfException when a policy ends the run; what was accepted before is with the destination
     */
    void run() throws IOException {
        try {
            carry();
        } catch (WharfException e) {
            out.flush();
            throw e;
        }
    }

    /** Whether the source sent any message; text is none. */
    boolean heard() {
        return heard;
    }

    /** The last message, as people call it, e.g. {@code RECORD of users}; empty when there was none. */
    String lastMessage() {
        Tally tally = current;
        return heard ? last + (last == Envelope.Kind.RECORD && tally != null ? " of " + tally.name : "") : "";
    }

    private void carry() throws IOException {
        while (next()) {
            if (lines.tooLong()) {
                refusals.line(
                        Optional.empty(),
                        checkpoints.next(),
                        "too-long",
                        "a line of " + lines.length() + " bytes",
                        lines.bytes(),
                        lines.from(),
                        lines.to(),
                        lines.length());
            } else {
                line(lines.bytes(), lines.from(), lines.to());
            }
        }
        out.flush();
        refusals.flush();
        publish();
    }

    private void publish() {
        if (current != null) {
            current.lastNanos = System.nanoTime();
        }
        tallies.publish();
    }

    private boolean next() throws IOException {
        if (!lines.ready()) {
            out.flush();
            publish();
            traffic.now(Traffic.Doing.READING_SOURCE);
            boolean more = lines.next();
            traffic.now(Traffic.Doing.WORKING);
            return more;
        }
        return lines.next();
    }

    /** A line is one message, or several that were glued together because an end of line was lost. */
    private void line(byte[] bytes, int from, int to) throws IOException {
        int start = from;
        do {
            Envelope.Kind kind = envelope.read(bytes, start, to);
            if (kind != Envelope.Kind.TEXT) {
                heard = true;
                last = kind;
            }
            if (start < envelope.messageFrom()) {
                listener.text(bytes, start, envelope.messageFrom());
            }
            switch (kind) {
                case RECORD -> record(bytes, to);
                case STATE -> state(bytes);
                case TEXT -> listener.text(bytes, start, to);
                case BROKEN -> refuse("broken", envelope.problem(), bytes);
                case LOG, TRACE, CONTROL, SPEC, CONNECTION_STATUS, CATALOG, DESTINATION_CATALOG, UNKNOWN ->
                    listener.message(Messages.read(bytes, envelope));
            }
            start = envelope.messageTo();
        } while (envelope.more());
    }

    private void record(byte[] bytes, int lineEnd) throws IOException {
        Tally tally = tally(bytes);
        if (tally == null) {
            refuse("unknown-collection", "a record of a collection that was not asked for", bytes);
            return;
        }
        turn(tally);
        tally.arrivedSinceState++;
        if (tally.check.valid(bytes, envelope.dataFrom(), envelope.dataTo())) {
            forward(tally, bytes, lineEnd);
        } else {
            invalid(tally, bytes, lineEnd);
        }
    }

    private @Nullable Tally tally(byte[] bytes) {
        if (envelope.nameEscaped()) {
            return tallies.find(envelope.name()).orElse(null);
        }
        return tallies.find(
                bytes, envelope.namespaceFrom(), envelope.namespaceTo(), envelope.streamFrom(), envelope.streamTo());
    }

    private void turn(Tally tally) {
        if (tally == current) {
            return;
        }
        long now = System.nanoTime();
        if (current != null) {
            current.lastNanos = now;
        }
        if (tally.firstNanos == 0) {
            tally.firstNanos = now;
        }
        tally.lastNanos = now;
        current = tally;
    }

    private void forward(Tally tally, byte[] bytes, int lineEnd) throws IOException {
        count(tally);
        if (tally.fields != null) {
            tally.fields.write(bytes, envelope, out);
            out.endOfLine();
        } else if (envelope.messageTo() == lineEnd && !lines.unterminated()) {
            out.add(bytes, envelope.messageFrom(), bytes[lineEnd] == '\n' ? lineEnd + 1 : lineEnd + 2);
        } else {
            out.add(bytes, envelope.messageFrom(), envelope.messageTo());
            out.endOfLine();
        }
    }

    private void count(Tally tally) {
        tally.records++;
        tally.sentSinceState++;
        tally.bytes += envelope.dataTo() - envelope.dataFrom();
    }

    private void invalid(Tally tally, byte[] bytes, int lineEnd) throws IOException {
        List<Violation> violations = tally.check.explain(bytes, envelope.dataFrom(), envelope.dataTo());
        findings.add(tally.name, violations);
        Violation first = violations.getFirst();
        switch (tally.policy) {
            case FAIL ->
                throw new WharfException(
                        FailureCode.SCHEMA_REFUSED,
                        "A record of collection " + tally.name + " departs from its schema at " + first.path()
                                + ": expected " + first.expected() + ", found " + first.found()
                                + ". The connection says `invalid: fail`. Correct the source, or choose quarantine, null or forward.");
            case QUARANTINE -> quarantine(tally, first, bytes);
            case NULL -> {
                if (nullFields.write(
                        bytes, envelope, tally.check, violations, Optional.ofNullable(tally.fields), out)) {
                    out.endOfLine();
                    tally.nulled++;
                    count(tally);
                } else {
                    quarantine(tally, first, bytes);
                }
            }
            case FORWARD -> {
                tally.forwardedInvalid++;
                forward(tally, bytes, lineEnd);
            }
        }
    }

    private void quarantine(Tally tally, Violation why, byte[] bytes) {
        tally.quarantined++;
        refusals.schema(tally.name, checkpoints.next(), why, bytes, envelope.messageFrom(), envelope.messageTo());
    }

    private void state(byte[] bytes) throws IOException {
        if (!(Messages.read(bytes, envelope) instanceof Message.State state)) {
            refuse("broken", "a state that cannot be read", bytes);
            return;
        }
        refusals.flush();
        Optional<StreamName> collection = state.stream();
        Stretch stretch = tallies.stretch(collection);
        Optional<Tally> tally = collection.flatMap(tallies::find);
        if (tally.isPresent() || collection.isEmpty()) {
            reckoning.source(collection, state.sourceStats(), stretch).ifPresent(Pump::end);
        }
        Message.State numbered = checkpoints.send(state, stretch.sent());
        byte[] line = Messages.write(numbered);
        out.copy(line, 0, line.length);
        tally.ifPresent(one -> one.states++);
    }

    private static void end(Failure why) {
        throw new WharfException(why.code(), why.message());
    }

    private void refuse(String reason, String found, byte[] bytes) {
        int from = envelope.messageFrom();
        int to = envelope.messageTo();
        refusals.line(Optional.empty(), checkpoints.next(), reason, found, bytes, from, to, to - from);
    }
}
