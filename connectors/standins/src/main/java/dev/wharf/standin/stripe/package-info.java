/** Stripe: its data as a function of a seed, its lists and events, its keys and refusals. */
@NullMarked
package dev.wharf.standin.stripe;

import org.jspecify.annotations.NullMarked;
