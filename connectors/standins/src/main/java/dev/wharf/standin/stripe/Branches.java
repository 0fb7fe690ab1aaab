package dev.wharf.standin.stripe;

import dev.wharf.standin.Call;
import dev.wharf.standin.Reply;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Lists below an object: {@code /v1/invoices/in_…/lines} and the like. */
final class Branches {
    private static final Pattern PATH = Pattern.compile("(/v1/[a-z_/]+)/([^/]+)/([a-z_]+)");

    private final Store store;
    private final Consumer<String> require;
    private final Listing listing;
    private final boolean hasLegacyLines;

    /** @param hasLegacyLines the fault in which an invoice's lines have their subscription's id, and so all the same */
    Branches(Store store, Consumer<String> require, Listing listing, boolean hasLegacyLines) {
        this.store = store;
        this.require = require;
        this.listing = listing;
        this.hasLegacyLines = hasLegacyLines;
    }

    Optional<Reply> answer(Call call) {
        if (call.path().equals("/v1/subscription_items")) {
            return Optional.of(
                    part(Kind.SUBSCRIPTION, required(call, "subscription"), Parts.SUBSCRIPTION_ITEMS, call.path()));
        }
        if (call.path().equals("/v1/setup_attempts")) {
            return Optional.of(children(Family.SETUP_ATTEMPTS, required(call, "setup_intent"), call.path()));
        }
        Matcher path = PATH.matcher(call.path());
        if (!path.matches()) {
            return Optional.empty();
        }
        return Kind.atPath(path.group(1)).flatMap(kind -> below(kind, path.group(2), path.group(3), call.path()));
    }

    private static String required(Call call, String param) {
        return call.parameter(param)
                .orElseThrow(() -> Refusal.of(400, "Missing required param: " + param + ".")
                        .code("parameter_missing")
                        .param(param));
    }

    private Optional<Reply> below(Kind kind, String id, String name, String url) {
        Optional<Parts> part = Parts.below(kind, name);
        return part.isPresent()
                ? Optional.of(part(kind, id, part.get(), url))
                : Family.named(kind, name).map(family -> children(family, id, url));
    }

    private Reply part(Kind kind, String id, Parts part, String url) {
        require.accept(kind.right());
        JsonNode members = owner(kind, id).path(part.field());
        if (part == Parts.INVOICE_LINES && hasLegacyLines) {
            members.forEach(line -> ((ObjectNode) line).set("id", line.path("subscription")));
        }
        return listing.of(url, members);
    }

    private Reply children(Family family, String id, String url) {
        require.accept(family.child().right());
        owner(family.parent(), id);
        return listing.of(url, family.members(store, id));
    }

    private ObjectNode owner(Kind kind, String id) {
        return store.find(kind, id).orElseThrow(() -> Refusal.missing(kind.object(), id, "id"));
    }
}
