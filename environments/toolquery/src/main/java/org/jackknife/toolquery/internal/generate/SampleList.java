package org.jackknife.toolquery.internal.generate;

import java.util.ArrayList;
import java.util.List;
import org.jackknife.api.task.Difficulty;
import org.jackknife.api.task.Sample;
import org.jackknife.api.task.Split;

/**
 * Chooses which samples a run takes: the tool sets take turns, the numbers of each count up, so that a longer list begins
 * with the shorter one.
 *
 * @param domains the tool sets
 * @param difficulties the difficulties to keep
 * @param seedSpace names an independent set of samples; empty for the usual one
 */
public record SampleList(List<Domain<?>> domains, List<Difficulty> difficulties, String seedSpace) {

    private static final int DEFAULT_PER_DOMAIN = 60;

    /** The first samples of a split; {@code count} 0 means the default number. */
    public List<Sample> samples(SampleGenerator generator, Split split, int count) {
        int wanted = count == 0 ? DEFAULT_PER_DOMAIN * domains.size() : count;
        List<Sample> samples = new ArrayList<>(wanted);
        for (int number = 0; samples.size() < wanted; number++) {
            if (!difficulties.contains(SampleGenerator.difficulty(number))) {
                continue;
            }
            for (Domain<?> domain : domains) {
                if (samples.size() < wanted) {
                    samples.add(generator.sample(domain, folder(domain, split), number));
                }
            }
        }
        return samples;
    }

    private String folder(Domain<?> domain, Split split) {
        return domain.name() + "/" + split + (seedSpace.isEmpty() ? "" : "/" + seedSpace);
    }
}
