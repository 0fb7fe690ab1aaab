package dev.wharf.runtime.schema;

import com.networknt.schema.OutputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaException;
import dev.wharf.protocol.Json;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * Checks by networknt, on the record as objects: for schemas with keywords that are not compiled. Several times slower, and of a
 * large record it needs many times its size in memory.
 */
final class NetworkntCheck implements RecordCheck {

    private final Schema schema;
    private final Effort effort;
    private final String slowBecause;
    private final Optional<String> uncheckedBecause;

    /** @param slowBecause the sentence for the report */
    NetworkntCheck(CanonicalSchema schema, String slowBecause) {
        this.effort = new Effort();
        this.schema = NetworkntDialect.schema(schema.root(), effort);
        this.slowBecause = slowBecause;
        this.uncheckedBecause = schema.uncheckedBecause();
    }

    @Override
    public boolean valid(byte[] bytes, int from, int to) {
        effort.begin(to - from);
        try {
            return schema.validate(Json.read(bytes, from, to), OutputFormat.BOOLEAN);
        } catch (JacksonException | Effort.Exhausted | SchemaException | StackOverflowError e) {
            return false;
        }
    }

    @Override
    public List<Violation> explain(byte[] bytes, int from, int to) {
        if (valid(bytes, from, to)) {
            return List.of();
        }
        effort.begin(to - from);
        Explanation explanation = new Explanation();
        try {
            JsonNode record = Json.read(bytes, from, to);
            NetworkntErrors.explain(schema.validate(record, OutputFormat.DEFAULT), explanation);
        } catch (JacksonException e) {
            explanation.add("numbers that can be read", "number that is too long or too large", "");
        } catch (Effort.Exhausted | SchemaException | StackOverflowError e) {
            return explanation.orTooMuchWork();
        }
        return explanation.orTooMuchWork();
    }

    @Override
    public Optional<String> slowBecause() {
        return Optional.of(slowBecause);
    }

    @Override
    public Optional<String> uncheckedBecause() {
        return uncheckedBecause;
    }
}
