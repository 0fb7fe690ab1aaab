package dev.wharf.catalog;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** What somebody probably meant who typed a word that does not exist. */
public final class Nearest {

    private Nearest() {}

    /** The candidate with the fewest typing errors between it and the word; empty when none is near enough to be meant. */
    public static Optional<String> to(String word, Collection<String> candidates) {
        String typed = word.toLowerCase(Locale.ROOT);
        int tolerated = Math.max(1, typed.length() / 3);
        return candidates.stream()
                .filter(candidate -> near(typed, candidate.toLowerCase(Locale.ROOT), tolerated))
                .min(Comparator.<String>comparingInt(candidate -> distance(typed, candidate.toLowerCase(Locale.ROOT)))
                        .thenComparing(Comparator.naturalOrder()));
    }

    private static boolean near(String typed, String candidate, int tolerated) {
        boolean cutOff = typed.length() >= 3 && candidate.startsWith(typed);
        return cutOff || distance(typed, candidate) <= tolerated;
    }

    /** Letters to insert, remove, replace, or swap with their neighbour. */
    private static int distance(String a, String b) {
        int[][] cost = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    cost[i][j] = i + j;
                    continue;
                }
                int replace = cost[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                cost[i][j] = Math.min(replace, 1 + Math.min(cost[i - 1][j], cost[i][j - 1]));
                boolean swapped =
                        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
                if (swapped) {
                    cost[i][j] = Math.min(cost[i][j], cost[i - 2][j - 2] + 1);
                }
            }
        }
        return cost[a.length()][b.length()];
    }
}
