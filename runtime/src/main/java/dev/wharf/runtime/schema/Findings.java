package dev.wharf.runtime.schema;

import dev.wharf.protocol.StreamName;

public final class Findings {
    public void add(StreamName name, RecordCheck.Violation v) {}
}
