package dev.wharf.runtime.schema;

/** A schema that says something that JSON Schema does not have, so that nobody can check by it. */
final class MalformedSchema extends Exception {

    /** @param what behind "its schema", e.g. {@code has the type "str", which JSON Schema does not know (at /properties/a)} */
    MalformedSchema(String what) {
        super(what);
    }

    String what() {
        return String.valueOf(getMessage());
    }
}
