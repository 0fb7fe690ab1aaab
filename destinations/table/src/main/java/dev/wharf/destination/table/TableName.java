package dev.wharf.destination.table;

/**
 * A table in its schema, as the database knows them.
 *
 * @param schema empty for a temporary table of the session
 */
public record TableName(String schema, String table) {

    /** For SQL: quoted. */
    public String sql() {
        return schema.isEmpty() ? quote(table) : quote(schema) + "." + quote(table);
    }

    /** An identifier for SQL, in double quotes, so that reserved words and any letter may be in it. */
    public static String quote(String identifier) {
        return '"' + identifier.replace("\"", "\"\"") + '"';
    }

    /** The form for people. */
    @Override
    public String toString() {
        return schema.isEmpty() ? table : schema + "." + table;
    }
}
