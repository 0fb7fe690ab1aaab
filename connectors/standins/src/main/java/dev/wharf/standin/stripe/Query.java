package dev.wharf.standin.stripe;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The parameters of a list, checked.
 *
 * @param from first second of creation that is asked for
 * @param to last second of creation that is asked for
 * @param filters all other parameters, with their values
 */
record Query(
        int limit,
        Optional<String> startingAfter,
        Optional<String> endingBefore,
        Optional<Long> from,
        Optional<Long> to,
        Expansion expansion,
        Map<String, List<String>> filters) {
    private static final Set<String> RANGE =
            Set.of("created", "created[gt]", "created[gte]", "created[lt]", "created[lte]");

    /** @throws Refusal for what Stripe answers with 400 */
    static Query of(Map<String, List<String>> parameters) {
        Map<String, List<String>> rest = new LinkedHashMap<>();
        List<String> expand = new ArrayList<>();
        parameters.forEach((name, values) -> {
            if (name.equals("expand[]") || name.matches("expand\\[\\d+]")) {
                expand.addAll(values);
            } else {
                rest.put(name.replaceFirst("\\[\\d*]$", "[]"), values);
            }
        });
        int limit = limit(take(rest, "limit"));
        Optional<String> after = take(rest, "starting_after");
        Optional<String> before = take(rest, "ending_before");
        if (after.isPresent() && before.isPresent()) {
            throw Refusal.of(400, "You can only pass one of ending_before/starting_after.")
                    .param("starting_after");
        }
        Optional<Long> from = bound(rest, "created[gte]", 0);
        Optional<Long> to = bound(rest, "created[lte]", 0);
        from = greater(from, bound(rest, "created[gt]", 1));
        to = smaller(to, bound(rest, "created[lt]", -1));
        Optional<Long> exactly = bound(rest, "created", 0);
        rest.keySet().removeAll(RANGE);
        return new Query(
                limit, after, before, greater(from, exactly), smaller(to, exactly), Expansion.of(expand), rest);
    }

    /** The same, of these seconds only. */
    Query within(long first, long last) {
        return new Query(limit, startingAfter, endingBefore, Optional.of(first), Optional.of(last), expansion, filters);
    }

    private static Optional<String> take(Map<String, List<String>> parameters, String name) {
        List<String> values = parameters.remove(name);
        return values == null ? Optional.empty() : Optional.of(values.getLast());
    }

    private static int limit(Optional<String> given) {
        if (given.isEmpty()) {
            return 10;
        }
        long limit = integer("limit", given.get());
        if (limit < 1) {
            throw Refusal.of(400, "This value must be greater than or equal to 1.")
                    .code("parameter_invalid_integer")
                    .param("limit");
        }
        if (limit > 100) {
            throw Refusal.of(400, "This value must be less than or equal to 100.")
                    .code("parameter_invalid_integer")
                    .param("limit");
        }
        return (int) limit;
    }

    private static long integer(String name, String value) {
        try {
            return Long.parseLong(value);
        } catch (NumberFormatException _) {
            throw Refusal.of(400, "Invalid integer: " + value)
                    .code("parameter_invalid_integer")
                    .param(name);
        }
    }

    private static Optional<Long> bound(Map<String, List<String>> parameters, String name, int offset) {
        return Optional.ofNullable(parameters.get(name)).map(values -> integer(name, values.getLast()) + offset);
    }

    private static Optional<Long> greater(Optional<Long> one, Optional<Long> other) {
        return one.isPresent() && (other.isEmpty() || one.get() > other.get()) ? one : other;
    }

    private static Optional<Long> smaller(Optional<Long> one, Optional<Long> other) {
        return one.isPresent() && (other.isEmpty() || one.get() < other.get()) ? one : other;
    }
}
