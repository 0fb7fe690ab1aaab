/**
 * What is said on the pipe between Wharf and a connector: messages, catalogs, the bytes of a line, and the command line of a
 * connector. Facts about the wire come from the Airbyte protocol, which Wharf speaks exactly. Says stream where everything above
 * says collection.
 */
@NullMarked
package dev.wharf.protocol;

import org.jspecify.annotations.NullMarked;
