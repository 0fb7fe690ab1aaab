/**
 * Runs connectors: containers on a Docker engine, or child processes. The engine is the control plane and never sees a record where
 * FIFOs can be shared.
 */
@NullMarked
package dev.wharf.runtime.launch;

import org.jspecify.annotations.NullMarked;
