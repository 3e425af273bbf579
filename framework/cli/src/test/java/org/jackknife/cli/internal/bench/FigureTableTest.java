package org.jackknife.cli.internal.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.jackknife.api.plugin.Benchmark.Figure;
import org.jackknife.cli.Output;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FigureTableTest {

    @ParameterizedTest
    @CsvSource({
        "0.02941, 0.029",
        "0.95, 0.950",
        "1.0, 1.00",
        "9.996, 10.00",
        "41.66, 41.7",
        "99.9, 99.9",
        "4337.4, 4337",
        "-0.5, -0.500",
        "0, 0.000",
        "NaN, NaN"
    })
    void numbersAreWrittenWithoutExponents(double value, String written) {
        assertThat(FigureTable.number(value)).isEqualTo(written);
    }

    @Test
    void figuresStandBesideTheirTargets() {
        List<Figure> figures = List.of(
                Figure.atLeast(0.95, "chat path against it", 0.971, "ratio"),
                Figure.atMost(1.0, "jackknife list", 1.34, "s"),
                Figure.plain("bare llama_decode loop", 4337, "tokens/s"));

        assertThat(FigureTable.of(figures).render(Output.WIDTH))
                .containsExactly(
                        "FIGURE                  VALUE  UNIT      TARGET",
                        "chat path against it    0.971  ratio     at least 0.95  met",
                        "jackknife list           1.34  s         at most 1.0    missed",
                        "bare llama_decode loop   4337  tokens/s");
    }
}
