/** Values that must never be shown (invariant 8). */
@NullMarked
package dev.wharf.runtime.secret;

import org.jspecify.annotations.NullMarked;
