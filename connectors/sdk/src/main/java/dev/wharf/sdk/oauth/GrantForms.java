package dev.wharf.sdk.oauth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.oauth2.sdk.AuthorizationCode;
import com.nimbusds.oauth2.sdk.AuthorizationCodeGrant;
import com.nimbusds.oauth2.sdk.AuthorizationGrant;
import com.nimbusds.oauth2.sdk.ClientCredentialsGrant;
import com.nimbusds.oauth2.sdk.JWTBearerGrant;
import com.nimbusds.oauth2.sdk.RefreshTokenGrant;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.oauth2.sdk.token.RefreshToken;
import dev.wharf.sdk.ConnectorFailure;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;

/** Grants as the library takes them. Stateless; any thread. */
final class GrantForms {

    private GrantForms() {}

    /** @param now when an assertion that has to be signed begins to hold; it does for three minutes */
    static AuthorizationGrant of(Grant grant, Instant now) {
        return switch (grant) {
            case Grant.Code(String code, URI redirect, String verifier) ->
                new AuthorizationCodeGrant(new AuthorizationCode(code), redirect, new CodeVerifier(verifier));
            case Grant.Refresh(String token) -> new RefreshTokenGrant(new RefreshToken(token));
            case Grant.ClientCredentials() -> new ClientCredentialsGrant();
            case Grant.JwtBearer bearer -> new JWTBearerGrant(signed(bearer, now));
        };
    }

    private static SignedJWT signed(Grant.JwtBearer bearer, Instant now) {
        JWTClaimsSet claims = new JWTClaimsSet.Builder()
                .issuer(bearer.issuer())
                .subject(bearer.subject())
                .audience(bearer.audience())
                .expirationTime(Date.from(now.plus(Duration.ofMinutes(3))))
                .build();
        SignedJWT token = new SignedJWT(new JWSHeader(JWSAlgorithm.RS256), claims);
        try {
            token.sign(new RSASSASigner(key(bearer.key())));
            return token;
        } catch (JOSEException | GeneralSecurityException | IllegalArgumentException e) {
            // The cause is left out: a parser may quote the key.
            throw ConnectorFailure.config(
                    "The private key cannot be used. It must be an RSA key in PEM that begins with -----BEGIN PRIVATE KEY-----; "
                            + "openssl pkcs8 -topk8 -nocrypt makes one of others.");
        }
    }

    private static PrivateKey key(String pem) throws GeneralSecurityException {
        String base64 = pem.replaceAll("-----(BEGIN|END) PRIVATE KEY-----", "").replaceAll("\\s", "");
        PKCS8EncodedKeySpec spec = new PKCS8EncodedKeySpec(Base64.getDecoder().decode(base64));
        return KeyFactory.getInstance("RSA").generatePrivate(spec);
    }
}
