package org.jackknife.score.statistics;

/**
 * pass^k: the probability that k independent attempts at a sample <em>all</em> succeed.
 *
 * <p>From n attempts with c successes the unbiased estimate for one sample is {@code C(c, k) / C(n, k)}, the share of
 * the sets of k attempts that have successes only (Yao et al., tau-bench, arXiv 2406.12045). For a task it is averaged
 * over samples.
 */
public final class PassHatK {

    private PassHatK() {}

    /**
     * The estimate for one sample.
     *
     * @throws IllegalArgumentException unless {@code 0 <= successes <= attempts} and {@code 1 <= k <= attempts}
     */
    public static double estimate(int successes, int attempts, int k) {
        if (successes < 0 || successes > attempts || k < 1 || k > attempts) {
            throw new IllegalArgumentException(
                    "%d successes of %d attempts, k is %d".formatted(successes, attempts, k));
        }
        double estimate = 1;
        for (int i = 0; i < k; i++) {
            estimate *= (double) Math.max(0, successes - i) / (attempts - i);
        }
        return estimate;
    }
}
