package dev.wharf.standin.stripe;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What {@code expand[]} asks for, as a tree of members. */
record Expansion(Map<String, Expansion> members) {
    static final Expansion NONE = new Expansion(Map.of());
    private static final int LEVELS = 4;

    /** @throws Refusal when a path is deeper than Stripe goes */
    static Expansion of(List<String> paths) {
        Expansion root = new Expansion(new LinkedHashMap<>());
        for (String path : paths) {
            String[] members = path.split("\\.", -1);
            if (members.length > LEVELS + (members[0].equals("data") ? 1 : 0)) {
                throw Refusal.of(400, "You cannot expand more than " + LEVELS + " levels of a property.")
                        .param("expand");
            }
            Expansion at = root;
            for (String member : members) {
                at = at.members.computeIfAbsent(member, _ -> new Expansion(new LinkedHashMap<>()));
            }
        }
        return root;
    }

    boolean asksFor(String member) {
        return members.containsKey(member);
    }

    Expansion below(String member) {
        return members.getOrDefault(member, NONE);
    }
}
