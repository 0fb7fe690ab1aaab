package dev.wharf.sdk.api;

import java.time.Instant;
import java.util.Optional;

/**
 * What an answer that is not good means. Texts are whole sentences for the user: why, and what to do next; {@link ApiClient} puts in front of them what was
 * asked.
 */
public sealed interface Verdict {

    /** The credentials are refused: the whole run stops at once, and nothing more is tried with them. */
    record AccessDenied(String why) implements Verdict {}

    /** The credentials have expired: they are renewed once ({@link Vendor#renew}); refused again, or with nothing to renew, access is denied. */
    record Expired(String why) implements Verdict {}

    /** A right is missing, named in {@code why}: the collection cannot be read, others can. */
    record PermissionMissing(String why) implements Verdict {}

    /**
     * Too many calls of this class of limit; the call is made again later.
     *
     * @param until when; empty when the vendor does not say and there is no {@code Retry-After}, which is read anyway
     */
    record RateLimited(Excess excess, Optional<Instant> until) implements Verdict {

        public enum Excess {
            /** Too many in a time: the pace slows down. */
            RATE,
            /** Too many at once: fewer are under way together. */
            CONCURRENCY
        }

        public static RateLimited byRate() {
            return new RateLimited(Excess.RATE, Optional.empty());
        }

        public static RateLimited byConcurrency() {
            return new RateLimited(Excess.CONCURRENCY, Optional.empty());
        }
    }

    /** The account's quota is used up: the run ends behind its last states. */
    record QuotaUsedUp(String why) implements Verdict {}

    /** Time mends it: the call is made again. */
    record Transient(String why) implements Verdict {}

    /** What was asked for does not exist any more. */
    record Gone(String why) implements Verdict {}

    /** We asked for something that makes no sense: never tried again, a fault of the connector's. */
    record OurFault(String why) implements Verdict {}

    /** What the status alone means, by the book; for whatever the vendor's own words do not tell. */
    static Verdict ofStatus(Refusal refusal) {
        return switch (refusal.status()) {
            case 401 -> new AccessDenied("Check the credentials in the config.");
            case 403 -> new PermissionMissing("Give the credentials the right to read it, or deselect the collection.");
            case 404, 410 -> new Gone("It does not exist.");
            case 429 -> RateLimited.byRate();
            case 408, 409, 420, 425 -> new Transient("It says to try again.");
            default ->
                refusal.status() >= 500
                        ? new Transient("It is in trouble.")
                        : new OurFault("Tell the connector's author.");
        };
    }
}
