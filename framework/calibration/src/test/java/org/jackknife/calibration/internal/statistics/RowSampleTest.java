package org.jackknife.calibration.internal.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RowSampleTest {

    private static final int WIDTH = 3;

    /** Row n holds n, n + 0.25 and n + 0.5; rows come in pieces of unlike size. */
    private static float[] drawn(int rows, int most) {
        RowSample sample = new RowSample(WIDTH, most);
        try (Arena arena = Arena.ofConfined()) {
            int piece = 1;
            for (int from = 0; from < rows; from += piece, piece = piece % 7 + 1) {
                int count = Math.min(piece, rows - from);
                MemorySegment values = arena.allocate(ValueLayout.JAVA_FLOAT, (long) count * WIDTH);
                for (int i = 0; i < count * WIDTH; i++) {
                    values.setAtIndex(ValueLayout.JAVA_FLOAT, i, from + i / WIDTH + i % WIDTH / 4f);
                }
                sample.add(values, count);
            }
        }
        return sample.drawn();
    }

    @ParameterizedTest
    @CsvSource({"1, 4", "4, 4", "3, 128", "128, 128"})
    void fewRowsAreAllKept(int rows, int most) {
        float[] drawn = drawn(rows, most);
        assertThat(drawn).hasSize(rows * WIDTH);
        for (int i = 0; i < drawn.length; i++) {
            assertThat(drawn[i]).isEqualTo(i / WIDTH + i % WIDTH / 4f);
        }
    }

    @ParameterizedTest
    @CsvSource({"5, 4", "8, 4", "9, 4", "1000, 4", "1000, 128", "1023, 128", "4096, 128", "100000, 128"})
    void manyRowsAreDrawnEvenly(int rows, int most) {
        float[] drawn = drawn(rows, most);
        assertThat(drawn).hasSize(most * WIDTH);
        double even = (double) rows / most;
        for (int i = 0; i < most; i++) {
            assertThat(drawn[i * WIDTH + 1]).isEqualTo(drawn[i * WIDTH] + 0.25f);
            // never further from its place than the distance of two
            assertThat(Math.abs(drawn[i * WIDTH] - i * even)).as("row %d", i).isLessThanOrEqualTo(2 * even);
        }
        for (int i = 1; i < most; i++) {
            assertThat(drawn[i * WIDTH] - drawn[(i - 1) * WIDTH]).isBetween(1f, (float) (3 * even));
        }
    }

    @Test
    void noRowsGiveNone() {
        assertThat(drawn(0, 4)).isEmpty();
    }
}
