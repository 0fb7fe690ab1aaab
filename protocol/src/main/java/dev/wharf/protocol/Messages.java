package dev.wharf.protocol;

import java.util.Optional;

/** Messages, catalogs and command lines to and from their form on the wire. Stateless; any thread. */
public final class Messages {

    private Messages() {}

    /**
     * Reads one line. Tolerant as real images need it: any case of {@code type}, unknown members, {@code namespace: null},
     * fractional times, a message glued behind log text.
     *
     * @param line without its end of line
     * @return empty when the line holds no message, so that it is log text
     */
    public static Optional<Message> read(byte[] line) {
        return Optional.empty();
    }

    /** The line of a message, with its end of line; only ASCII where other tools would cut a line (U+2028, U+2029, U+0085). */
    public static byte[] write(Message message) {
        return new byte[0];
    }

    /** Reads the catalog of a {@code discover} answer, i.e. the member {@code catalog}. */
    public static Catalog readCatalog(byte[] json) {
        return new Catalog(java.util.List.of());
    }

    /** Reads the catalog file of {@code read} or {@code write}. */
    public static ConfiguredCatalog readConfigured(byte[] json) {
        return new ConfiguredCatalog(java.util.List.of(), Optional.empty());
    }

    /** The catalog file of {@code read} or {@code write}. */
    public static byte[] write(ConfiguredCatalog catalog) {
        return new byte[0];
    }
}
