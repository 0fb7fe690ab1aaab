package dev.wharf.standin.stripe;

import dev.wharf.standin.Call;
import dev.wharf.standin.Json;
import dev.wharf.standin.Reply;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** What only Stripe's stand-in lets one steer. */
final class StripeControl {
    private StripeControl() {}

    static Optional<Reply> answer(Call call, Keys keys) {
        if (!call.method().equals("POST") || !call.path().equals("/_control/keys")) {
            return Optional.empty();
        }
        JsonNode wanted = Json.parse(call.body());
        String secret = wanted.path("key").asString("");
        if (secret.isEmpty()) {
            throw new IllegalArgumentException("a key needs its text in \"key\"");
        }
        Optional<Set<String>> rights = Optional.empty();
        if (wanted.path("rights").isArray()) {
            Set<String> names = new HashSet<>();
            wanted.get("rights").forEach(right -> names.add(right.asString()));
            rights = Optional.of(names);
        }
        Key.State state =
                Key.State.valueOf(wanted.path("state").asString("live").toUpperCase(Locale.ROOT));
        keys.put(new Key(secret, state, rights, Optional.empty()));
        return Optional.of(Reply.json(200, Json.object().put("key", Key.masked(secret))));
    }
}
