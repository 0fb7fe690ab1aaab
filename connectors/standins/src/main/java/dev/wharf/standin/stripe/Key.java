package dev.wharf.standin.stripe;

import java.util.Optional;
import java.util.Set;

/**
 * An API key and what may be done with it.
 *
 * @param rights names such as {@code rak_charge_read}, for a restricted key; empty for a secret key, which may do everything
 * @param account the connected account that an access token acts on; empty for a key of the account itself
 */
public record Key(String secret, State state, Optional<Set<String>> rights, Optional<String> account) {
    /** Whether a key still works, and why not. */
    public enum State {
        LIVE,
        EXPIRED,
        REVOKED
    }

    public Key {
        rights = rights.map(Set::copyOf);
    }

    public static Key secret(String secret) {
        return new Key(secret, State.LIVE, Optional.empty(), Optional.empty());
    }

    public static Key restricted(String secret, Set<String> rights) {
        return new Key(secret, State.LIVE, Optional.of(rights), Optional.empty());
    }

    /** An access token that Connect gave out. */
    static Key token(String secret, String account) {
        return new Key(secret, State.LIVE, Optional.empty(), Optional.of(account));
    }

    public Key in(State newState) {
        return new Key(secret, newState, rights, account);
    }

    boolean may(String right) {
        return rights.map(held -> held.contains(right)).orElse(true);
    }

    /** As Stripe shows a key in its messages: {@code sk_test_****1234}. */
    static String masked(String secret) {
        int underscore = secret.lastIndexOf('_') + 1;
        int shown = Math.max(underscore, secret.length() - 4);
        return secret.substring(0, underscore) + "*".repeat(Math.max(4, shown - underscore)) + secret.substring(shown);
    }

    @Override
    public String toString() {
        return masked(secret);
    }
}
