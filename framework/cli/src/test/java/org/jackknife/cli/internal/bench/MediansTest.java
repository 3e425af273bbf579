package org.jackknife.cli.internal.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;

class MediansTest {

    @Test
    void oneSlowRoundOfThreeCountsForNothing() {
        assertThat(Medians.median(List.of(0.2, 60.0, 0.3))).isEqualTo(0.3);
    }

    @Test
    void ofAnEvenCountItLiesBetweenTheMiddleTwo() {
        assertThat(Medians.median(List.of(4.0, 1.0, 2.0, 9.0))).isEqualTo(3.0);
    }

    @Test
    void noValuesHaveNoMedian() {
        assertThatIllegalArgumentException().isThrownBy(() -> Medians.median(List.of()));
    }
}
