/** OAuth 2.0 for sources whose vendor has it: how tokens are got, renewed and rotated. Above {@code dev.wharf.sdk.api}. */
@NullMarked
package dev.wharf.sdk.oauth;

import org.jspecify.annotations.NullMarked;
