package org.jackknife.api.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import org.jackknife.api.plugin.Benchmark.Figure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BenchmarkTest {

    @ParameterizedTest
    @CsvSource({"0.949, false", "0.95, true", "1.2, true", "NaN, false"})
    void atLeastCountsTheBoundItself(double value, boolean met) {
        Figure figure = Figure.atLeast(0.95, "speed", value, "ratio");

        assertThat(figure.met()).isEqualTo(met);
        assertThat(figure.target()).isEqualTo("at least 0.95");
    }

    @ParameterizedTest
    @CsvSource({"0.3, true", "0.301, false", "NaN, false"})
    void atMostCountsTheBoundItself(double value, boolean met) {
        Figure figure = Figure.atMost(0.3, "start", value, "s");

        assertThat(figure.met()).isEqualTo(met);
        assertThat(figure.target()).isEqualTo("at most 0.3");
    }

    @Test
    void aFigureWithoutATargetMissesNone() {
        assertThat(Figure.plain("size", 7, "MB")).isEqualTo(new Figure("size", 7, "MB", "", true));
    }
}
