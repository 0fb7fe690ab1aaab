package dev.wharf.standin.stripe;

import dev.wharf.standin.Json;
import dev.wharf.standin.Reply;
import tools.jackson.databind.node.ObjectNode;

/** A call that Stripe refuses, in its envelope: thrown where it is found out, answered in one place. */
final class Refusal extends RuntimeException {
    private static final String ERRORS = "https://stripe.com/docs/error-codes/";

    private final int status;
    private final String type;
    private final String code;
    private final String param;

    private Refusal(int status, String type, String code, String param, String message) {
        super(message, null, false, false);
        this.status = status;
        this.type = type;
        this.code = code;
        this.param = param;
    }

    static Refusal of(int status, String message) {
        return new Refusal(status, "invalid_request_error", "", "", message);
    }

    Refusal code(String newCode) {
        return new Refusal(status, type, newCode, param, getMessage());
    }

    Refusal param(String newParam) {
        return new Refusal(status, type, code, newParam, getMessage());
    }

    Refusal type(String newType) {
        return new Refusal(status, newType, code, param, getMessage());
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }

    static Refusal missing(String object, String id, String param) {
        return of(404, "No such " + object + ": '" + id + "'")
                .code("resource_missing")
                .param(param);
    }

    static Refusal unknownUrl(String method, String path) {
        return of(
                404,
                "Unrecognized request URL (" + method + ": " + path
                        + "). Please see https://stripe.com/docs or we can help at https://support.stripe.com/.");
    }

    static Refusal limited() {
        return of(
                        429,
                        "Request rate limit exceeded. Learn more about rate limits here https://stripe.com/docs/rate-limits.")
                .code("rate_limit");
    }

    Reply reply() {
        ObjectNode error = Json.object();
        if (!code.isEmpty()) {
            error.put("code", code).put("doc_url", ERRORS + code.replace('_', '-'));
        }
        error.put("message", getMessage());
        if (!param.isEmpty()) {
            error.put("param", param);
        }
        error.put("type", type);
        ObjectNode envelope = Json.object();
        envelope.set("error", error);
        return Reply.json(status, envelope);
    }
}
