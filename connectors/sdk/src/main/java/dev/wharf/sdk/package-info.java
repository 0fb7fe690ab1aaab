/** What the author of a connector implements, and the loops that obey the protocol for it. */
@NullMarked
package dev.wharf.sdk;

import org.jspecify.annotations.NullMarked;
