package dev.wharf.destination.table;

import java.util.Set;
import java.util.regex.Pattern;

/**
 * What a database allows in names.
 *
 * @param bytes the longest name, in bytes of UTF-8
 * @param caseSensitive whether two names that differ only in case may stand side by side
 * @param reserved names that a column cannot have even in quotes, in lower case (PostgreSQL: {@code ctid} and its like)
 * @param schemas the names that no schema of ours can have, in lower case
 * @param columns the most columns of a table, the four of the protocol included
 */
public record Naming(int bytes, boolean caseSensitive, Set<String> reserved, Pattern schemas, int columns) {

    public Naming {
        reserved = Set.copyOf(reserved);
    }
}
