package org.jackknife.compression.grid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class GridTest {

    /** Two rows of two columns under one scale each, and two more: scales 1, 0, -2, 3; offsets 0, 5, 0, -1. */
    private final Grid grid = new Grid(
            new Grid.Shape(2, 4, 2), new float[] {1, 0, -2, 3}, new float[] {0, 5, 0, -1}, Levels.integers(-2, 4), null);

    @Test
    void roundsUnderTheScaleOfItsColumns() {
        assertThat(grid.code(0, 1, 0.9f)).isEqualTo(3);
        assertThat(grid.value(0, 1, 3)).isEqualTo(1);
        assertThat(grid.code(1, 0, 3.9f)).as("a negative scale").isEqualTo(0);
        assertThat(grid.value(1, 0, 0)).isEqualTo(4);
        assertThat(grid.code(1, 3, -4.1f)).as("an offset").isEqualTo(1);
        assertThat(grid.value(1, 3, 1)).isEqualTo(-4);
    }

    @Test
    void aScaleOfZeroHoldsItsOffset() {
        assertThat(grid.code(0, 2, 123)).isEqualTo(2);
        assertThat(grid.value(0, 2, 2)).isEqualTo(5);
    }

    @Test
    void roundsWholeRowsAsItRoundsWeights() {
        float[] weights = {9, 0.5f, -0.5f, 77, 5, -1.2f, 2, -7.3f};
        byte[] codes = new byte[8];
        grid.round(0, weights, 0, codes);
        grid.round(1, weights, 4, codes);

        for (int i = 0; i < 8; i++) {
            assertThat(codes[i]).as("weight %d", i).isEqualTo((byte) grid.code(i / 4, i % 4, weights[i]));
        }
    }

    @Test
    void refusesScalesThatDoNotFit() {
        assertThatThrownBy(() -> new Grid.Shape(1, 10, 4))
                .hasMessage("1 x 10 weights cannot have scales for every 4 columns");
        assertThatThrownBy(() -> new Grid(new Grid.Shape(1, 4, 2), new float[1], new float[2], Levels.integers(0, 2), null))
                .hasMessage("1 scales and 2 offsets do not make 2 of each");
    }
}
