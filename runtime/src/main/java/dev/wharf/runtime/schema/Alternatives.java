package dev.wharf.runtime.schema;

import dev.wharf.protocol.JsonScanner;
import java.util.Arrays;
import java.util.List;

/** Schemas for one value, of which a certain number must admit it. */
record Alternatives(Rule rule, Node[] nodes) {

    enum Rule {
        ALL,
        ANY,
        ONE,
        NONE
    }

    int match(Walk walk, int from) {
        int end = Walk.FAILED;
        int admitted = 0;
        for (Node node : nodes) {
            int behind = walk.effort.spend() ? node.match(walk, from) : Walk.FAILED;
            if (behind != Walk.FAILED) {
                end = behind;
                admitted++;
                if (rule == Rule.ANY || (rule == Rule.ONE && admitted > 1)) {
                    break;
                }
            } else if (rule == Rule.ALL) {
                return Walk.FAILED;
            }
        }
        return switch (rule) {
            case ALL -> end;
            case ANY, ONE -> admitted == 1 ? end : Walk.FAILED;
            case NONE -> admitted == 0 ? JsonScanner.skip(walk.bytes, from) : Walk.FAILED;
        };
    }

    void explain(Walk walk, int from, Explanation explanation) {
        switch (rule) {
            case ALL -> {
                for (Node node : nodes) {
                    node.explain(walk, from, explanation);
                }
            }
            case ANY, ONE -> explainChoice(walk, from, explanation);
            case NONE -> {
                if (match(walk, from) == Walk.FAILED) {
                    explanation.add(Wording.EXCLUDED, walk.bytes, from);
                }
            }
        }
    }

    private void explainChoice(Walk walk, int from, Explanation explanation) {
        if (match(walk, from) != Walk.FAILED) {
            return;
        }
        byte[] bytes = walk.bytes;
        long admitting = Arrays.stream(nodes)
                .filter(node -> node.match(walk, from) != Walk.FAILED)
                .count();
        if (admitting > 1) {
            explanation.add(Wording.ONLY_ONE, bytes, from);
            return;
        }
        Node[] sameKind = Arrays.stream(nodes)
                .filter(node -> (node.kinds & Kinds.of(bytes[from])) != 0)
                .toArray(Node[]::new);
        if (sameKind.length == 1) {
            sameKind[0].explain(walk, from, explanation);
        } else {
            explanation.add(words(), bytes, from);
        }
    }

    /** The kinds of values that may be admitted. */
    int kinds() {
        return switch (rule) {
            case ANY, ONE -> Arrays.stream(nodes).mapToInt(node -> node.kinds).reduce(0, (one, two) -> one | two);
            case ALL, NONE -> Kinds.ALL;
        };
    }

    /** What a value should be. */
    String words() {
        return switch (rule) {
            case ALL -> nodes[0].expected();
            case ANY, ONE -> {
                List<String> words =
                        Arrays.stream(nodes).map(Node::expected).distinct().toList();
                yield words.contains(Kinds.ANYTHING) ? Wording.ANY_ONE : String.join(" or ", words);
            }
            case NONE -> Wording.EXCLUDED;
        };
    }
}
