package org.jackknife.score;

import java.util.List;

/**
 * How many samples changed, and how.
 *
 * @param rightToWrong lost: only the reference solves them
 * @param wrongToRight gained: only the candidate solves them
 * @param bothRight kept
 * @param bothWrongAlike failed by the same actions
 * @param bothWrongDifferent failed by other actions
 */
public record FlipTable(
        int rightToWrong, int wrongToRight, int bothRight, int bothWrongAlike, int bothWrongDifferent) {

    public static FlipTable of(List<PairedSample> pairs) {
        int[] counts = new int[Change.values().length];
        pairs.forEach(pair -> counts[pair.change().ordinal()]++);
        return new FlipTable(
                counts[Change.RIGHT_TO_WRONG.ordinal()],
                counts[Change.WRONG_TO_RIGHT.ordinal()],
                counts[Change.BOTH_RIGHT.ordinal()],
                counts[Change.BOTH_WRONG_ALIKE.ordinal()],
                counts[Change.BOTH_WRONG_DIFFERENT.ordinal()]);
    }
}
