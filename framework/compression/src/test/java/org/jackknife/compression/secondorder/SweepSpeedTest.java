package org.jackknife.compression.secondorder;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jackknife.api.plugin.Benchmark.Figure;
import org.junit.jupiter.api.Test;

class SweepSpeedTest {

    @Test
    void measuresTheKernelAgainstItsOperations() {
        AtomicInteger runs = new AtomicInteger();
        List<Figure> figures = new SweepSpeed(160, 2, 1).figures("some method", (matrix, factor, sweep, workers) -> {
            sweep.run(matrix, ColumnRule.KEEP);
            runs.incrementAndGet();
        });
        assertThat(runs.get()).isGreaterThan(1);
        assertThat(figures).hasSize(3).allSatisfy(figure -> assertThat(figure.value()).isPositive());
        assertThat(figures.getFirst().name()).isEqualTo("some method, 160 x 160");
        assertThat(figures.get(1).target()).isEqualTo("at least 0.5");
    }
}
