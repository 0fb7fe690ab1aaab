package dev.wharf.destination.table;

/** How much of a value a column could take. */
public enum Kept {
    /** All of it. */
    WHOLE,
    /** Something close to it: it is written, and the row's {@code _airbyte_meta} says so. */
    CHANGED,
    /** Nothing: null is to be written in its place. */
    NOT
}
