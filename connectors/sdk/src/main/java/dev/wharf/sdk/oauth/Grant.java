package dev.wharf.sdk.oauth;

import java.net.URI;

/** On what ground tokens are asked for. */
public sealed interface Grant {

    /** A person agreed in a browser ({@link Consent}): once, and within minutes. */
    record Code(String code, URI redirect, String verifier) implements Grant {}

    /** What an earlier grant left behind. Some vendors take each token once and send another. */
    record Refresh(String token) implements Grant {}

    /** The application acts for itself. */
    record ClientCredentials() implements Grant {}

    /**
     * The application signs for a user (RFC 7523, RS256).
     *
     * @param issuer the application
     * @param subject the user
     * @param audience the server, by the name that it gives itself
     * @param key a private RSA key in PEM, PKCS#8
     */
    record JwtBearer(String issuer, String subject, String audience, String key) implements Grant {}
}
