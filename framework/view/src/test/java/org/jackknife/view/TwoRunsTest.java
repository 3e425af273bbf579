package org.jackknife.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jackknife.score.Comparison;
import org.jackknife.score.ComparisonOptions;
import org.jackknife.score.Metric;
import org.jackknife.score.MetricComparison;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TwoRunsTest {

    @TempDir
    private Path folder;

    private RunData run(String name, WrittenJournal journal) throws IOException {
        journal.into(folder.resolve(name));
        return RunData.read(folder.resolve(name), false);
    }

    @Test
    void theRepeatedDenseIsAControlAndNoPartOfTheCorrection() throws IOException {
        RunData before = run("before", WrittenJournal.of(12)
                .variant("dense", i -> i < 9)
                .variant("a/a", i -> i < 9)
                .variant("Q2", i -> i < 9));
        RunData after = run("after", WrittenJournal.of(12)
                .variant("dense", i -> i < 9)
                .variant("a/a", i -> i < 8)
                .variant("Q2", i -> i < 3));

        List<Comparison> comparisons = TwoRuns.compare(before, after, ComparisonOptions.withDefaults());

        assertThat(comparisons).extracting(Comparison::candidate).containsExactly("dense (2)", "a/a (2)", "Q2 (2)");
        assertThat(comparisons).extracting(Comparison::control).containsExactly(false, true, false);
        MetricComparison.Significance q2 = comparisons.get(2).of(Metric.SUCCESS).significance();
        // exact McNemar with 6 against 0 is 2 / 2^6; Holm over dense and Q2 doubles the smaller of two, over three it would triple it
        assertThat(q2.pValue()).isEqualTo(0.03125, within(1e-12));
        assertThat(q2.adjustedPValue()).isEqualTo(0.0625, within(1e-12));
    }

    @Test
    void variantsOfOneRunAloneAreLeftOut() throws IOException {
        RunData before = run("before", WrittenJournal.of(2).variant("dense", i -> true));
        RunData after = run("after", WrittenJournal.of(2).variant("dense", i -> true).variant("Q2", i -> true));

        assertThat(TwoRuns.compare(before, after, ComparisonOptions.withDefaults()))
                .extracting(Comparison::candidate)
                .containsExactly("dense (2)");
    }

    @Test
    void runsWithNothingInCommonAreRefused() throws IOException {
        RunData before = run("before", WrittenJournal.of(2).variant("dense", i -> true));
        RunData after = run("after", WrittenJournal.of(2).variant("Q2", i -> true));

        assertThatThrownBy(() -> TwoRuns.compare(before, after, ComparisonOptions.withDefaults()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the runs have no variant in common: dense against Q2");
    }
}
