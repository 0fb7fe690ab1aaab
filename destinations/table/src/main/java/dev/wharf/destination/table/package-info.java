/**
 * What every destination that fills SQL tables shares: names, types, load modes, checkpoints. A database adds a {@link
 * dev.wharf.destination.table.Dialect} and a {@link dev.wharf.destination.table.BulkWriter}.
 */
@NullMarked
package dev.wharf.destination.table;

import org.jspecify.annotations.NullMarked;
