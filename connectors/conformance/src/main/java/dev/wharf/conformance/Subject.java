package dev.wharf.conformance;

import dev.wharf.protocol.Invocation;

/** A connector under test, which can be run as often as one likes. One thread. */
public interface Subject {

    /** Runs it to its end with nothing on its stdin. */
    Outcome run(Invocation<byte[]> invocation);

    /** Runs it until so many bytes have come out, asks it to end (SIGTERM), and takes what still comes. */
    Outcome runUntil(Invocation<byte[]> invocation, int bytes);
}
