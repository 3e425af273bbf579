package org.jackknife.study.internal.scenario;

import java.util.Collection;
import java.util.Comparator;

/** Finds what a mistyped key was probably meant to be. */
final class Nearest {

    private Nearest() {}

    /** A hint such as {@code , did you mean 'tasks'?}; empty where nothing is near. */
    static String hint(String written, Collection<String> known) {
        // more than a third of the letters wrong is no typing error any more
        int tolerance = Math.max(2, written.length() / 3);
        return known.stream()
                .filter(word -> distance(written, word) <= tolerance)
                .min(Comparator.comparingInt(word -> distance(written, word)))
                .map(word -> ", did you mean '" + word + "'?")
                .orElse("");
    }

    /** Levenshtein distance: insertions, deletions and substitutions cost one each; case is free. */
    private static int distance(String a, String b) {
        int[] previous = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] current = new int[b.length() + 1];
            current[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                boolean same = Character.toLowerCase(a.charAt(i - 1)) == Character.toLowerCase(b.charAt(j - 1));
                int substituted = previous[j - 1] + (same ? 0 : 1);
                current[j] = Math.min(substituted, 1 + Math.min(previous[j], current[j - 1]));
            }
            previous = current;
        }
        return previous[b.length()];
    }
}
