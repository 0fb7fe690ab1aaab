package dev.wharf.source.faker;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.wharf.sdk.RecordWriter;
import dev.wharf.sdk.RecordWriter.Name;
import dev.wharf.sdk.Resources;
import dev.wharf.sdk.StreamOffer;
import java.util.Base64;

/** Goods: objects with a field of every type that the protocol knows. */
record Products(long first, Draw draw, Moments moments) implements Collection {

    static final StreamOffer OFFER = StreamOffer.objects("products", Resources.json(Products.class, "products.json"))
            .key("id")
            .cursor("updated_at");

    private static final Name ID = Name.of("id");
    private static final Name SKU = Name.of("sku");
    private static final Name NAME = Name.of("name");
    private static final Name PRICE = Name.of("price");
    private static final Name STOCK = Name.of("stock");
    private static final Name REVISION = Name.of("revision");
    private static final Name VIEWS = Name.of("views");
    private static final Name ON_SALE = Name.of("on_sale");
    private static final Name RELEASED_ON = Name.of("released_on");
    private static final Name RESTOCKED_AT = Name.of("restocked_at");
    private static final Name UPDATED_AT = Name.of("updated_at");
    private static final Name OPENS_AT = Name.of("opens_at");
    private static final Name CLOSES_AT = Name.of("closes_at");
    private static final Name THUMBNAIL = Name.of("thumbnail");
    private static final Name LABELS = Name.of("labels");
    private static final Name RATINGS = Name.of("ratings");
    private static final Name DIMENSIONS = Name.of("dimensions");
    private static final Name WIDTH = Name.of("width");
    private static final Name HEIGHT = Name.of("height");
    private static final Name UNIT = Name.of("unit");
    private static final Name ATTRIBUTES = Name.of("attributes");
    private static final Name COLOUR = Name.of("colour");
    private static final Name PARTS = Name.of("parts");
    private static final Name EXTRA = Name.of("extra");
    private static final Name CODE = Name.of("code");

    private static final String[] OPENINGS = {"06:00:00Z", "07:30:00+02:00", "08:00:00-05:00", "09:15:30.5Z"};
    private static final String[] CLOSINGS = {"17:00:00", "18:30:00", "20:00:00.25", "23:59:59.999999"};
    private static final byte[] QUOTE = {'"'};
    private static final byte[] SPACE = {' '};
    private static final byte[] SKU_BEGIN = "\"P-".getBytes(US_ASCII);
    private static final byte[] BILLIONS = "000000000000000".getBytes(US_ASCII);

    @Override
    public void write(long position, RecordWriter record) {
        Change change = Change.at(position, first, draw);
        draw.at(-change.id());
        record.field(ID).integer(change.id());
        record.field(SKU).value(SKU_BEGIN).rawDigits(100_000 + change.id()).raw(QUOTE);
        record.field(NAME).value(QUOTE).raw(draw.of(Vocabulary.ADJECTIVES));
        record.raw(SPACE).raw(draw.of(Vocabulary.THINGS)).raw(QUOTE);
        moments.date(record.field(RELEASED_ON), -draw.below(3_650));
        record.field(THUMBNAIL).text(thumbnail());
        writeDimensions(record.field(DIMENSIONS));
        draw.at(position);
        record.field(PRICE).decimal(100 + draw.below(99_900), 2);
        record.field(STOCK);
        if (draw.oneIn(8)) {
            record.nothing();
        } else {
            record.integer(draw.below(500));
        }
        record.field(REVISION).integer(change.revision());
        record.field(VIEWS)
                .value(QUOTE)
                .rawDigits(1 + draw.below(1_000_000_000))
                .raw(BILLIONS)
                .raw(QUOTE);
        record.field(ON_SALE).truth(draw.oneIn(4));
        moments.localMoment(record.field(RESTOCKED_AT), position + draw.below(86_400));
        moments.moment(record.field(UPDATED_AT), position);
        record.field(OPENS_AT).text(draw.of(OPENINGS));
        record.field(CLOSES_AT).text(draw.of(CLOSINGS));
        writeLists(record);
        writeLooseValues(record);
    }

    private String thumbnail() {
        byte[] picture = new byte[12];
        for (int i = 0; i < picture.length; i++) {
            picture[i] = (byte) draw.below(256);
        }
        return Base64.getEncoder().encodeToString(picture);
    }

    private void writeDimensions(RecordWriter record) {
        record.beginObject().field(WIDTH).decimal(1 + draw.below(3_000), 1);
        record.field(HEIGHT).decimal(1 + draw.below(3_000), 1);
        record.field(UNIT).text("cm").endObject();
    }

    private void writeLists(RecordWriter record) {
        record.field(LABELS).beginArray();
        for (int labels = draw.below(3); labels > 0; labels--) {
            record.value(draw.of(Vocabulary.LABELS));
        }
        record.endArray().field(RATINGS).beginArray();
        for (int ratings = draw.below(5); ratings > 0; ratings--) {
            record.integer(1 + draw.below(5));
        }
        record.endArray();
    }

    private void writeLooseValues(RecordWriter record) {
        record.field(ATTRIBUTES).beginObject().field(COLOUR).value(draw.of(Vocabulary.LABELS));
        record.field(PARTS).integer(draw.below(40)).endObject();
        record.field(EXTRA);
        switch (draw.below(4)) {
            case 0 -> record.beginArray().integer(1).text("two").endArray();
            case 1 -> record.beginObject().field(PARTS).integer(2).endObject();
            case 2 -> record.decimal(draw.below(1_000), 3);
            default -> record.text("as it comes");
        }
        record.field(CODE);
        if (draw.oneIn(2)) {
            record.integer(draw.below(10_000));
        } else {
            record.text("N-A");
        }
    }
}
