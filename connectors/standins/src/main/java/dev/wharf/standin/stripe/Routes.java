package dev.wharf.standin.stripe;

import dev.wharf.standin.Call;
import dev.wharf.standin.Fault;
import dev.wharf.standin.Reply;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.databind.node.ObjectNode;

/** Which path leads to which objects. One is made for each call. */
final class Routes {
    private static final Pattern ID =
            Pattern.compile("/([a-z]+_(?=[a-z_]*[A-Z0-9])[A-Za-z0-9_]{8,}|SAVE-[A-Za-z0-9]+)");

    private final Store store;
    private final Key key;
    private final String account;
    private final String version;
    private final Optional<Fault> fault;

    Routes(Store store, Key key, String account, String version, Optional<Fault> fault) {
        this.store = store;
        this.key = key;
        this.account = account;
        this.version = version;
        this.fault = fault;
    }

    /** A path with its ids replaced: what is asked for in a list, and what looks like an id, which has digits or capitals. */
    static String endpoint(String path) {
        int slash = Math.max(0, path.lastIndexOf('/'));
        String list = path.substring(0, slash);
        boolean listed = Kind.atPath(list).isPresent() || Almanac.atPath(list).isPresent();
        return listed ? list + "/{id}" : ID.matcher(path).replaceAll("/{id}");
    }

    Reply answer(Call call) {
        String path = call.path();
        Optional<Kind> list = Kind.atPath(path);
        if (list.isPresent()) {
            require(list.get().right());
            return list(list.get(), call);
        }
        int slash = path.lastIndexOf('/');
        Optional<Kind> parent = Kind.atPath(path.substring(0, Math.max(0, slash)));
        if (parent.isPresent()) {
            require(parent.get().right());
            return retrieve(parent.get(), path.substring(slash + 1), call);
        }
        Optional<Reply> almanac = almanac(call, path, slash);
        if (almanac.isPresent()) {
            return almanac.get();
        }
        if (path.equals("/v1/account")) {
            return Reply.json(
                    200,
                    new Presentation(store, version)
                            .show(Connect.form(
                                    store.world(),
                                    account,
                                    store.world().timeline().start(),
                                    "owner@example.com")));
        }
        return new Branches(store, this::require, listing(Query.of(call.parameters())), plays("legacy-lines"))
                .answer(call)
                .orElseThrow(() -> Refusal.unknownUrl(call.method(), path));
    }

    private Optional<Reply> almanac(Call call, String path, int slash) {
        Optional<Almanac> whole = Almanac.atPath(path);
        if (whole.isPresent()) {
            require(whole.get().right());
            Query query = Query.of(call.parameters());
            return Optional.of(whole.get().list(store.world(), query, listing(query)));
        }
        return Almanac.atPath(path.substring(0, Math.max(0, slash))).flatMap(page -> {
            require(page.right());
            return page.retrieve(store.world(), path.substring(slash + 1));
        });
    }

    /** Stripe looks at permissions before it looks for the object. */
    private void require(String right) {
        if (!key.may(right)) {
            throw Keys.forbidden(key.secret(), right, account);
        }
    }

    private Reply list(Kind kind, Call call) {
        Query query = Query.of(call.parameters());
        List<String> payout = query.filters().remove("payout");
        if (payout == null) {
            return listing(query).of(kind, call.path(), _ -> true);
        }
        ObjectNode of = store.find(Kind.PAYOUT, payout.getLast())
                .orElseThrow(() -> Refusal.missing("payout", payout.getLast(), "payout"));
        return listing(query.within(
                        of.path(Payouts.FROM).asLong(0), of.path(Payouts.TO).asLong(0)))
                .of(
                        kind,
                        call.path(),
                        entry -> entry.get("currency").equals(of.get("currency"))
                                && !entry.path("type").asString("").equals("payout"));
    }

    private Listing listing(Query query) {
        return new Listing(store, version, query, plays("duplicates"));
    }

    private boolean plays(String name) {
        return fault.filter(f -> f.name().equals(name)).isPresent();
    }

    private Reply retrieve(Kind kind, String id, Call call) {
        Shelf shelf = store.shelf(kind);
        Place place = shelf.find(id).orElseThrow(() -> Refusal.missing(kind.object(), id, "id"));
        if (kind == Kind.EVENT && place.created() < store.clock().second() - Listing.HORIZON) {
            throw Listing.agedOut(id);
        }
        if (shelf.isDeleted(place)) {
            if (kind == Kind.CUSTOMER) {
                return Reply.json(200, Presentation.deleted(kind, id));
            }
            throw Refusal.missing(kind.object(), id, "id");
        }
        ObjectNode whole = shelf.object(place);
        Expansion expansion = Query.of(call.parameters()).expansion();
        return Reply.json(200, new Presentation(store, version).show(whole, expansion));
    }
}
