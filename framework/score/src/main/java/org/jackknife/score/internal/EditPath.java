package org.jackknife.score.internal;

import java.util.ArrayList;
import java.util.List;

/**
 * The cheapest way to turn one sequence of actions into another, as in Needleman and Wunsch (1970).
 *
 * <p>Leaving out or adding an action costs 2, other arguments 2, another tool 3: so a changed argument is one change and
 * not two, and an action that comes later is recognised rather than taken for a replacement. Where two ways cost the
 * same, the changes come as early as possible in the order match, replacement, addition, omission. Time and memory grow
 * with the product of the lengths, common beginnings aside.
 *
 * @param edits the way from the first action to the last
 */
public record EditPath(List<Edit> edits) {

    private static final int GAP = 2;
    private static final int OTHER_ARGUMENTS = 2;
    private static final int OTHER_TOOL = 3;

    /** What is done at one place. */
    public enum Operation {
        MATCH,
        REPLACE,
        ADD,
        OMIT
    }

    /**
     * One place of the alignment.
     *
     * @param operation what is done
     * @param reference index of the reference's action, or of its next one for {@code ADD}
     * @param candidate index of the candidate's action, or of its next one for {@code OMIT}
     * @param expected the reference's action, null for {@code ADD}
     * @param actual the candidate's action, null for {@code OMIT}
     */
    public record Edit(
            Operation operation, int reference, int candidate, CanonicalAction expected, CanonicalAction actual) {}

    public static EditPath between(List<CanonicalAction> reference, List<CanonicalAction> candidate) {
        int common = 0;
        while (common < Math.min(reference.size(), candidate.size())
                && reference.get(common).equals(candidate.get(common))) {
            common++;
        }
        List<Edit> edits = new ArrayList<>();
        for (int i = 0; i < common; i++) {
            edits.add(new Edit(Operation.MATCH, i, i, reference.get(i), candidate.get(i)));
        }
        new Walk(reference, candidate, common).appendTo(edits);
        return new EditPath(List.copyOf(edits));
    }

    public boolean identical() {
        return edits.stream().allMatch(edit -> edit.operation() == Operation.MATCH);
    }

    /** Whether the candidate took a step of the reference after it had left its path. */
    public boolean matchesAfterFirstEdit() {
        return edits.stream()
                .dropWhile(edit -> edit.operation() == Operation.MATCH)
                .anyMatch(edit -> edit.operation() == Operation.MATCH);
    }

    /** The table of costs behind the common beginning, and the way through it. */
    private static final class Walk {

        private final List<CanonicalAction> reference;
        private final List<CanonicalAction> candidate;
        private final int start;

        /** costs[i][j]: of turning the reference from start + i on into the candidate from start + j on. */
        private final int[][] costs;

        Walk(List<CanonicalAction> reference, List<CanonicalAction> candidate, int start) {
            this.reference = reference;
            this.candidate = candidate;
            this.start = start;
            this.costs = new int[reference.size() - start + 1][candidate.size() - start + 1];
            int n = reference.size();
            int m = candidate.size();
            for (int i = n; i >= start; i--) {
                for (int j = m; j >= start; j--) {
                    costs[i - start][j - start] = i == n || j == m ? GAP * (n - i + m - j) : cheapest(i, j);
                }
            }
        }

        private int cost(int i, int j) {
            return costs[i - start][j - start];
        }

        private int cheapest(int i, int j) {
            int replaced = replacement(i, j) + cost(i + 1, j + 1);
            return Math.min(replaced, GAP + Math.min(cost(i, j + 1), cost(i + 1, j)));
        }

        private int replacement(int i, int j) {
            CanonicalAction expected = reference.get(i);
            CanonicalAction actual = candidate.get(j);
            if (expected.equals(actual)) {
                return 0;
            }
            return expected.sameTool(actual) ? OTHER_ARGUMENTS : OTHER_TOOL;
        }

        void appendTo(List<Edit> edits) {
            int i = start;
            int j = start;
            while (i < reference.size() || j < candidate.size()) {
                Edit edit = next(i, j);
                edits.add(edit);
                i += edit.operation() == Operation.ADD ? 0 : 1;
                j += edit.operation() == Operation.OMIT ? 0 : 1;
            }
        }

        private Edit next(int i, int j) {
            boolean both = i < reference.size() && j < candidate.size();
            if (both && cost(i, j) == replacement(i, j) + cost(i + 1, j + 1)) {
                Operation operation = replacement(i, j) == 0 ? Operation.MATCH : Operation.REPLACE;
                return new Edit(operation, i, j, reference.get(i), candidate.get(j));
            }
            if (j < candidate.size() && cost(i, j) == GAP + cost(i, j + 1)) {
                return new Edit(Operation.ADD, i, j, null, candidate.get(j));
            }
            return new Edit(Operation.OMIT, i, j, reference.get(i), null);
        }
    }
}
