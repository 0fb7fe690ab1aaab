package dev.wharf.source.stripe;

import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What never leaves the source, though Stripe sends it: whoever holds a client secret can complete a payment, whoever holds one of the links sees a
 * receipt, an invoice or a document without a password, and a fingerprint tells that two customers hold the same card. Stateless; any thread.
 */
final class Confidential {

    /** Wherever they stand, but in metadata, which is the user's own. */
    private static final Set<String> EVERYWHERE = Set.of(
            "client_secret",
            "confirmation_secret",
            "cvc",
            "fingerprint",
            "hosted_invoice_url",
            "iin",
            "invoice_pdf",
            "next_action",
            "receipt_url");

    /** In objects of one type, where the same name is harmless in others. */
    private static final Map<String, Set<String>> BY_TYPE = Map.of(
            "checkout.session", Set.of("url"),
            "credit_note", Set.of("pdf"),
            "file", Set.of("url"),
            "file_link", Set.of("url"),
            "issuing.card", Set.of("number"));

    private Confidential() {}

    /** Takes it out of a tree. */
    static void strip(JsonNode node) {
        if (node instanceof ObjectNode object) {
            object.remove(EVERYWHERE);
            object.remove(BY_TYPE.getOrDefault(object.path("object").asString(""), Set.of()));
            for (Map.Entry<String, JsonNode> field : object.properties()) {
                if (!field.getKey().equals("metadata")) {
                    strip(field.getValue());
                }
            }
        } else if (node.isArray()) {
            node.forEach(Confidential::strip);
        }
    }
}
