package org.jackknife.cli.internal.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.jackknife.cli.InputException;
import org.junit.jupiter.api.Test;

class MeasurementsTest {

    private static final List<Measurement> ALL = List.of(named("start-up"), named("harness"), named("memory"));

    @Test
    void withoutNamesAllAreChosen() {
        assertThat(Measurements.choose(ALL, List.of())).isEqualTo(ALL);
    }

    @Test
    void theChosenStayInTheirOrder() {
        assertThat(Measurements.choose(ALL, List.of("memory", "start-up")))
                .extracting(Measurement::name)
                .containsExactly("start-up", "memory");
    }

    @Test
    void anUnknownNameIsRefusedWithTheKnownOnes() {
        assertThatThrownBy(() -> Measurements.choose(ALL, List.of("memory", "memoy")))
                .isInstanceOf(InputException.class)
                .hasMessage("there is no measurement 'memoy'; there is start-up, harness, memory");
    }

    private static Measurement named(String name) {
        return new Measurement(name, name, List::of);
    }
}
