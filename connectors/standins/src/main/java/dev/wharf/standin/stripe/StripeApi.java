package dev.wharf.standin.stripe;

import dev.wharf.standin.Call;
import dev.wharf.standin.Fault;
import dev.wharf.standin.Limits;
import dev.wharf.standin.Reply;
import dev.wharf.standin.Vendor;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Lock;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Stripe as the kit sees it: admits a call, plays a fault or answers, and puts Stripe's own headers on every answer. */
final class StripeApi implements Vendor {
    private final Accounts accounts;
    private final Keys keys;
    private final Faults faults;
    private final Changes changes;
    private final OAuth oauth;
    private final AtomicLong requests = new AtomicLong();

    StripeApi(Accounts accounts, Keys keys) {
        this.accounts = accounts;
        this.keys = keys;
        this.faults = new Faults(accounts.ownId());
        this.oauth = new OAuth(accounts, keys);
        this.changes = new Changes(accounts.own());
    }

    @Override
    public String name() {
        return "stripe";
    }

    @Override
    public List<String> hosts() {
        return List.of("api.stripe.com", "files.stripe.com", "connect.stripe.com");
    }

    @Override
    public String caller(Call call) {
        return Keys.caller(call);
    }

    @Override
    public String endpoint(Call call) {
        return Routes.endpoint(call.path());
    }

    @Override
    public Set<String> faults() {
        return Faults.NAMES;
    }

    @Override
    public Reply answer(Call call, Optional<Fault> fault) {
        String version = call.header("stripe-version").orElse(accounts.own().version());
        return dress(answerOrRefuse(call, version, fault), version);
    }

    @Override
    public Reply refuse(Call call, Limits.Kind limit) {
        String reason = switch (limit) {
            case RATE -> "global-rate";
            case ENDPOINT_RATE -> "endpoint-rate";
            case CONCURRENCY -> "global-concurrency";
            case ENDPOINT_CONCURRENCY -> "endpoint-concurrency";
        };
        return dress(
                Refusal.limited().reply().with("Stripe-Rate-Limited-Reason", reason),
                accounts.own().version());
    }

    private Reply answerOrRefuse(Call call, String version, Optional<Fault> fault) {
        try {
            Optional<Reply> played = fault.flatMap(f -> faults.play(f, call));
            if (played.isPresent()) {
                return played.get();
            }
            Optional<Reply> connected = oauth.answer(call);
            if (connected.isPresent()) {
                return connected.get();
            }
            Key key = keys.admit(call);
            if (!Versions.isKnown(version)) {
                throw Refusal.of(400, "Invalid Stripe API version: " + version);
            }
            Store store = accounts.of(call, key);
            Lock lock = store.lock().readLock();
            lock.lock();
            try {
                return new Routes(store, key, accounts.id(call, key), version, fault).answer(call);
            } finally {
                lock.unlock();
            }
        } catch (Refusal refusal) {
            return refusal.reply();
        }
    }

    private Reply dress(Reply reply, String version) {
        Reply dressed =
                reply.with("Request-Id", "req_" + accounts.own().world().ids().of("", requests.incrementAndGet()));
        if (reply.status() == 401) {
            dressed = dressed.with("WWW-Authenticate", "Basic realm=\"Stripe\"");
        }
        return Versions.isKnown(version) ? dressed.with("Stripe-Version", version) : dressed;
    }

    @Override
    public Optional<Reply> control(Call call) {
        return StripeControl.answer(call, keys);
    }

    @Override
    public List<String> collections() {
        return Dump.collections();
    }

    @Override
    public void dump(String collection, Consumer<JsonNode> into) {
        new Dump(accounts.own()).write(collection, into);
    }

    List<String> changes() {
        return changes.names();
    }

    @Override
    public ObjectNode change(ObjectNode wanted) {
        return changes.make(wanted);
    }
}
