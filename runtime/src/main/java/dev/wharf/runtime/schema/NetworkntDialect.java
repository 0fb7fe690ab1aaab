package dev.wharf.runtime.schema;

import com.networknt.schema.ExecutionContext;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaContext;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import com.networknt.schema.dialect.Dialect;
import com.networknt.schema.keyword.BaseKeywordValidator;
import com.networknt.schema.keyword.Keyword;
import com.networknt.schema.keyword.KeywordType;
import com.networknt.schema.keyword.KeywordValidator;
import com.networknt.schema.path.NodePath;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;

/**
 * Canonical schemas for networknt: its draft-07, with keywords of our own where it has none, where it compares numbers by their form
 * or as doubles, and where what it does may cost without bound.
 */
final class NetworkntDialect {

    private static final Set<KeywordType> REPLACED = Set.of(
            KeywordType.CONST,
            KeywordType.CONTENT_ENCODING,
            KeywordType.CONTENT_MEDIA_TYPE,
            KeywordType.ENUM,
            KeywordType.FORMAT,
            KeywordType.MULTIPLE_OF,
            KeywordType.READ_ONLY,
            KeywordType.UNIQUE_ITEMS,
            KeywordType.WRITE_ONLY);

    private NetworkntDialect() {}

    static Schema schema(JsonNode canonical, Effort effort) {
        List<Keyword> keywords = new ArrayList<>(KeywordType.getKeywords(SpecificationVersion.DRAFT_7));
        keywords.removeAll(REPLACED);
        keywords.add(new Condition("const", value -> new Constants(List.of(value))::contain));
        keywords.add(new Condition(
                "enum", values -> new Constants(values.valueStream().toList())::contain));
        keywords.add(new Condition("multipleOf", NetworkntDialect::multiple));
        keywords.add(new Condition("uniqueItems", wanted -> array -> !wanted.booleanValue() || unique(array)));
        keywords.add(
                new Condition(CanonicalSchema.FORMAT, format -> formatted(ValueFormat.valueOf(format.asString()))));
        keywords.add(new Condition(CanonicalSchema.ATTEMPTS, count -> value -> {
            effort.spend(count.intValue());
            return true;
        }));
        Dialect dialect = Dialect.builder("schema:/canonical")
                .specificationVersion(SpecificationVersion.DRAFT_7)
                .keywords(keywords)
                .unknownKeywordFactory((keyword, context) -> null)
                .build();
        SchemaRegistryConfig config = SchemaRegistryConfig.builder()
                .regularExpressionFactory(new Patterns(effort))
                .build();
        return SchemaRegistry.withDialect(dialect, builder -> builder.schemaRegistryConfig(config))
                .getSchema(canonical);
    }

    private static Predicate<JsonNode> multiple(JsonNode schema) {
        BigDecimal divisor = schema.decimalValue();
        return value -> !value.isNumber() || Decimals.multiple(value.decimalValue(), divisor);
    }

    private static boolean unique(JsonNode array) {
        Set<Object> keys = new HashSet<>();
        return !array.isArray() || array.valueStream().map(Constants::key).allMatch(keys::add);
    }

    private static Predicate<JsonNode> formatted(ValueFormat format) {
        return value -> !value.isString() || format.matches(value.asString());
    }

    /** A keyword that a value satisfies or not, whatever stands beside it. */
    private record Condition(String getValue, Function<JsonNode, Predicate<JsonNode>> meaning) implements Keyword {

        @Override
        public KeywordValidator newValidator(
                SchemaLocation location, JsonNode node, Schema parent, SchemaContext context) {
            Predicate<JsonNode> condition = meaning.apply(node);
            return new BaseKeywordValidator(this, node, location, parent, context) {
                @Override
                public void validate(ExecutionContext execution, JsonNode value, JsonNode root, NodePath at) {
                    if (!condition.test(value)) {
                        execution.addError(error().instanceNode(value)
                                .instanceLocation(at)
                                .evaluationPath(execution.getEvaluationPath())
                                .build());
                    }
                }
            };
        }
    }
}
