@NullMarked
package dev.wharf.runtime.schema;

import org.jspecify.annotations.NullMarked;
