package dev.wharf.standin.stripe;

import dev.wharf.standin.Calls;
import dev.wharf.standin.Fault;
import dev.wharf.standin.Json;
import dev.wharf.standin.Limits;
import dev.wharf.standin.MovableClock;
import dev.wharf.standin.Standin;
import dev.wharf.standin.StandinOptions;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A running Stripe, for the tests of whoever speaks to it. Safe for all threads. */
public final class StripeStandin implements AutoCloseable {
    /** A secret key that is always there. */
    public static final String KEY = "sk_test_wharf4242";

    private final Standin standin;
    private final StripeApi api;
    private final Keys keys;

    private StripeStandin(Standin standin, StripeApi api, Keys keys) {
        this.standin = standin;
        this.api = api;
        this.keys = keys;
    }

    /** Starts on free ports of the loopback; on return it answers. */
    public static StripeStandin start(StripeOptions options) {
        return start(options, StandinOptions.onLoopback());
    }

    public static StripeStandin start(StripeOptions options, StandinOptions where) {
        MovableClock clock = options.at().map(MovableClock::standingAt).orElseGet(MovableClock::running);
        Keys keys = new Keys();
        keys.put(Key.secret(KEY));
        StripeApi api = new StripeApi(new Accounts(options, clock), keys);
        return new StripeStandin(Standin.start(api, clock, where), api, keys);
    }

    /** For plain HTTP, without a path: what takes the place of {@code https://api.stripe.com}. */
    public URI url() {
        return standin.url();
    }

    /** The same with TLS; a client must trust {@link #authorityPem()}. */
    public URI secureUrl() {
        return standin.secureUrl();
    }

    public String authorityPem() {
        return standin.authorityPem();
    }

    public MovableClock clock() {
        return standin.clock();
    }

    /** Adds a line to the script of faults. */
    public void fault(Fault fault) {
        standin.faults().add(fault);
    }

    public void clearFaults() {
        standin.faults().clear();
    }

    public void limit(Limits limits) {
        standin.limit(limits);
    }

    public Calls calls() {
        return standin.calls();
    }

    public Keys keys() {
        return keys;
    }

    /** Moves the clock, then changes so many objects, with their events. */
    public void advance(Duration by, int changes) {
        advance(by, Json.object().put("changes", changes));
    }

    /**
     * Moves the clock, then changes objects as the body of {@code POST /_control/advance} says.
     *
     * @return what was done
     */
    public ObjectNode advance(Duration by, ObjectNode wanted) {
        standin.clock().advance(by);
        return api.change(wanted.deepCopy().put("by", by.toString()));
    }

    /** The names of what can happen, for {@code only}. */
    public List<String> changes() {
        return api.changes();
    }

    public List<String> collections() {
        return api.collections();
    }

    /** The truth of a collection now, newest first, deleted objects marked by {@code "deleted": true}. */
    public List<JsonNode> dump(String collection) {
        List<JsonNode> all = new ArrayList<>();
        // As a client would read it: a number's width is no matter then.
        api.dump(collection, object -> all.add(Json.parse(Json.bytes(object))));
        return all;
    }

    @Override
    public void close() {
        standin.close();
    }
}
