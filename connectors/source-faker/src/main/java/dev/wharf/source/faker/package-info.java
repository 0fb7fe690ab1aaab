/**
 * A source of made-up users, products and purchases: for a first try without an account, for measurements, and for tests. Every
 * record is a function of the seed and its position, so any run can be repeated and any part of it resumed.
 */
@NullMarked
package dev.wharf.source.faker;

import org.jspecify.annotations.NullMarked;
