package dev.wharf.source.stripe;

import dev.wharf.protocol.Message.TraceError.Reason;
import dev.wharf.sdk.ConnectorFailure;
import dev.wharf.source.stripe.Collection.Listing;
import dev.wharf.source.stripe.Collection.Listing.Filter;
import dev.wharf.source.stripe.StripeApi.Question;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Finds out what a restricted key may not read: by one call for each list, since Stripe tells its rights in no other way. One thread. */
final class Rights {

    private final StripeApi api;

    Rights(StripeApi api) {
        this.api = api;
    }

    /** @return why it may not read a collection, by the collection's name */
    Map<String, String> missing(List<Collection> collections) {
        Map<Listing, Optional<String>> asked = new HashMap<>();
        Map<String, String> missing = new LinkedHashMap<>();
        for (Collection collection : collections) {
            collection.draws().stream()
                    .filter(Collection.Draw::required)
                    .flatMap(draw -> draw.list().stream())
                    .map(list -> list.parent().orElse(list))
                    .flatMap(list -> asked.computeIfAbsent(list, this::denied).stream())
                    .findFirst()
                    .ifPresent(why -> missing.put(collection.name(), why));
        }
        return missing;
    }

    private Optional<String> denied(Listing list) {
        Map<String, String> query = list.filter() == Filter.SINGLE ? Map.of() : Map.of("limit", "1");
        Question question = new Question(Optional.empty(), list.path(), query, Set.of());
        try {
            if (list.filter() == Filter.SINGLE) {
                api.object(question);
            } else {
                api.page(question);
            }
            return Optional.empty();
        } catch (ConnectorFailure e) {
            if (e.reason().filter(Reason.PERMISSION_MISSING::equals).isEmpty()) {
                throw e;
            }
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }
}
