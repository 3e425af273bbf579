package org.jackknife.score;

/**
 * A sample that both variants were scored on.
 *
 * @param reference its scores under the reference
 * @param candidate its scores under the candidate
 * @param change what became of it
 */
public record PairedSample(SampleScore reference, SampleScore candidate, Change change) {

    /** Pairs two scores of one sample. */
    public static PairedSample of(SampleScore reference, SampleScore candidate) {
        return new PairedSample(reference, candidate, Change.between(reference, candidate));
    }

    public String sample() {
        return reference.sample();
    }

    /** Candidate minus reference. */
    public double difference(Metric metric) {
        return candidate.of(metric) - reference.of(metric);
    }
}
