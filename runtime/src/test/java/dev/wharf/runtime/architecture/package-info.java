/** What the house looks like, held by the build: who may use whom, how large a file may be, what is documented. */
@NullMarked
package dev.wharf.runtime.architecture;

import org.jspecify.annotations.NullMarked;
