package dev.wharf.runtime.schema;

import dev.wharf.protocol.JsonScanner;
import dev.wharf.protocol.ObjectFields;
import java.util.Arrays;

/**
 * What a schema asks of objects. Records of a collection mostly have their fields in one order, so behind each field the one is
 * tried first that followed it the last time; the others are found by a hash of their name.
 */
final class ObjectRules implements Rules {

    private final KeyTable names;

    /** By number of the name. */
    private final Node[] fields;

    /** As {@link Walk} marks them. */
    private final long[] required;

    private final Node undeclared;

    /** By number of a field plus one, the number plus one of the field that followed it the last time; 0 is the beginning, and none. */
    private final int[] followers;

    /**
     * @param names of the fields that are declared or required
     * @param fields their schemas; that of one that is required and not declared is {@code undeclared}
     * @param undeclared the schema of all others
     */
    ObjectRules(KeyTable names, Node[] fields, boolean[] required, Node undeclared) {
        this.names = names;
        this.fields = fields;
        this.undeclared = undeclared;
        this.required = new long[(names.size() + 63) >>> 6];
        for (int i = 0; i < names.size(); i++) {
            this.required[i >>> 6] |= required[i] ? 1L << i : 0;
        }
        followers = new int[names.size() + 1];
        Arrays.setAll(followers, i -> i < names.size() ? i + 1 : 0);
    }

    @Override
    public int match(Walk walk, int from) {
        int marks = walk.open(required.length);
        int end = fields(walk, from, marks);
        boolean complete = walk.marked(marks, required);
        walk.close(marks);
        return complete ? end : Walk.FAILED;
    }

    private int fields(Walk walk, int from, int marks) {
        byte[] bytes = walk.bytes;
        int previous = 0;
        int p = Space.skip(bytes, from + 1);
        while (bytes[p] != '}') {
            int field = followers[previous];
            int behind;
            if (field != 0 && names.at(field - 1, bytes, p + 1)) {
                behind = p + 1 + names.length(field - 1);
            } else {
                behind = JsonScanner.skip(bytes, p);
                field = names.find(bytes, p + 1, behind - 1) + 1;
                followers[previous] = field == 0 ? followers[previous] : field;
            }
            p = Space.skip(bytes, Space.skip(bytes, behind) + 1);
            if (field == 0) {
                p = undeclared.match(walk, p);
            } else {
                walk.mark(marks, field - 1);
                p = fields[field - 1].match(walk, p);
                previous = field;
            }
            if (p == Walk.FAILED) {
                walk.doubtful = true;
                return Walk.FAILED;
            }
            p = Space.skipWithComma(bytes, p);
        }
        return p + 1;
    }

    @Override
    public void explain(Walk walk, int from, Explanation explanation) {
        byte[] bytes = walk.bytes;
        int marks = walk.open(required.length);
        ObjectFields members = new ObjectFields().over(bytes, from, JsonScanner.skip(bytes, from));
        while (members.next() && !explanation.full()) {
            int field = names.find(bytes, members.keyFrom(), members.keyTo());
            Node node = field < 0 ? undeclared : fields[field];
            int outer = explanation.enter(members.key());
            if (node == Node.NOTHING) {
                explanation.add(Wording.NO_UNDECLARED_FIELD, bytes, members.valueFrom());
            } else {
                node.explain(walk, members.valueFrom(), explanation);
            }
            explanation.leave(outer);
            if (field >= 0) {
                walk.mark(marks, field);
            }
        }
        for (int i = 0; i < names.size(); i++) {
            if ((required[i >>> 6] & 1L << i) != 0 && !walk.marked(marks, i)) {
                explanation.add(Wording.required(names.text(i)), "object without it", "");
            }
        }
        walk.close(marks);
    }
}
