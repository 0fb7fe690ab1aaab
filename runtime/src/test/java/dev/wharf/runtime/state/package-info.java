@NullMarked
package dev.wharf.runtime.state;

import org.jspecify.annotations.NullMarked;
