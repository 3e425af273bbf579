package org.jackknife.score;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.jackknife.api.trajectory.Trajectory;
import org.junit.jupiter.api.Test;

/**
 * A journal of 100,000 episodes is scored and compared in seconds. Processor time is measured, not the clock's, so that
 * a busy machine changes nothing.
 */
class ScoresAtScaleTest {

    private static final int VARIANTS = 10;
    private static final int SAMPLES = 10_000;

    private long nanos;

    @Test
    void aHundredThousandEpisodesAreScoredAndComparedWithinTenSeconds() {
        Scores.Builder builder = Scores.builder();
        for (int variant = 0; variant < VARIANTS; variant++) {
            for (int sample = 0; sample < SAMPLES; sample++) {
                // variant v loses every sample whose number ends with a digit below v
                Trajectory trajectory = played("v" + variant, sample, sample % 10 >= variant);
                measured(() -> builder.add(trajectory));
            }
        }
        Scores scores = measured(builder::build);
        assertThat(measured(() -> scores.cells().stream().map(CellScores::summary).toList())).hasSize(VARIANTS);
        List<Comparison> comparisons = measured(() -> scores.against("v0", ComparisonOptions.withDefaults()));
        assertThat(comparisons)
                .extracting(comparison -> comparison.flips().rightToWrong())
                .containsExactly(1000, 2000, 3000, 4000, 5000, 6000, 7000, 8000, 9000);
        assertThat(Duration.ofNanos(nanos)).isLessThan(Duration.ofSeconds(10));
    }

    private <T> T measured(Supplier<T> work) {
        long before = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        T result = work.get();
        nanos += ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - before;
        return result;
    }

    private static Trajectory played(String variant, int sample, boolean success) {
        return Episodes.episode()
                .cluster("template " + sample % 40)
                .call("search", "{\"title\": \"movie %d\", \"limit\": 5}".formatted(sample))
                .call("details", "{\"id\": %d}".formatted(sample))
                .finish(success ? "right" : "wrong", success)
                .as(variant, "s%05d".formatted(sample));
    }
}
