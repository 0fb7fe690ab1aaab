/**
 * What every stand-in for a vendor's API shares: a server with TLS and real faults of the network, a clock that can be moved, a script of
 * faults, a limiter, a count of all calls, and the endpoints below {@code /_control} that steer all of it.
 *
 * <p>A vendor adds a {@link dev.wharf.standin.Vendor} and nothing else.
 */
@NullMarked
package dev.wharf.standin;

import org.jspecify.annotations.NullMarked;
