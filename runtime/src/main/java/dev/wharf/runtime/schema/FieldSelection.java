package dev.wharf.runtime.schema;

import dev.wharf.protocol.Envelope;
import java.util.Set;

public final class FieldSelection {
    public static FieldSelection of(Set<String> fields) {
        return new FieldSelection();
    }

    public void write(byte[] b, Envelope e, Object o) {}
}
