/** The connection file: what it says, checked as a whole before anything starts, and what becomes of it for one sync. */
@NullMarked
package dev.wharf.runtime.connection;

import org.jspecify.annotations.NullMarked;
