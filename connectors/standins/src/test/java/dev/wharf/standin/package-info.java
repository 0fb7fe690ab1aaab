@NullMarked
package dev.wharf.standin;

import org.jspecify.annotations.NullMarked;
