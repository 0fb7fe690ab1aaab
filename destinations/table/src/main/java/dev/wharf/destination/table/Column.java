package dev.wharf.destination.table;

/** A column of a table. */
public record Column(String name, ColumnType type) {}
