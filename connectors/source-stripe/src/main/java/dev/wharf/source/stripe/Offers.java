package dev.wharf.source.stripe;

import dev.wharf.protocol.Catalog;
import dev.wharf.protocol.Json;
import dev.wharf.protocol.Stream;
import dev.wharf.sdk.StreamOffer;
import dev.wharf.source.stripe.Collection.Kind;
import dev.wharf.source.stripe.Collection.Upkeep;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** What is said of the collections in the answer to {@code discover}. Stateless; any thread. */
final class Offers {

    private Offers() {}

    /** @param denied why a collection cannot be read, by its name */
    static Catalog of(List<Collection> collections, Map<String, String> denied) {
        return new Catalog(collections.stream()
                .map(collection -> offer(collection, Optional.ofNullable(denied.get(collection.name()))))
                .toList());
    }

    private static Stream offer(Collection collection, Optional<String> denied) {
        ObjectNode schema = Fields.schema(collection);
        collection.retired().ifPresent(why -> schema.put("description", why));
        StreamOffer offer = collection.kind() == Kind.EVENT
                ? StreamOffer.events(collection.name(), schema)
                : StreamOffer.objects(collection.name(), schema);
        Stream stream = offer.key(collection.key().toArray(String[]::new)).cursor(Fields.UPDATED).resumable().stream();
        ObjectNode wharf = stream.wharf().orElseGet(Json::object).deepCopy();
        ObjectNode access = wharf.putObject("access").put("granted", denied.isEmpty());
        denied.ifPresent(why -> access.put("why", why));
        wharf.set("price", price(collection));
        return new Stream(
                stream.name(),
                stream.jsonSchema(),
                stream.syncModes(),
                stream.defaultCursor(),
                stream.sourceDefinedCursor(),
                stream.sourceDefinedPrimaryKey(),
                stream.resumable(),
                stream.fileBased(),
                Optional.of(wharf));
    }

    /**
     * Calls of an account with few objects; a first run takes one more for each further hundred. The one call that asks for events is shared by all collections
     * that events keep up to date, so it is in none of them.
     */
    private static ObjectNode price(Collection collection) {
        int lists = collection.lists().size();
        boolean asked = collection.upkeep() instanceof Upkeep.Created;
        return Json.object()
                .put("first", lists)
                .put("quiet", asked ? 1 : 0)
                .put("busy", asked ? 2 : lists == 0 ? 0 : 1)
                .put("rows_per_call", StripeApi.PAGE);
    }
}
