package dev.wharf.runtime.schema;

import dev.wharf.protocol.Json;
import java.util.List;
import java.util.Optional;

/**
 * Checks by {@link Node}s.
 *
 * <p>Of a key that is there twice the last counts. The matcher looks at each as it comes, which is the same as long as all of them
 * are valid; so when a record is refused, or a declared field came twice, and there are such keys, it is judged again without those
 * that do not count.
 */
final class CompiledCheck implements RecordCheck {

    private final Node root;
    private final Optional<String> uncheckedBecause;
    private final Walk walk = new Walk();

    CompiledCheck(Node root, Optional<String> uncheckedBecause) {
        this.root = root;
        this.uncheckedBecause = uncheckedBecause;
    }

    @Override
    public boolean valid(byte[] bytes, int from, int to) {
        boolean right = match(bytes, from, to);
        if ((right && !walk.doubtful) || !DuplicateKeys.within(bytes, from, to)) {
            return right;
        }
        byte[] unique = unique(bytes, from, to);
        return match(unique, 0, unique.length);
    }

    @Override
    public List<Violation> explain(byte[] bytes, int from, int to) {
        if (valid(bytes, from, to)) {
            return List.of();
        }
        if (walk.effort.exhausted()) {
            return new Explanation().orTooMuchWork();
        }
        return DuplicateKeys.within(bytes, from, to) ? violations(unique(bytes, from, to), 0) : violations(bytes, from);
    }

    @Override
    public Optional<String> slowBecause() {
        return Optional.empty();
    }

    @Override
    public Optional<String> uncheckedBecause() {
        return uncheckedBecause;
    }

    private boolean match(byte[] bytes, int from, int to) {
        walk.begin(bytes, from, to);
        try {
            return root.match(walk, from) != Walk.FAILED && !walk.effort.exhausted();
        } catch (StackOverflowError e) {
            return false; // nested deeper than this thread's stack reaches
        }
    }

    private List<Violation> violations(byte[] bytes, int from) {
        Explanation explanation = new Explanation();
        walk.begin(bytes, from, bytes.length);
        try {
            root.explain(walk, from, explanation);
        } catch (StackOverflowError e) {
            return explanation.orTooMuchWork();
        }
        return explanation.orTooMuchWork();
    }

    /** The same record with the last of each key only. */
    private static byte[] unique(byte[] bytes, int from, int to) {
        return Json.write(Json.read(bytes, from, to));
    }
}
