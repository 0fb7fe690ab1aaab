package dev.wharf.source.faker;

import dev.wharf.sdk.RecordWriter;
import dev.wharf.sdk.RecordWriter.Name;
import dev.wharf.sdk.Resources;
import dev.wharf.sdk.StreamOffer;

/** Who bought what: events, fourteen mixed fields, lines of about 380 bytes. */
record Purchases(long users, long products, Draw draw, Moments moments) implements Collection {

    static final StreamOffer OFFER = StreamOffer.events("purchases", Resources.json(Purchases.class, "purchases.json"))
            .key("id")
            .cursor("purchased_at");

    private static final Name ID = Name.of("id");
    private static final Name USER_ID = Name.of("user_id");
    private static final Name PRODUCT_ID = Name.of("product_id");
    private static final Name QUANTITY = Name.of("quantity");
    private static final Name UNIT_PRICE = Name.of("unit_price");
    private static final Name DISCOUNT = Name.of("discount");
    private static final Name CURRENCY = Name.of("currency");
    private static final Name STATUS = Name.of("status");
    private static final Name GIFT = Name.of("gift");
    private static final Name PURCHASED_AT = Name.of("purchased_at");
    private static final Name DELIVER_ON = Name.of("deliver_on");
    private static final Name NOTE = Name.of("note");
    private static final Name TAGS = Name.of("tags");
    private static final Name SHIP_TO = Name.of("ship_to");
    private static final Name CITY = Name.of("city");
    private static final Name ZIP = Name.of("zip");

    private static final int SECONDS_IN_A_DAY = 86_400;
    private static final byte[] QUOTE = {'"'};

    @Override
    public void write(long position, RecordWriter record) {
        draw.at(position);
        record.field(ID).integer(position + 1);
        record.field(USER_ID).integer(1 + draw.below(Math.max(1, users)));
        record.field(PRODUCT_ID).integer(1 + draw.below(Math.max(1, products)));
        record.field(QUANTITY).integer(1 + draw.below(9));
        record.field(UNIT_PRICE).decimal(50 + draw.below(99_950), 2);
        record.field(DISCOUNT);
        if (draw.oneIn(4)) {
            record.decimal(1 + draw.below(60), 2);
        } else {
            record.nothing();
        }
        record.field(CURRENCY).value(draw.of(Vocabulary.CURRENCIES));
        record.field(STATUS).value(draw.of(Vocabulary.STATUSES));
        record.field(GIFT).truth(draw.oneIn(8));
        moments.moment(record.field(PURCHASED_AT), position);
        record.field(DELIVER_ON);
        if (draw.oneIn(5)) {
            record.nothing();
        } else {
            moments.date(record, position / SECONDS_IN_A_DAY + 3);
        }
        writeNote(record.field(NOTE));
        writeTags(record.field(TAGS));
        record.field(SHIP_TO).beginObject().field(CITY).value(draw.of(Vocabulary.CITIES));
        record.field(ZIP)
                .value(QUOTE)
                .rawDigits(10_000 + draw.below(89_999))
                .raw(QUOTE)
                .endObject();
    }

    private void writeNote(RecordWriter record) {
        if (draw.oneIn(3)) {
            record.nothing();
        } else {
            record.value(draw.of(Vocabulary.NOTES));
        }
    }

    private void writeTags(RecordWriter record) {
        record.beginArray();
        for (int tags = draw.below(4); tags > 0; tags--) {
            record.value(draw.of(Vocabulary.LABELS));
        }
        record.endArray();
    }
}
