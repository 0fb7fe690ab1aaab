package dev.wharf.destination.table;

/** A column of a table. */
public record Column(String name, ColumnType type) {

    /** Whether it is one of ours and no field's: a value of ours must always find room in a row. */
    public boolean isOurs() {
        return Names.isOurs(name);
    }
}
