/** Records of the quarantine, sent to the destination after all. */
@NullMarked
package dev.wharf.runtime.replay;

import org.jspecify.annotations.NullMarked;
