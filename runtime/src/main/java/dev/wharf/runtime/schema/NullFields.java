package dev.wharf.runtime.schema;

import dev.wharf.protocol.Envelope;

public final class NullFields {
    public void write(byte[] b, Envelope e, java.util.List<RecordCheck.Violation> v, Object o) {}
}
