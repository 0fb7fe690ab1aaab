package dev.wharf.standin.stripe;

import dev.wharf.standin.Call;
import dev.wharf.standin.MovableClock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The account that the keys are of, and those connected to it, each with data of its own, made when it is first asked for. */
final class Accounts {
    private final StripeOptions options;
    private final MovableClock clock;
    private final long epoch;
    private final Store own;
    private final Map<String, Store> connected = new ConcurrentHashMap<>();

    Accounts(StripeOptions options, MovableClock clock) {
        this.options = options;
        this.clock = clock;
        this.epoch = clock.second();
        this.own = store(options);
    }

    Store own() {
        return own;
    }

    /** The id of the account that a call acts on. */
    String id(Call call, Key key) {
        return call.header("stripe-account").or(key::account).orElse(ownId());
    }

    /** A connected account by chance, for somebody who connects theirs. */
    String any(long number) {
        Shelf accounts = own.shelf(Kind.ACCOUNT);
        return own.world().id(Kind.ACCOUNT, number % accounts.slots(0));
    }

    /** Of the account itself: a number beyond those of the connected ones. */
    String ownId() {
        return own.world().ids().of(Kind.ACCOUNT.prefix(), 1L << 40);
    }

    /** @throws Refusal for an account that is not connected */
    Store of(Call call, Key key) {
        String id = id(call, key);
        if (id.equals(ownId())) {
            return own;
        }
        if (own.find(Kind.ACCOUNT, id).isEmpty()) {
            throw Refusal.of(
                    403,
                    "The provided key '" + key + "' does not have access to account '" + id
                            + "' (or that account does not exist). Application access may have been revoked.");
        }
        return connected.computeIfAbsent(id, this::connect);
    }

    private Store connect(String id) {
        return store(
                options.withSeed(options.seed() ^ id.hashCode()).withCustomers(Math.max(1, options.customers() / 20)));
    }

    private Store store(StripeOptions of) {
        return new Store(World.of(of, epoch), clock, of.version());
    }
}
