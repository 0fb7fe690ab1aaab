package dev.wharf.source.faker;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;

/** The words that made-up things are made of, as bytes of a JSON text. */
final class Vocabulary {

    /** Parts of a longer text. */
    static final byte[][] FIRST_NAMES = words("""
            Ada Alan Amina Andrei Anna Aylin Ben Chen Clara David Elif Emil Eva Farid Femi Grace Hana Ines Ivan Jo Jonas Kofi
            Lars Leila Lin Lucia Marie Mateo Mila Mohammed Nadia Nils Olga Omar Paul Priya Rosa Samuel Sofia Tariq Uma Vera
            Wei Yara Yusuf Zoe Jürgen Renée Søren Łukasz""");

    static final byte[][] LAST_NAMES = words("""
            Adeyemi Ahmed Almeida Andersen Bauer Becker Brown Chen Costa Demir Diaz Dubois Evans Ferrari Fischer Garcia Haddad
            Hansen Hoffmann Ivanova Jansen Johnson Kaya Kim Kowalski Kumar Larsen Lopez Martin Meyer Moreau Murphy Nguyen
            Novak O'Brien Okafor Patel Petrov Popescu Rossi Santos Schmidt Silva Singh Smith Suzuki Tanaka Virtanen Weber
            Yilmaz Müller Nuñez""");

    static final byte[][] STREETS = words("Harbour Market Mill Station Church High River Bridge Castle Garden");
    static final byte[][] ADJECTIVES = words("blue small heavy light round folding silent bright rugged plain");
    static final byte[][] THINGS =
            words("anchor barrel bollard buoy cable chart compass crane fender hook lantern rope sail winch");

    /** Texts of their own, in quotes. */
    static final byte[][] CITIES = quoted(words("""
            Accra Athens Bergen Bremen Cardiff Dublin Genoa Hamburg Izmir Lagos Lisbon Marseille Osaka Porto Riga Rotterdam
            Valencia København Göteborg"""));

    static final byte[][] COUNTRIES = quoted(words("DE DK ES FR GB GR IE IT JP LV NG NL NO PT SE TR"));
    static final byte[][] LANGUAGES = quoted(words("da de el en es fr it ja lv nl no pt sv tr"));
    static final byte[][] CURRENCIES = quoted(words("EUR EUR EUR USD USD GBP JPY SEK"));
    static final byte[][] STATUSES = quoted(words("ordered paid shipped delivered delivered delivered returned"));
    static final byte[][] LABELS = quoted(words("new sale last seasonal fragile bulky refurbished handmade"));
    static final byte[][] INTERESTS = quoted(words("sailing chess cooking football gardening hiking music painting"));
    static final byte[][] NOTES = quoted(lines(
            "Please ring twice.",
            "Leave it with the neighbour.",
            "Wrapped as a present, please.",
            "Handle \\\"with care\\\".",
            "Bitte nicht vor neun Uhr.",
            "Call first.",
            "No hurry.",
            "Deliver to the back door,\\nnot to the front."));

    private Vocabulary() {}

    private static byte[][] words(String text) {
        return lines(text.split("\\s+"));
    }

    private static byte[][] lines(String... lines) {
        return Arrays.stream(lines).map(line -> line.getBytes(UTF_8)).toArray(byte[][]::new);
    }

    private static byte[][] quoted(byte[][] texts) {
        return Arrays.stream(texts)
                .map(text -> ('"' + new String(text, UTF_8) + '"').getBytes(UTF_8))
                .toArray(byte[][]::new);
    }
}
