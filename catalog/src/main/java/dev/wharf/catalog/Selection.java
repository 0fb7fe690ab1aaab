package dev.wharf.catalog;

import dev.wharf.protocol.Stream;
import dev.wharf.protocol.StreamName;
import java.util.List;
import java.util.Optional;

/**
 * Which collections are moved: globs, those behind a {@code !} taking away. Their order does not matter: what is taken away by one
 * is not brought back by another.
 */
public final class Selection {

    private final List<Glob> chosen;
    private final List<Glob> excluded;

    /** @param rules as in {@code collections.select} */
    public Selection(List<String> rules) {
        chosen = rules.stream()
                .filter(rule -> !rule.startsWith("!"))
                .map(Glob::new)
                .toList();
        excluded = rules.stream()
                .filter(rule -> rule.startsWith("!"))
                .map(rule -> new Glob(rule.substring(1)))
                .toList();
    }

    /** Every collection. */
    public static Selection all() {
        return new Selection(List.of("*"));
    }

    /** What becomes of each collection that the source offers, in the source's order. */
    public List<Choice> choose(List<Stream> offered) {
        return offered.stream().map(this::choose).toList();
    }

    /** The rules that match nothing of what is offered, as they are written. */
    public List<String> idle(List<Stream> offered) {
        List<String> idle = new java.util.ArrayList<>();
        chosen.stream().filter(glob -> matchesNone(glob, offered)).forEach(glob -> idle.add(glob.toString()));
        excluded.stream().filter(glob -> matchesNone(glob, offered)).forEach(glob -> idle.add("!" + glob));
        return idle;
    }

    private Choice choose(Stream stream) {
        Optional<Glob> taken = first(excluded, stream.name());
        if (taken.isPresent()) {
            return new Choice.NotSelected(stream, "excluded by !" + taken.get());
        }
        Optional<Glob> rule = first(chosen, stream.name());
        if (rule.isEmpty()) {
            return new Choice.NotSelected(stream, "no rule matches");
        }
        Optional<String> denied = Access.denied(stream);
        return denied.<Choice>map(why -> new Choice.Denied(stream, why))
                .orElseGet(() -> new Choice.Selected(stream, rule.get().toString()));
    }

    private static Optional<Glob> first(List<Glob> globs, StreamName name) {
        return globs.stream().filter(glob -> glob.matches(name)).findFirst();
    }

    private static boolean matchesNone(Glob glob, List<Stream> offered) {
        return offered.stream().noneMatch(stream -> glob.matches(stream.name()));
    }
}
