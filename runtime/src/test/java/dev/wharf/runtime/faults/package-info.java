/** Real containers that misbehave, run by the real command: what an operator is told, what is kept, and that nothing stays behind. */
@NullMarked
package dev.wharf.runtime.faults;

import org.jspecify.annotations.NullMarked;
