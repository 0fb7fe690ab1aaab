/** Loads collections into the tables of a PostgreSQL database. */
@NullMarked
package dev.wharf.destination.postgres;

import org.jspecify.annotations.NullMarked;
