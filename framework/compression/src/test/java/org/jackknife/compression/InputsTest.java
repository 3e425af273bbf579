package org.jackknife.compression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.jackknife.numeric.FloatMatrix;
import org.junit.jupiter.api.Test;

class InputsTest {

    @Test
    void whatIsDerivedIsMadeOnceForAKeyAndReleasedWithTheInputs() {
        try (Arena arena = Arena.ofConfined()) {
            Inputs inputs = Inputs.of(FloatMatrix.allocate(arena, 2, 2), 1);
            MemorySegment first = inputs.derived("a", made -> made.allocate(8));
            assertThat(inputs.<MemorySegment>derived("a", made -> made.allocate(8))).isSameAs(first);
            assertThat(inputs.<MemorySegment>derived("b", made -> made.allocate(8))).isNotSameAs(first);
            inputs.close();
            assertThat(first.scope().isAlive()).isFalse();
        }
    }

    @Test
    void nothingIsDerivedFromNothing() {
        assertThatThrownBy(() -> Inputs.unknown().derived("a", made -> 1)).isInstanceOf(IllegalStateException.class);
    }
}
