package dev.wharf.source.stripe;

import dev.wharf.protocol.Catalog;
import dev.wharf.protocol.ConfiguredCatalog;
import dev.wharf.protocol.ConfiguredStream;
import dev.wharf.protocol.Message.ConnectionStatus;
import dev.wharf.sdk.Config;
import dev.wharf.sdk.ConnectorFailure;
import dev.wharf.sdk.Connectors;
import dev.wharf.sdk.Output;
import dev.wharf.sdk.Resources;
import dev.wharf.sdk.Source;
import dev.wharf.sdk.States;
import dev.wharf.sdk.api.ApiClient;
import dev.wharf.sdk.api.Budget;
import dev.wharf.sdk.api.Waits;
import dev.wharf.source.stripe.StripeApi.Question;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/** Reads a Stripe account. */
final class StripeSource implements Source {

    public static void main(String[] args) {
        Connectors.main(new StripeSource(), args);
    }

    @Override
    public ObjectNode spec() {
        return Resources.json(StripeSource.class, "spec.json");
    }

    /** Events are what every later run begins with, so a key that may not read them is refused at once. */
    @Override
    public ConnectionStatus check(Config config) {
        StripeConfig stripe = StripeConfig.of(config);
        try (ApiClient client = open(stripe, Budget.unlimited(), Waits.untold())) {
            api(client, stripe).page(new Question(Optional.empty(), "/v1/events", Map.of("limit", "1"), Set.of()));
        }
        return new ConnectionStatus(true, "");
    }

    /** Asks Stripe only what a restricted key may read; all else is known. */
    @Override
    public Catalog discover(Config config) {
        StripeConfig stripe = StripeConfig.of(config);
        List<Collection> offered =
                Collections.all().stream().filter(stripe::offers).toList();
        if (!stripe.restricted()) {
            return Offers.of(offered, Map.of());
        }
        try (ApiClient client = open(stripe, Budget.unlimited(), Waits.untold())) {
            return Offers.of(offered, new Rights(api(client, stripe)).missing(offered));
        }
    }

    @Override
    public void read(Config config, ConfiguredCatalog catalog, States states, Output output) {
        StripeConfig stripe = StripeConfig.of(config);
        Budget budget = Budget.of(catalog, stripe.payer(), output);
        try (ApiClient client = open(stripe, budget, Waits.on(output))) {
            StripeApi api = api(client, stripe);
            List<Track> tracks = new ArrayList<>();
            for (ConfiguredStream stream : catalog.streams()) {
                tracks.add(new Track(stream, collection(stream), catalog.patches(), states, output));
            }
            new Reading(api, stripe, tracks).run();
        }
    }

    private static Collection collection(ConfiguredStream stream) {
        String name = stream.name().toString();
        return Collections.named(name)
                .orElseThrow(() -> ConnectorFailure.config("Cannot read collection " + name
                        + ": Stripe has none of that name. wharf collections lists what there is."));
    }

    private static ApiClient open(StripeConfig stripe, Budget budget, Waits waits) {
        return ApiClient.open(new StripeVendor(stripe), stripe.base(), stripe.transport(), budget, waits);
    }

    private static StripeApi api(ApiClient client, StripeConfig stripe) {
        return new StripeApi(client, stripe.reads(), InstantSource.system());
    }
}
