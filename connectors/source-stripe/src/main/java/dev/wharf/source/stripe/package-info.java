/** Reads a Stripe account: lists at first, then one scan of its events for all collections together. */
@NullMarked
package dev.wharf.source.stripe;

import org.jspecify.annotations.NullMarked;
