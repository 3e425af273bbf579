package org.jackknife.compression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.jackknife.api.plugin.OptionException;
import org.jackknife.api.plugin.OptionSchema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PruningOptionsTest {

    private static PruningOptions bind(Map<String, String> written) {
        return OptionSchema.of(PruningOptions.class).bind("method test", written);
    }

    @Test
    void aTensorMayHaveASparsityOfItsOwn() {
        PruningOptions options = bind(Map.of("sparsity", "0.6", "override", "attn_v=0, ffn=0.75"));
        assertThat(options.sparsityOf("blk.0.attn_v.weight")).isZero();
        assertThat(options.sparsityOf("blk.0.ffn_up.weight")).isEqualTo(0.75);
        assertThat(options.sparsityOf("blk.0.attn_q.weight")).isEqualTo(0.6);
    }

    @ParameterizedTest(name = "{0}={1}")
    @CsvSource({
        "override, ffn=1.5, 1.5",
        "override, ffn=-0.1, -0.1",
        "override, ffn=NaN, NaN",
        "override, ffn=half, half",
        "override, ffn, REGEX=VALUE",
        "sparsity, 1.01, at most 1"
    })
    void refusesSparsitiesThatAreNoFraction(String option, String written, String told) {
        assertThatThrownBy(() -> bind(Map.of(option, written)))
                .isInstanceOf(OptionException.class)
                .hasMessageContaining(told);
    }

    @ParameterizedTest(name = "{0}={1}")
    @CsvSource({"sparsity, 0.7", "override, ffn=0.7"})
    void refusesASparsityBesideAPattern(String option, String written) {
        assertThatThrownBy(() -> bind(Map.of("pattern", "2:4", option, written)))
                .isInstanceOf(OptionException.class)
                .hasMessageContaining("2:4");
    }
}
