/** What comes before a sync: connectors are asked for their spec and their collections, and a connection becomes a plan. */
@NullMarked
package dev.wharf.runtime.preparation;

import org.jspecify.annotations.NullMarked;
