/** Loads collections into the tables of a DuckDB file. */
@NullMarked
package dev.wharf.destination.duckdb;

import org.jspecify.annotations.NullMarked;
