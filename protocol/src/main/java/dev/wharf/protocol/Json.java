package dev.wharf.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.SerializableString;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamWriteConstraints;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.core.io.CharacterEscapes;
import tools.jackson.core.io.SerializedString;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * JSON as objects, for all that is not on the road of a record: no number loses a digit or changes its spelling, of a key that is there twice the last counts, strings may be of any
 * length, and what is written holds no character that another tool takes for the end of a line. Stateless; any thread.
 */
public final class Json {

    /** As {@link JsonScanner}, and a little more, since a message wraps what is in it. */
    private static final int MAXIMUM_DEPTH = JsonScanner.MAXIMUM_DEPTH + 10;

    /** Longer numbers are refused: what it costs to read one grows with the square of its length. */
    private static final int LONGEST_NUMBER = 100_000;

    /** The year 5138: further off there is only nonsense. */
    private static final BigDecimal LATEST = new BigDecimal("1e14");

    /** Also a guard: a number like {@code 1e999999999} must not be written out. */
    private static final BigDecimal LARGEST_COUNT = new BigDecimal("1e18");

    private static final BigDecimal NANOSECONDS_IN_A_SECOND = new BigDecimal("1000000000");

    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAXIMUM_DEPTH)
                            .maxStringLength(Integer.MAX_VALUE)
                            .maxNameLength(Integer.MAX_VALUE)
                            .maxNumberLength(LONGEST_NUMBER)
                            .build())
                    .streamWriteConstraints(StreamWriteConstraints.builder()
                            .maxNestingDepth(MAXIMUM_DEPTH)
                            .build())
                    .characterEscapes(new Escapes())
                    .build())
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(JsonNodeFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private Json() {}

    /** Reads one JSON text; see {@link #read(byte[], int, int)}. */
    public static JsonNode read(byte[] json) {
        return read(json, 0, json.length);
    }

    /**
     * Reads one JSON text.
     *
     * @throws JacksonException if it is none, or holds a number that no {@link BigDecimal} can (an exponent of more than nine digits)
     */
    public static JsonNode read(byte[] bytes, int from, int to) {
        try {
            return parse(bytes, from, to);
        } catch (NumberFormatException tooLarge) {
            throw new StreamReadException(null, "A number is beyond what can be held", tooLarge);
        }
    }

    private static JsonNode parse(byte[] bytes, int from, int to) {
        try {
            return tree(MAPPER.createParser(bytes, from, to - from));
        } catch (JacksonException refused) {
            // Jackson 3.1 refuses a lone surrogate in a key when it reads bytes, though not when it reads characters.
            if (!JsonScanner.document(bytes, from, to)) {
                throw refused;
            }
            return tree(MAPPER.createParser(new String(bytes, from, to - from, UTF_8)));
        }
    }

    private static JsonNode tree(JsonParser text) {
        try (JsonParser parser = new SpelledNumbers(text)) {
            JsonNode tree = MAPPER.readTree(parser);
            if (parser.nextToken() != null) {
                throw new StreamReadException(parser, "There is more behind the end");
            }
            return tree;
        }
    }

    public static byte[] write(JsonNode node) {
        return MAPPER.writeValueAsBytes(node);
    }

    /** Reads an object written down in code, e.g. a schema. @throws IllegalArgumentException if the text is none */
    public static ObjectNode object(String json) {
        if (MAPPER.readTree(json) instanceof ObjectNode object) {
            return object;
        }
        throw new IllegalArgumentException("no JSON object: " + json);
    }

    /** An empty object. */
    public static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    /** The count that a node holds, as the wire writes them: {@code 5} and {@code 5.0}. None where there can be no such count. */
    static Optional<Long> count(JsonNode node) {
        return node.isNumber() && node.decimalValue().abs().compareTo(LARGEST_COUNT) < 0
                ? Optional.of(node.decimalValue().longValue())
                : Optional.empty();
    }

    /** A time in milliseconds since 1970, fractional or not; {@link Instant#EPOCH} when there is none. */
    static Instant instant(JsonNode milliseconds) {
        if (!milliseconds.isNumber() || milliseconds.decimalValue().abs().compareTo(LATEST) > 0) {
            return Instant.EPOCH;
        }
        BigDecimal nanoseconds = milliseconds.decimalValue().movePointRight(6);
        BigDecimal[] seconds = nanoseconds.divideAndRemainder(NANOSECONDS_IN_A_SECOND);
        return Instant.ofEpochSecond(seconds[0].longValue(), seconds[1].longValue());
    }

    /** A time as the wire has it, with a fraction only where there is one. */
    static BigDecimal milliseconds(Instant time) {
        BigDecimal milliseconds = BigDecimal.valueOf(time.getEpochSecond())
                .movePointRight(3)
                .add(BigDecimal.valueOf(time.getNano(), 6))
                .stripTrailingZeros();
        return milliseconds.setScale(Math.max(milliseconds.scale(), 0), RoundingMode.UNNECESSARY);
    }

    /** Escapes what {@link JsonText#encode} does. */
    private static final class Escapes extends CharacterEscapes {

        @Override
        public int[] getEscapeCodesForAscii() {
            return standardAsciiEscapesForJSON();
        }

        @Override
        public @Nullable SerializableString getEscapeSequence(int character) {
            return JsonText.mustEscape(character) ? new SerializedString("\\u%04x".formatted(character)) : null;
        }
    }
}
