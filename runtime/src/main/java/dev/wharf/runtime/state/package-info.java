/**
 * What is remembered between runs: acknowledged states with their history, generations, epochs, runs with their reports, and the
 * quarantine. In SQLite, or in PostgreSQL when several operators share it.
 */
@NullMarked
package dev.wharf.runtime.state;

import org.jspecify.annotations.NullMarked;
