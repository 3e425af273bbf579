package org.jackknife.calibration.internal.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChannelSumsTest {

    @ParameterizedTest
    @CsvSource({"1, 1", "1, 63", "7, 64", "33, 65", "64, 200", "5, 3000"})
    void areThoseOfALoopInDoublePrecision(int width, int rows) {
        Random random = new Random(width * 31 + rows);
        float[] values = new float[width * rows];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        ChannelSums sums = new ChannelSums(width);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment all = arena.allocateFrom(ValueLayout.JAVA_FLOAT, values);
            int first = rows / 3;
            sums.add(all.asSlice(0, (long) first * width * Float.BYTES), first);
            sums.add(all.asSlice((long) first * width * Float.BYTES), rows - first);
        }
        assertThat(sums.rows()).isEqualTo(rows);
        for (int channel = 0; channel < width; channel++) {
            double squares = 0;
            double magnitudes = 0;
            float largest = 0;
            for (int at = channel; at < values.length; at += width) {
                squares += (double) values[at] * values[at];
                magnitudes += Math.abs(values[at]);
                largest = Math.max(largest, Math.abs(values[at]));
            }
            // a piece has 64 rows, and an addition errs by at most 2^-24
            assertThat(sums.squares()[channel]).isCloseTo(squares, within(65 * Math.scalb(1.0, -24) * squares));
            assertThat(sums.magnitudes()[channel]).isCloseTo(magnitudes, within(65 * Math.scalb(1.0, -24) * magnitudes));
            assertThat(sums.maxima()[channel]).isEqualTo(largest);
        }
    }
}
