package org.jackknife.api.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecipeTest {

    @Test
    void readsAChain() {
        assertThat(Recipe.parse("magnitude(sparsity=0.5, pattern=2:4)>quantize( type = Q4_K_M )"))
                .isEqualTo(new Recipe(List.of(
                        new RecipeStep("magnitude", Map.of("sparsity", "0.5", "pattern", "2:4")),
                        new RecipeStep("quantize", Map.of("type", "Q4_K_M")))));
    }

    @Test
    void denseIsTheEmptyRecipe() {
        assertThat(Recipe.parse("dense")).isEqualTo(Recipe.DENSE);
        assertThat(Recipe.DENSE).hasToString("dense");
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "dense", "rtn", "rtn()", "magnitude(sparsity=0.5) > quantize(type=Q4_K_M)",
        "quantize(type=Q4_0, override=\"attn_(q|k),x=Q8_0\")", "x(a=\"\", b=\"a \\\"b\\\" \\\\ c\")"
    })
    void writesWhatItReads(String text) {
        Recipe recipe = Recipe.parse(text);
        assertThat(Recipe.parse(recipe.toString())).isEqualTo(recipe);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "'' | expected a method's name at position 1, found the end",
        "rtn > | expected a method's name at position 6, found the end",
        "rtn(bits) | expected '=' after parameter 'bits' at position 9, found ')'",
        "rtn(bits=4 | expected ',' or ')' at position 11, found the end",
        "rtn quantize | expected '>' or the end of the recipe at position 5, found 'q'",
        "rtn(a=\"x | expected a closing double quote",
        "rtn(a=1,a=2) | gives parameter 'a' twice"
    })
    void namesThePositionOfAFault(String text, String message) {
        assertThatThrownBy(() -> Recipe.parse(text)).isInstanceOf(RecipeException.class).hasMessageContaining(message);
    }
}
