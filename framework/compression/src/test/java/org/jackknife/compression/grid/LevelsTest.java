package org.jackknife.compression.grid;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LevelsTest {

    @ParameterizedTest
    @CsvSource({"-8, 16", "0, 16", "-128, 256", "-2, 4", "0, 1"})
    void roundsToTheNearestIntegerTiesToEven(int lowest, int codes) {
        Levels levels = Levels.integers(lowest, codes);
        Random random = new Random(1);
        for (int i = 0; i < 20_000; i++) {
            // quarters, so that ties are met
            float level = i % 2 == 0 ? random.nextInt(-1200, 1200) / 4f : (float) random.nextGaussian() * 50;
            int expected = (int) Math.clamp(Math.rint(level), lowest, lowest + codes - 1);

            assertThat(levels.level(levels.nearest(level))).as("level %s", level).isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @CsvSource({"Infinity, 15", "-Infinity, 0", "3.4e38, 15", "-1e-45, 8", "0, 8"})
    void putsWhatIsBeyondAtTheEnds(float level, int code) {
        assertThat(Levels.integers(-8, 16).nearest(level)).isEqualTo(code);
    }

    @Test
    void roundsToTheNearestOfACodebook() {
        float[] book = {-4, -1.5f, 0, 1, 7};
        Levels levels = Levels.codebook(book);
        for (float level = -9; level < 12; level += 0.125f) {
            int best = 0;
            for (int code = 1; code < book.length; code++) {
                best = Math.abs(book[code] - level) < Math.abs(book[best] - level) ? code : best;
            }
            assertThat(levels.nearest(level)).as("level %s", level).isEqualTo(best);
        }
    }
}
