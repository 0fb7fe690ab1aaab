package dev.wharf.source.faker;

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
import dev.wharf.sdk.StreamOffer;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** Makes up users, products and purchases. */
final class FakerSource implements Source {

    public static void main(String[] args) {
        Connectors.main(new FakerSource(), args);
    }

    @Override
    public ObjectNode spec() {
        return Resources.json(FakerSource.class, "spec.json");
    }

    @Override
    public ConnectionStatus check(Config config) {
        return new ConnectionStatus(true, "");
    }

    @Override
    public Catalog discover(Config config) {
        FakerConfig faker = FakerConfig.of(config);
        List<StreamOffer> offers = new ArrayList<>(List.of(Users.OFFER, Products.OFFER, Purchases.OFFER));
        if (faker.awkward()) {
            offers.add(Oddities.OFFER);
        }
        return new Catalog(offers.stream()
                .map(offer -> faker.resumable() ? offer.resumable() : offer)
                .map(StreamOffer::stream)
                .toList());
    }

    @Override
    public void read(Config config, ConfiguredCatalog catalog, States states, Output output) {
        FakerConfig faker = FakerConfig.of(config);
        boolean firstRun = catalog.streams().stream()
                .allMatch(stream -> states.of(stream.name()).isEmpty());
        FaultWatch faults = new FaultWatch(faker.faults(), firstRun, output);
        List<Reading> readings = new ArrayList<>();
        for (ConfiguredStream stream : catalog.streams()) {
            Reading.Maker maker = maker(stream.name().toString(), faker);
            readings.add(new Reading(stream, faker, states, output.stream(stream.name()), maker, faults));
        }
        long turn = faker.interleave() == 0 ? Long.MAX_VALUE : faker.interleave();
        while (!readings.isEmpty()) {
            readings.removeIf(reading -> reading.readOn(turn));
        }
    }

    private static Reading.Maker maker(String collection, FakerConfig faker) {
        Draw draw = new Draw(faker.seed() * 31 + collection.hashCode());
        Moments moments = new Moments();
        return switch (collection) {
            case "users" -> first -> new Users(first, draw, moments);
            case "products" -> first -> new Products(first, draw, moments);
            case "purchases" ->
                _ -> new Purchases(
                        faker.size("users").first(), faker.size("products").first(), draw, moments);
            case "oddities" -> _ -> new Oddities();
            default ->
                throw ConnectorFailure.config(
                        "Cannot read collection " + collection
                                + ": there is none of that name. Choose among users, products, purchases and, with awkward, oddities.");
        };
    }
}
