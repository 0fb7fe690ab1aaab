@NullMarked
package dev.wharf.standin.stripe;

import org.jspecify.annotations.NullMarked;
