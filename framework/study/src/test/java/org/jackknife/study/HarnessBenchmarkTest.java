package org.jackknife.study;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HarnessBenchmarkTest {

    @TempDir
    Path folder;

    @Test
    void aTurnCostsAtMostOneMillisecond() {
        HarnessBenchmark.Figures figures = new HarnessBenchmark(folder).run(1001, 10);

        assertThat(figures.turns()).isEqualTo(10_000);
        assertThat(figures.millisPerTurn()).isPositive().isLessThanOrEqualTo(1);
    }
}
