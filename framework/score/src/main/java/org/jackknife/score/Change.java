package org.jackknife.score;

/** What became of a sample between two variants; of repeats the majority decides. */
public enum Change {
    /** Only the reference solves it. */
    RIGHT_TO_WRONG,
    /** Only the candidate solves it. */
    WRONG_TO_RIGHT,
    /** Both solve it. */
    BOTH_RIGHT,
    /** Neither solves it, by the same actions. */
    BOTH_WRONG_ALIKE,
    /** Neither solves it, by other actions: accuracy hides this change. */
    BOTH_WRONG_DIFFERENT;

    static Change between(SampleScore reference, SampleScore candidate) {
        if (reference.right() != candidate.right()) {
            return reference.right() ? RIGHT_TO_WRONG : WRONG_TO_RIGHT;
        }
        if (reference.right()) {
            return BOTH_RIGHT;
        }
        return reference.actions() == candidate.actions() ? BOTH_WRONG_ALIKE : BOTH_WRONG_DIFFERENT;
    }
}
