package dev.wharf.source.stripe;

import dev.wharf.conformance.Outcome;
import dev.wharf.conformance.Subject;
import dev.wharf.protocol.Catalog;
import dev.wharf.protocol.Invocation;
import dev.wharf.protocol.Message;
import dev.wharf.protocol.Message.CatalogOffer;
import dev.wharf.protocol.Messages;
import java.io.ByteArrayOutputStream;
import java.util.List;

/** The source without the collections that the stand-in does not serve: as if nobody had selected them. */
record Served(Subject source) implements Subject {

    private static final List<String> NOT_SERVED = List.of(
            "balance",
            "country_specs",
            "exchange_rates",
            "issuing_authorizations",
            "issuing_cardholders",
            "issuing_cards",
            "issuing_disputes",
            "issuing_transactions",
            "tax_codes");

    @Override
    public Outcome run(Invocation<byte[]> invocation) {
        Outcome outcome = source.run(invocation);
        if (!(invocation instanceof Invocation.Discover)) {
            return outcome;
        }
        ByteArrayOutputStream served = new ByteArrayOutputStream();
        outcome.messages().forEach(message -> served.writeBytes(Messages.write(served(message))));
        return new Outcome(outcome.status(), served.toByteArray(), outcome.stderr());
    }

    @Override
    public Outcome runUntil(Invocation<byte[]> invocation, int bytes) {
        return source.runUntil(invocation, bytes);
    }

    private static Message served(Message message) {
        if (!(message instanceof CatalogOffer offer)) {
            return message;
        }
        return new CatalogOffer(new Catalog(offer.catalog().streams().stream()
                .filter(stream -> !NOT_SERVED.contains(stream.name().name()))
                .toList()));
    }
}
