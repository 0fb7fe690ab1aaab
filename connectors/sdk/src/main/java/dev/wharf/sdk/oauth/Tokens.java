package dev.wharf.sdk.oauth;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a token endpoint gave.
 *
 * @param refresh the refresh token that holds from now on; empty when the vendor sent none
 * @param lifetime how long the access token lives; empty when the vendor does not say
 * @param scopes what was granted, which may be less than was asked for; empty when the vendor does not say
 * @param json the whole answer, for a vendor's own members
 */
public record Tokens(
        String access, Optional<String> refresh, Optional<Duration> lifetime, List<String> scopes, ObjectNode json) {

    public Tokens {
        scopes = List.copyOf(scopes);
    }

    /** Every member of it is a secret. */
    @Override
    public String toString() {
        return "Tokens[***]";
    }
}
