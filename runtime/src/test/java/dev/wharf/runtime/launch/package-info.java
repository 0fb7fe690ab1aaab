@NullMarked
package dev.wharf.runtime.launch;

import org.jspecify.annotations.NullMarked;
