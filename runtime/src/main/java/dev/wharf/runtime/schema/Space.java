package dev.wharf.runtime.schema;

/** White space between the tokens of well-formed JSON. */
final class Space {

    private Space() {}

    /** The position of the first byte that is no white space. */
    static int skip(byte[] bytes, int from) {
        int p = from;
        while (bytes[p] <= ' ' && bytes[p] >= 0) {
            p++;
        }
        return p;
    }

    /** From behind a value: the next one, or the bracket that closes what it is in. */
    static int skipWithComma(byte[] bytes, int from) {
        int p = skip(bytes, from);
        return bytes[p] == ',' ? skip(bytes, p + 1) : p;
    }
}
