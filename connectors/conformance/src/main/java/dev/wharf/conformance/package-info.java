/** The suites that any source or destination must pass. */
@NullMarked
package dev.wharf.conformance;

import org.jspecify.annotations.NullMarked;
