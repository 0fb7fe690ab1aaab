package dev.wharf.runtime.schema;

import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** Makes a {@link RecordCheck} of a schema. Any thread. */
public final class RecordChecks {

    private RecordChecks() {}

    /**
     * Never fails: what of the schema cannot be checked, the check itself says.
     *
     * @param schema of a collection's data: draft-07 with the protocol's conventions
     */
    public static RecordCheck compile(ObjectNode schema) {
        return compile(CanonicalSchema.of(schema, Nulls.IN_EVERY_FIELD));
    }

    static RecordCheck compile(CanonicalSchema schema) {
        Optional<String> unchecked = schema.uncheckedBecause();
        try {
            return new CompiledCheck(Compiler.compile(schema), unchecked);
        } catch (Compiler.NotCompiled e) {
            return new NetworkntCheck(schema, e.sentence());
        }
    }
}
