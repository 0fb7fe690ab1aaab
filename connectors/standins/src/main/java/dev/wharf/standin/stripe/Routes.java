package dev.wharf.standin.stripe;

import dev.wharf.standin.Call;
import dev.wharf.standin.Fault;
import dev.wharf.standin.Reply;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.databind.node.ObjectNode;

/** Which path leads to which objects. One is made for each call. */
final class Routes {
    private static final Pattern ID = Pattern.compile("/([a-z]+_[A-Za-z0-9_]{8,}|SAVE-[A-Za-z0-9]+)");

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

    /** A path with its ids replaced. */
    static String endpoint(String path) {
        return ID.matcher(path).replaceAll("/{id}");
    }

    Reply answer(Call call) {
        String path = call.path();
        Optional<Kind> list = Kind.atPath(path);
        if (list.isPresent()) {
            require(list.get().right());
            return listing(call).of(list.get(), path, _ -> true);
        }
        int slash = path.lastIndexOf('/');
        Optional<Kind> parent = Kind.atPath(path.substring(0, Math.max(0, slash)));
        if (parent.isPresent()) {
            require(parent.get().right());
            return retrieve(parent.get(), path.substring(slash + 1), call);
        }
        return new Branches(store, this::require, listing(call))
                .answer(call)
                .orElseThrow(() -> Refusal.unknownUrl(call.method(), path));
    }

    /** Stripe looks at permissions before it looks for the object. */
    private void require(String right) {
        if (!key.may(right)) {
            throw Keys.forbidden(key.secret(), right, account);
        }
    }

    private Listing listing(Call call) {
        boolean repeatsCursor = fault.filter(f -> f.name().equals("duplicates")).isPresent();
        return new Listing(store, version, Query.of(call.parameters()), repeatsCursor);
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
