package dev.wharf.sdk.oauth;

import com.nimbusds.oauth2.sdk.AuthorizationGrant;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.auth.ClientSecretBasic;
import com.nimbusds.oauth2.sdk.auth.ClientSecretPost;
import com.nimbusds.oauth2.sdk.auth.Secret;
import com.nimbusds.oauth2.sdk.id.ClientID;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * The application that asks, as it is registered with the vendor.
 *
 * @param secret empty for a public one
 * @param scopes what it asks for; empty for what it is registered with
 */
public record Application(String id, Optional<String> secret, Proof proof, List<String> scopes) {

    /** Where the secret goes. */
    public enum Proof {
        /** Into the form, as {@code client_secret}: what most vendors take. */
        FORM,
        /** Into the header, as HTTP Basic. */
        HEADER
    }

    public Application {
        scopes = List.copyOf(scopes);
    }

    /** The secret stays out of every text. */
    @Override
    public String toString() {
        return "Application[" + id + "]";
    }

    TokenRequest request(URI endpoint, AuthorizationGrant grant) {
        ClientID client = new ClientID(id);
        TokenRequest.Builder request = secret.map(Secret::new)
                .map(known -> switch (proof) {
                    case FORM -> new ClientSecretPost(client, known);
                    case HEADER -> new ClientSecretBasic(client, known);
                })
                .map(proven -> new TokenRequest.Builder(endpoint, proven, grant))
                .orElseGet(() -> new TokenRequest.Builder(endpoint, client, grant));
        if (!scopes.isEmpty()) {
            request.scope(Scope.parse(scopes));
        }
        return request.build();
    }
}
