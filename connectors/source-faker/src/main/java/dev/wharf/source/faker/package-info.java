/** A source of made-up users, products and purchases: deterministic, resumable, of any volume. */
@NullMarked
package dev.wharf.source.faker;

import org.jspecify.annotations.NullMarked;
