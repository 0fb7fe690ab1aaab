package dev.wharf.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Generates JSON as a person, a library or an enemy would write it. */
final class JsonTexts {

    private JsonTexts() {}

    /** One value. */
    static Arbitrary<String> values() {
        return Arbitraries.lazyOf(
                JsonTexts::scalars, JsonTexts::scalars, JsonTexts::strings, JsonTexts::arrays, JsonTexts::objects);
    }

    static Arbitrary<String> objects() {
        return objects(strings(), values());
    }

    static Arbitrary<String> objects(Arbitrary<String> keys, Arbitrary<String> values) {
        Arbitrary<String> member = Combinators.combine(keys, space(), space(), values)
                .as((key, before, behind, value) -> key + before + ":" + behind + value);
        return list(member).map(members -> "{" + members + "}");
    }

    private static Arbitrary<String> arrays() {
        return list(values()).map(values -> "[" + values + "]");
    }

    private static Arbitrary<String> list(Arbitrary<String> parts) {
        Arbitrary<String> spaced =
                Combinators.combine(space(), parts, space()).as((before, part, behind) -> before + part + behind);
        Arbitrary<String> some = spaced.list().ofMaxSize(4).map(all -> String.join(",", all));
        return Combinators.combine(some, space()).as((all, blank) -> all.isEmpty() ? blank : all);
    }

    static Arbitrary<String> space() {
        return Arbitraries.frequency(
                net.jqwik.api.Tuple.of(8, ""), net.jqwik.api.Tuple.of(2, " "), net.jqwik.api.Tuple.of(1, "\t \r"));
    }

    static Arbitrary<String> scalars() {
        return Arbitraries.oneOf(
                Arbitraries.of(
                        "true",
                        "false",
                        "null",
                        "0",
                        "-0",
                        "-0.0",
                        "1e2",
                        "1E+400",
                        "0.10",
                        "12345678901234567890.000"),
                Arbitraries.longs().map(String::valueOf),
                Arbitraries.bigDecimals().map(String::valueOf));
    }

    /** Strings with their quotes, long and short enough to end at every offset of eight bytes. */
    static Arbitrary<String> strings() {
        Arbitrary<String> piece = Arbitraries.oneOf(
                Arbitraries.of(
                        "a",
                        "name",
                        "plain ASCII of some length",
                        "\\\"",
                        "\\\\",
                        "\\/",
                        "\\n",
                        "\\u0000",
                        "\\ud83d\\ude00",
                        "\\ud800",
                        "\\udc00",
                        "é",
                        "ß\u0085",
                        "\u2028",
                        "漢字",
                        "\ud83d\ude00",
                        "\u007f",
                        "\ufeff",
                        "\uffff",
                        "{\\\"type\\\":",
                        "}",
                        "]"),
                Arbitraries.strings().withCharRange('a', 'z').ofMaxLength(20));
        return piece.list().ofMaxSize(5).map(pieces -> pieces.stream().collect(Collectors.joining("", "\"", "\"")));
    }

    /** The same bytes with a few of them changed, left out, put in, or cut off. */
    static Arbitrary<byte[]> mutations(Arbitrary<String> texts) {
        Arbitrary<Integer> often = Arbitraries.of(List.of(
                (int) '"',
                (int) '\\',
                (int) '{',
                (int) '}',
                (int) '[',
                (int) ']',
                (int) ',',
                (int) ':',
                (int) '-',
                (int) '0',
                (int) '.',
                (int) 'e',
                (int) ' ',
                0,
                0x1f,
                0x7f,
                0x80,
                0xbf,
                0xc0,
                0xc2,
                0xe0,
                0xed,
                0xf0,
                0xf4,
                0xf5,
                0xff));
        Arbitrary<Mutation> mutation = Combinators.combine(
                        Arbitraries.of(Change.class),
                        Arbitraries.doubles().between(0, 1),
                        Arbitraries.oneOf(often, Arbitraries.integers().between(0, 255)))
                .as(Mutation::new);
        return Combinators.combine(
                        texts.map(text -> text.getBytes(UTF_8)), mutation.list().ofMaxSize(3))
                .as((bytes, mutations) -> {
                    byte[] changed = bytes;
                    for (Mutation each : mutations) {
                        changed = each.apply(changed);
                    }
                    return changed;
                });
    }

    private enum Change {
        REPLACE,
        REMOVE,
        INSERT,
        CUT
    }

    private record Mutation(Change change, double place, int with) {

        byte[] apply(byte[] bytes) {
            int at = (int) (place * bytes.length);
            java.io.ByteArrayOutputStream changed = new java.io.ByteArrayOutputStream();
            changed.write(bytes, 0, at);
            if (change == Change.REPLACE || change == Change.INSERT) {
                changed.write(with);
            }
            int rest = change == Change.INSERT ? at : at + 1;
            if (change != Change.CUT && rest < bytes.length) {
                changed.write(bytes, rest, bytes.length - rest);
            }
            return changed.toByteArray();
        }
    }
}
