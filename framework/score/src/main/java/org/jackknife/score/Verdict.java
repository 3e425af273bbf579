package org.jackknife.score;

/**
 * What a comparison supports. The first that applies counts: so few pairs that no test could show anything, then in the
 * order given here.
 */
public enum Verdict {
    /** The two one-sided tests place the difference within the margin; a difference may still be shown, a small one. */
    EQUIVALENT("equivalent within the margin"),
    /** The candidate is worse, after correction. */
    LOSS("loss"),
    /** The candidate is better, after correction. */
    GAIN("gain"),
    /** No difference is shown, where a considerable one probably would have been; smaller ones stay possible. */
    NO_LOSS_SHOWN("no loss shown"),
    /** No difference is shown, and even a considerable one might not have been. */
    TOO_FEW_SAMPLES("too few samples");

    private final String words;

    Verdict(String words) {
        this.words = words;
    }

    /** The verdict as a reader sees it. */
    @Override
    public String toString() {
        return words;
    }
}
