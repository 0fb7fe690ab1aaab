package dev.wharf.sdk.api;

import java.net.http.HttpHeaders;
import java.util.Map;

/** The facts of one vendor's API that {@link ApiClient} cannot know. Called by any thread, by several at once. */
public interface Vendor {

    /** The vendor in a sentence: {@code Stripe}. */
    String name();

    /**
     * Header fields for every call, its authorisation among them. Asked before each attempt; may fetch a token first.
     *
     * @throws dev.wharf.sdk.ConnectorFailure when there are no credentials to be had
     */
    Map<String, String> headers();

    /** What an answer means whose status is not of the two hundreds; {@link Verdict#ofStatus} for what is not special. */
    Verdict judge(Refusal refusal);

    /** What the header of any answer to {@code call} says of limits; asked once for each answer. */
    default Gauge gauge(Call call, HttpHeaders headers) {
        return Gauge.SILENT;
    }

    /**
     * Gets new credentials in place of expired ones.
     *
     * @param refused the header fields that were refused; where {@link #headers} has others by now, somebody else was faster, and there is nothing to do
     * @return whether it is worth another try
     */
    default boolean renew(Map<String, String> refused) {
        return false;
    }

    default Retries retries() {
        return Retries.STANDARD;
    }
}
