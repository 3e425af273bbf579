package org.jackknife.score;

/** Which test gave a p value; chosen by the kind of scores, never by the result. */
public enum SignificanceTest {
    /** One run per sample and success or failure. */
    MCNEMAR_EXACT("exact McNemar"),
    /** Success rates over repeats; also every score of samples that share a handful of clusters. */
    PAIRED_T("paired t"),
    /** Graded scores of independent samples. */
    PAIRED_BOOTSTRAP("paired bootstrap"),
    /** Graded scores, and success rates over repeats, of samples that share clusters. */
    CLUSTER_BOOTSTRAP("cluster bootstrap");

    private final String words;

    SignificanceTest(String words) {
        this.words = words;
    }

    @Override
    public String toString() {
        return words;
    }
}
