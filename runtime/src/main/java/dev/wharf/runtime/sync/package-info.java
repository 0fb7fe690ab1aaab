/**
 * One run of a connection: launches a source and a destination, carries records between them, saves the states that come back, and
 * tells what happened.
 */
@NullMarked
package dev.wharf.runtime.sync;

import org.jspecify.annotations.NullMarked;
