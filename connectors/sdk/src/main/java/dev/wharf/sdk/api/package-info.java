/**
 * What every source that reads an API over HTTP needs: calls that are paced, counted, tried again and, when they fail, told apart by whose fault it is. A
 * vendor adds its own facts by a {@link dev.wharf.sdk.api.Vendor}. Above {@code dev.wharf.sdk}, which knows nothing of it.
 */
@NullMarked
package dev.wharf.sdk.api;

import org.jspecify.annotations.NullMarked;
