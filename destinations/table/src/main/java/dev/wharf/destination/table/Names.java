package dev.wharf.destination.table;

import dev.wharf.protocol.JsonText;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Names that a database takes, for names that a source made up. Stateless; any thread.
 *
 * <p>A name stays as it is where it can. Otherwise it is cut as far as needed and gets a suffix, {@code _x} and twelve hexadecimal
 * digits of the SHA-256 of the whole name. Names that look as if they had such a suffix get one of their own, so that no plain name
 * is ever equal to a suffixed one. Of names that the database takes for the same, the one that is there already stays as it is,
 * otherwise the first in the order of code points; the others get the suffix. So the same field always finds its column again,
 * whatever fields come later.
 */
final class Names {

    /** Columns of ours begin with one of these, and a field that does too gets a suffix. */
    static final String RAW_ID = "_airbyte_raw_id";

    static final String EXTRACTED_AT = "_airbyte_extracted_at";
    static final String META = "_airbyte_meta";
    static final String GENERATION = "_airbyte_generation_id";
    /** The fields that have no column, because the table is as wide as the database allows. */
    static final String OVERFLOW = "_wharf_overflow";
    /** In staged rows only: the order of arrival. */
    static final String ORDER = "_wharf_order";
    /** In staged rows only: the fields by which a row finds those that it changes, as JSON; null in a whole row. */
    static final String PATCH = "_wharf_patch";

    private static final Set<String> OURS = Set.of(RAW_ID, EXTRACTED_AT, META, GENERATION);
    private static final String PREFIX = "_wharf_";
    private static final Pattern SUFFIXED =
            Pattern.compile(".*_x[0-9a-f]{12}", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    private static final int SUFFIX_BYTES = 14;

    private final Naming naming;

    Names(Naming naming) {
        this.naming = naming;
    }

    /**
     * A column for each field.
     *
     * @param existing the columns that the table has
     */
    Map<String, String> columns(Collection<String> fields, Collection<String> existing) {
        Map<String, String> taken = new HashMap<>();
        existing.forEach(column -> taken.put(folded(column), column));
        Map<String, String> columns = new HashMap<>();
        List<String> sorted = new ArrayList<>(fields);
        sorted.sort(Comparator.naturalOrder());
        for (String field : sorted) {
            String plain = fits(field)
                            && !OURS.contains(folded(field))
                            && !naming.reserved().contains(folded(field))
                    ? field
                    : suffixed(field, field);
            String owner = taken.putIfAbsent(folded(plain), plain);
            String column = owner == null || owner.equals(plain) ? plain : suffixed(field, field);
            taken.putIfAbsent(folded(column), column);
            columns.put(field, column);
        }
        return columns;
    }

    /**
     * A name for a table or a schema.
     *
     * @param taken whether a name stands for something else already
     */
    String table(String namespace, String stream, Predicate<String> taken) {
        return fits(stream) && !taken.test(stream) ? stream : suffixed(stream, namespace + '\0' + stream);
    }

    String schema(String namespace) {
        if (naming.schemas().matcher(namespace.toLowerCase(Locale.ROOT)).matches()) {
            return suffixed("_" + namespace, namespace); // PostgreSQL reserves a beginning
        }
        return fits(namespace) ? namespace : suffixed(namespace, namespace);
    }

    /** Whether a column of this name is ours: no field gets such a name. */
    static boolean isOurs(String column) {
        return OURS.contains(column) || column.equals(OVERFLOW) || column.equals(ORDER);
    }

    /** What the database takes for the same name. */
    String folded(String name) {
        return naming.caseSensitive() ? name : name.toLowerCase(Locale.ROOT);
    }

    /** Sixteen hexadecimal digits that stand for a text. */
    static String digest(String text) {
        try {
            ByteBuffer units = ByteBuffer.allocate(2 * text.length());
            units.asCharBuffer().put(text);
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(units.array());
            return HexFormat.of().formatHex(hash, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private boolean fits(String name) {
        return !name.isEmpty()
                && name.indexOf('\0') < 0
                && JsonText.replaceLoneSurrogates(name).equals(name)
                && bytes(name) <= naming.bytes()
                && !folded(name).startsWith(PREFIX)
                && !SUFFIXED.matcher(name).matches();
    }

    private String suffixed(String name, String identity) {
        String clean = JsonText.replaceLoneSurrogates(name).replace('\0', '_');
        int end = clean.length();
        while (bytes(clean.substring(0, end)) > naming.bytes() - SUFFIX_BYTES) {
            end = clean.offsetByCodePoints(end, -1);
        }
        return clean.substring(0, end) + "_x" + digest(identity).substring(0, 12);
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
