/** Why something failed, in the words of the person who reads it: codes, kinds, exit statuses. */
@NullMarked
package dev.wharf.runtime.failure;

import org.jspecify.annotations.NullMarked;
