package org.jackknife.compression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.jackknife.gguf.TensorType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OverridesTest {

    private static Overrides<Integer> parse(String... written) {
        return Overrides.parse(List.of(written), Integer::valueOf);
    }

    @Test
    void theFirstExpressionThatIsFoundInTheNameWins() {
        Overrides<Integer> overrides = parse("ffn_down=8", "blk\\.1\\.=4", "ffn=2");
        assertThat(overrides.of("blk.1.ffn_down.weight")).contains(8);
        assertThat(overrides.of("blk.1.ffn_up.weight")).contains(4);
        assertThat(overrides.of("blk.2.ffn_up.weight")).contains(2);
        assertThat(overrides.of("blk.2.attn_q.weight")).isEmpty();
    }

    @Test
    void anExpressionMayHoldAnEqualsSign() {
        assertThat(parse("a=b=3").of("a=b")).contains(3);
    }

    @Test
    void readsTypesByTheirNamesInAnyCase() {
        assertThat(Overrides.ofTypes(List.of("attn_v=q8_0")).of("blk.0.attn_v.weight")).contains(TensorType.Q8_0);
    }

    /** Q4_2 had an id once. */
    @ParameterizedTest
    @ValueSource(strings = {"Q9_9", "Q4_2", ""})
    void refusesTypesThatNoFileCanHold(String name) {
        assertThatThrownBy(() -> Overrides.ofTypes(List.of("attn_v=" + name)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no tensor type '" + name + "'")
                .hasMessageContaining("Q8_0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ffn_down", "=8", "ffn_(=8", "ffn_down=x", "ffn_down="})
    void refusesWhatCannotBeReadAndQuotesIt(String written) {
        assertThatThrownBy(() -> parse(written))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + written + "'");
    }
}
