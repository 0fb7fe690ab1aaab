package dev.wharf.runtime.schema;

import dev.wharf.protocol.JsonScanner;

/** What a schema asks of arrays. */
final class ArrayRules implements Rules {

    private final Node[] first;
    private final Node rest;
    private final int least;
    private final int most;

    /**
     * @param first the schemas of the first items, one each
     * @param rest the schema of all items behind those
     * @param least the least number of items
     */
    ArrayRules(Node[] first, Node rest, int least, int most) {
        this.first = first;
        this.rest = rest;
        this.least = least;
        this.most = most;
    }

    @Override
    public int match(Walk walk, int from) {
        byte[] bytes = walk.bytes;
        int count = 0;
        int p = Space.skip(bytes, from + 1);
        while (bytes[p] != ']') {
            p = item(count++).match(walk, p);
            if (p == Walk.FAILED) {
                return Walk.FAILED;
            }
            p = Space.skipWithComma(bytes, p);
        }
        return count >= least && count <= most ? p + 1 : Walk.FAILED;
    }

    private Node item(int index) {
        return index < first.length ? first[index] : rest;
    }

    /** The number of items of an array. */
    static int length(byte[] bytes, int from) {
        int count = 0;
        int p = Space.skip(bytes, from + 1);
        while (bytes[p] != ']') {
            count++;
            p = Space.skipWithComma(bytes, JsonScanner.skip(bytes, p));
        }
        return count;
    }

    @Override
    public void explain(Walk walk, int from, Explanation explanation) {
        byte[] bytes = walk.bytes;
        int count = 0;
        int p = Space.skip(bytes, from + 1);
        while (bytes[p] != ']' && !explanation.full()) {
            int outer = explanation.enter(count);
            item(count++).explain(walk, p, explanation);
            explanation.leave(outer);
            p = Space.skipWithComma(bytes, JsonScanner.skip(bytes, p));
        }
        int length = length(bytes, from);
        if (length < least) {
            explanation.add(Wording.size("minItems", least), bytes, from);
        }
        if (length > most) {
            explanation.add(Wording.size("maxItems", most), bytes, from);
        }
    }
}
