package dev.wharf.runtime.schema;

import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

public final class RecordChecks {
    private RecordChecks() {}

    public static RecordCheck compile(ObjectNode schema) {
        return new RecordCheck() {
            @Override
            public boolean valid(byte[] bytes, int from, int to) {
                return true;
            }

            @Override
            public List<Violation> explain(byte[] bytes, int from, int to) {
                return List.of();
            }

            @Override
            public Optional<String> slowBecause() {
                return Optional.empty();
            }
        };
    }
}
