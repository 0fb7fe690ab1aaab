package dev.wharf.sdk.oauth;

import com.nimbusds.oauth2.sdk.AuthorizationRequest;
import com.nimbusds.oauth2.sdk.AuthorizationResponse;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.ResponseType;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.State;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import dev.wharf.sdk.ConnectorFailure;
import java.net.URI;

/**
 * Asks a person, in a browser, to let the application in: the authorisation code flow with PKCE. Open {@link #page}; the vendor sends the browser on to the
 * redirect address with the answer, which {@link #answered} reads.
 */
public record Consent(URI page, URI redirect, String state, String verifier) {

    /**
     * Begins one, with a new state and verifier.
     *
     * @param page where the vendor asks, e.g. {@code https://acme.example/oauth/authorize}
     */
    public static Consent ask(URI page, Application application, URI redirect) {
        State state = new State();
        CodeVerifier verifier = new CodeVerifier();
        AuthorizationRequest.Builder request = new AuthorizationRequest.Builder(
                        ResponseType.CODE, new ClientID(application.id()))
                .endpointURI(page)
                .redirectionURI(redirect)
                .state(state)
                .codeChallenge(verifier, CodeChallengeMethod.S256);
        if (!application.scopes().isEmpty()) {
            request.scope(Scope.parse(application.scopes()));
        }
        return new Consent(request.build().toURI(), redirect, state.getValue(), verifier.getValue());
    }

    /**
     * The grant that an answer brings.
     *
     * @param answer {@code redirect} with what the vendor added
     * @throws ConnectorFailure when the person refused, or the answer belongs to another question
     */
    public Grant.Code answered(URI answer) {
        AuthorizationResponse response;
        try {
            response = AuthorizationResponse.parse(answer);
        } catch (ParseException e) {
            throw ConnectorFailure.config("The browser came back without an answer. Begin the login again.");
        }
        if (response.getState() == null || !state.equals(response.getState().getValue())) {
            throw ConnectorFailure.config(
                    "The browser came back with the answer to another question. Begin the login again, and open the page in one window only.");
        }
        if (!response.indicatesSuccess()) {
            String why = response.toErrorResponse().getErrorObject().getDescription();
            throw ConnectorFailure.accessDenied("The login was refused: "
                    + (why == null ? response.toErrorResponse().getErrorObject().getCode() : why) + ".");
        }
        return new Grant.Code(
                response.toSuccessResponse().getAuthorizationCode().getValue(), redirect, verifier);
    }

    /** The verifier stays out of every text. */
    @Override
    public String toString() {
        return "Consent[" + page.getAuthority() + "]";
    }
}
