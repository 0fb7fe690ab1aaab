package dev.wharf.source.faker;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.wharf.sdk.RecordWriter;
import dev.wharf.sdk.RecordWriter.Name;
import dev.wharf.sdk.Resources;
import dev.wharf.sdk.StreamOffer;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Values that are hard on a destination, one case a record. {@code valid} tells whether the case follows the declared types; those whose
 * name begins with {@code unfit} do, and yet are no value of the type that their format names.
 */
record Oddities() implements Collection {

    static final StreamOffer OFFER = StreamOffer.objects("oddities", Resources.json(Oddities.class, "oddities.json"))
            .key("id")
            .cursor("id");

    private static final Name ID = Name.of("id");
    private static final int LONG_TEXT = 1_000_000;
    private static final int DEPTH = 500;
    private static final int WIDTH = 2_000;

    /** The members of each record behind its id, as JSON. */
    private static final List<byte[]> CASES = cases();

    static Size size() {
        return new Size(CASES.size(), 0);
    }

    @Override
    public void write(long position, RecordWriter record) {
        record.field(ID).integer(position + 1).value(CASES.get((int) position));
    }

    private static List<byte[]> cases() {
        Stream.Builder<String> cases = Stream.builder();
        Resources.text(Oddities.class, "oddities.jsonl")
                .lines()
                .map(line -> line.substring(1, line.length() - 1))
                .forEach(cases);
        cases.add(valid("text of a million characters", "text", '"' + "x".repeat(LONG_TEXT) + '"'));
        cases.add(valid("list nested deep", "list", "[".repeat(DEPTH) + "]".repeat(DEPTH)));
        cases.add(valid(
                "object of two thousand members",
                "object",
                IntStream.range(0, WIDTH)
                        .mapToObj(i -> "\"m" + i + "\":" + i)
                        .collect(Collectors.joining(",", "{", "}"))));
        return cases.build().map(members -> members.getBytes(UTF_8)).toList();
    }

    private static String valid(String name, String field, String value) {
        return "\"case\":\"%s\",\"valid\":true,\"%s\":%s".formatted(name, field, value);
    }
}
