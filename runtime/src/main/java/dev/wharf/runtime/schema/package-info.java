/** Whether the bytes of a record's data are what its source declared: a matcher compiled from the schema, networknt for the rest. */
@NullMarked
package dev.wharf.runtime.schema;

import org.jspecify.annotations.NullMarked;
