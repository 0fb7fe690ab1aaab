package dev.wharf.standin;

import tools.jackson.databind.JsonNode;

/**
 * How much the stand-in lets through. Zero is no limit.
 *
 * @param perSecond calls a second of all endpoints
 * @param perEndpoint calls a second of each endpoint
 * @param atOnce calls under way
 * @param atOncePerEndpoint calls of one endpoint under way
 */
public record Limits(double perSecond, double perEndpoint, int atOnce, int atOncePerEndpoint) {
    public static final Limits NONE = new Limits(0, 0, 0, 0);

    /** Which limit a call was beyond. */
    public enum Kind {
        RATE,
        ENDPOINT_RATE,
        CONCURRENCY,
        ENDPOINT_CONCURRENCY
    }

    static Limits from(JsonNode json) {
        return new Limits(
                json.path("perSecond").asDouble(0),
                json.path("perEndpoint").asDouble(0),
                json.path("atOnce").asInt(0),
                json.path("atOncePerEndpoint").asInt(0));
    }
}
