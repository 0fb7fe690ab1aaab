package dev.wharf.standin.stripe;

import dev.wharf.standin.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What all parts of the data set are made of: dice, times, ids, and the blank form of each kind of object. */
record World(Dice dice, Timeline timeline, Ids ids, JsonNode forms) {
    static World of(StripeOptions options, long epoch) {
        Dice dice = new Dice(options.seed());
        Timeline timeline = new Timeline(dice, epoch, options.customers(), options.months());
        return new World(dice, timeline, new Ids(options.seed()), readForms());
    }

    /** A new object with every member that Stripe always sends, most of them null. */
    ObjectNode blank(String object) {
        return ((ObjectNode) forms.get(object)).deepCopy();
    }

    ObjectNode blank(Kind kind, String id, long created) {
        return blank(kind.object()).put("id", id).put(kind.createdField(), created);
    }

    /** The id of the object in a slot of the first lane of a kind. */
    String id(Kind kind, long slot) {
        return id(kind, slot, 0);
    }

    String id(Kind kind, long slot, int lane) {
        return ids.of(kind.prefix(), Place.number(lane, slot));
    }

    private static JsonNode readForms() {
        try (InputStream in = World.class.getResourceAsStream("objects.json")) {
            if (in == null) {
                throw new IllegalStateException("objects.json is not in the jar beside " + World.class);
            }
            return Json.parse(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read objects.json from the jar", e);
        }
    }
}
