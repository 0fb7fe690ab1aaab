/** What every destination that fills SQL tables shares: names, types, load modes, checkpoints. */
@NullMarked
package dev.wharf.destination.table;

import org.jspecify.annotations.NullMarked;
