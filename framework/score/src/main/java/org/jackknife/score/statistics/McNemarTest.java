package org.jackknife.score.statistics;

import org.apache.commons.statistics.inference.BinomialTest;

/**
 * The exact test of McNemar: of the samples on which two runs disagree, is one run right more often than a fair coin?
 *
 * <p>For binary outcomes, one per sample and run. Samples on which both agree carry no information and do not enter.
 */
public final class McNemarTest {

    private McNemarTest() {}

    /**
     * The outcome of the test.
     *
     * @param rightToWrong samples that only the first run solved
     * @param wrongToRight samples that only the second run solved
     * @param pValue two-sided; 1 where the runs agree everywhere
     */
    public record Result(int rightToWrong, int wrongToRight, double pValue) {}

    /** Tests by the two counts of disagreement, by the binomial distribution with probability one half. */
    public static Result test(int rightToWrong, int wrongToRight) {
        Checks.notNegative("right to wrong", rightToWrong);
        Checks.notNegative("wrong to right", wrongToRight);
        int discordant = Math.addExact(rightToWrong, wrongToRight);
        double p = discordant == 0
                ? 1
                : BinomialTest.withDefaults().test(discordant, rightToWrong, 0.5).getPValue();
        return new Result(rightToWrong, wrongToRight, p);
    }
}
