package org.jackknife.score;

import java.util.List;
import java.util.Map;
import org.jackknife.api.trajectory.Outcome;

/**
 * What one variant scored on one task.
 *
 * @param variant the variant's name
 * @param task the task's label
 * @param all the rates over all scored samples
 * @param easy over the easy ones
 * @param hard over the hard ones
 * @param outcomes how the episodes ended, every outcome in it; infrastructure errors stand here and in no rate
 * @param unscored ids of samples whose every episode was an infrastructure error
 * @param passHatK pass^1, pass^2 and so on, up to the least number of repeats of any scored sample
 * @param stepsPerEpisode mean over episodes that count for the model; NaN where there are none
 * @param tokensPerEpisode generated tokens, as above
 */
public record CellSummary(
        String variant,
        String task,
        SplitScore all,
        SplitScore easy,
        SplitScore hard,
        Map<Outcome, Integer> outcomes,
        List<String> unscored,
        List<Double> passHatK,
        double stepsPerEpisode,
        double tokensPerEpisode) {

    /** Episodes that failed for reasons of the infrastructure. */
    public int infrastructureErrors() {
        return outcomes.entrySet().stream()
                .filter(entry -> !entry.getKey().countsForModel())
                .mapToInt(Map.Entry::getValue)
                .sum();
    }
}
