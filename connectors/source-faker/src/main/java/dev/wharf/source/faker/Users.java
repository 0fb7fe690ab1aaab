package dev.wharf.source.faker;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.wharf.sdk.RecordWriter;
import dev.wharf.sdk.RecordWriter.Name;
import dev.wharf.sdk.Resources;
import dev.wharf.sdk.StreamOffer;

/** People: objects, whose name and birth stay the same through their updates while the rest moves on. */
record Users(long first, Draw draw, Moments moments) implements Collection {

    static final StreamOffer OFFER = StreamOffer.objects("users", Resources.json(Users.class, "users.json"))
            .key("id")
            .cursor("updated_at");

    private static final Name ID = Name.of("id");
    private static final Name NAME = Name.of("name");
    private static final Name EMAIL = Name.of("email");
    private static final Name PHONE = Name.of("phone");
    private static final Name BIRTH_DATE = Name.of("birth_date");
    private static final Name REGISTERED_AT = Name.of("registered_at");
    private static final Name ACTIVE = Name.of("active");
    private static final Name LOGINS = Name.of("logins");
    private static final Name BALANCE = Name.of("balance");
    private static final Name LANGUAGE = Name.of("language");
    private static final Name ADDRESS = Name.of("address");
    private static final Name STREET = Name.of("street");
    private static final Name CITY = Name.of("city");
    private static final Name COUNTRY = Name.of("country");
    private static final Name INTERESTS = Name.of("interests");
    private static final Name UPDATED_AT = Name.of("updated_at");

    private static final byte[] QUOTE = {'"'};
    private static final byte[] SPACE = {' '};
    private static final byte[] EMAIL_BEGIN = "\"user".getBytes(US_ASCII);
    private static final byte[] EMAIL_END = "@example.com\"".getBytes(US_ASCII);
    private static final byte[] PHONE_BEGIN = "\"+49 40 ".getBytes(US_ASCII);
    private static final byte[] STREET_MIDDLE = " Street ".getBytes(US_ASCII);
    private static final int DAYS_OF_BIRTHS = 25_000;

    @Override
    public void write(long position, RecordWriter record) {
        Change change = Change.at(position, first, draw);
        writePerson(change.id(), record);
        draw.at(position);
        record.field(ACTIVE).truth(!draw.oneIn(7));
        record.field(LOGINS).integer(change.revision() * 10 + draw.below(10));
        record.field(BALANCE);
        if (draw.oneIn(6)) {
            record.nothing();
        } else {
            record.decimal(draw.below(2_000_000) - 500_000, 2);
        }
        writeAddress(record.field(ADDRESS));
        record.field(INTERESTS).beginArray();
        for (int interests = draw.below(4); interests > 0; interests--) {
            record.value(draw.of(Vocabulary.INTERESTS));
        }
        moments.moment(record.endArray().field(UPDATED_AT), position);
    }

    /** What belongs to the id, whichever position it is written at. */
    private void writePerson(long id, RecordWriter record) {
        draw.at(-id);
        record.field(ID).integer(id);
        record.field(NAME).value(QUOTE).raw(draw.of(Vocabulary.FIRST_NAMES));
        record.raw(SPACE).raw(draw.of(Vocabulary.LAST_NAMES)).raw(QUOTE);
        record.field(EMAIL);
        if (draw.oneIn(20)) {
            record.nothing();
        } else {
            record.value(EMAIL_BEGIN).rawDigits(id).raw(EMAIL_END);
        }
        record.field(PHONE);
        if (draw.oneIn(3)) {
            record.nothing();
        } else {
            record.value(PHONE_BEGIN)
                    .rawDigits(1_000_000 + draw.below(9_000_000))
                    .raw(QUOTE);
        }
        record.field(BIRTH_DATE);
        if (draw.oneIn(10)) {
            record.nothing();
        } else {
            moments.date(record, -draw.below(DAYS_OF_BIRTHS) - 365 * 18);
        }
        moments.localMoment(record.field(REGISTERED_AT), id);
        record.field(LANGUAGE).value(draw.of(Vocabulary.LANGUAGES));
    }

    private void writeAddress(RecordWriter record) {
        if (draw.oneIn(9)) {
            record.nothing();
            return;
        }
        record.beginObject().field(STREET).value(QUOTE).raw(draw.of(Vocabulary.STREETS));
        record.raw(STREET_MIDDLE).rawDigits(1 + draw.below(200)).raw(QUOTE);
        record.field(CITY).value(draw.of(Vocabulary.CITIES));
        record.field(COUNTRY).value(draw.of(Vocabulary.COUNTRIES)).endObject();
    }
}
