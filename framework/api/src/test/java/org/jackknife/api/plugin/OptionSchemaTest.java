package org.jackknife.api.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OptionSchemaTest {

    enum Pattern {
        UNSTRUCTURED("unstructured"),
        TWO_OF_FOUR("2:4");

        private final String label;

        Pattern(String label) {
            this.label = label;
        }

        @Override
        public String toString() {
            return label;
        }
    }

    record Options(
            @Option(value = "Fraction of weights set to zero.", unit = "fraction", defaultValue = "0.5", min = 0, max = 0.99)
                    double sparsity,
            @Option(value = "Shape of the mask.", defaultValue = "unstructured") Pattern pattern,
            @Option("Rows at a time.") int rows,
            @Option("Where to look.") Optional<Path> folder,
            @Option(value = "Tensors to leave alone.", defaultValue = "") List<String> skip,
            @Option(value = "Whether to be strict.", defaultValue = "false") boolean strict) {}

    private final OptionSchema<Options> schema = OptionSchema.of(Options.class);

    @Test
    void bindsWrittenValuesAndDefaults() {
        Options options = schema.bind("method x", Map.of("rows", "8", "pattern", "2:4", "skip", "a, b"));
        assertThat(options)
                .isEqualTo(new Options(0.5, Pattern.TWO_OF_FOUR, 8, Optional.empty(), List.of("a", "b"), false));
    }

    @Test
    void describesEveryOptionForPeople() {
        assertThat(schema.specs()).extracting(OptionSpec::name).containsExactly(
                "sparsity", "pattern", "rows", "folder", "skip", "strict");
        OptionSpec sparsity = schema.specs().getFirst();
        assertThat(sparsity.type()).isEqualTo("number");
        assertThat(sparsity.allowed()).containsExactly("at least 0", "at most 0.99");
        assertThat(sparsity.required()).isFalse();
        assertThat(schema.specs().get(1).allowed()).containsExactly("unstructured", "2:4");
        assertThat(schema.specs().get(2).required()).isTrue();
        assertThat(schema.specs().get(3).required()).isFalse();
    }

    @Test
    void refusesAnUnknownNameAndListsTheKnownOnes() {
        assertThatThrownBy(() -> schema.bind("method x", Map.of("rows", "8", "sparcity", "0.5")))
                .isInstanceOf(OptionException.class)
                .hasMessage("method x has no option 'sparcity'; it takes sparsity, pattern, rows, folder, skip, strict");
    }

    @Test
    void refusesAValueOutOfRangeAndTellsTheRange() {
        assertThatThrownBy(() -> schema.bind("method x", Map.of("rows", "8", "sparsity", "1.5")))
                .hasMessageContaining("'sparsity' is '1.5'")
                .hasMessageContaining("at least 0, at most 0.99");
        assertThatThrownBy(() -> schema.bind("method x", Map.of("rows", "8", "sparsity", "NaN")))
                .hasMessageContaining("at most 0.99");
    }

    @Test
    void refusesAChoiceThatIsNoneAndTellsTheChoices() {
        assertThatThrownBy(() -> schema.bind("method x", Map.of("rows", "8", "pattern", "1:4")))
                .hasMessageContaining("allowed: unstructured, 2:4");
    }

    @Test
    void refusesAMissingRequiredValue() {
        assertThatThrownBy(() -> schema.bind("method x", Map.of()))
                .hasMessageContaining("method x needs the option 'rows'");
    }

    @Test
    void refusesAnIntegerThatDoesNotFit() {
        assertThatThrownBy(() -> schema.bind("method x", Map.of("rows", "3000000000")))
                .hasMessageContaining("must be an integer");
        assertThatThrownBy(() -> schema.bind("method x", Map.of("rows", "8", "strict", "yes")))
                .hasMessageContaining("allowed: true, false");
    }

    @Test
    void writesCanonicalValuesDefaultsIncluded() {
        assertThat(schema.canonical("method x", Map.of("rows", " 8 ", "sparsity", ".50")))
                .containsExactly(
                        Map.entry("sparsity", "0.5"),
                        Map.entry("pattern", "unstructured"),
                        Map.entry("rows", "8"),
                        Map.entry("skip", ""),
                        Map.entry("strict", "false"));
    }

    record BadDefault(@Option(value = "x", defaultValue = "7", max = 5) int x) {}

    record NoAnnotation(int x) {}

    @Test
    void tellsAPluginsOwnFaultsAtOnce() {
        assertThatThrownBy(() -> OptionSchema.of(BadDefault.class)).hasMessageContaining("refuses its own default");
        assertThatThrownBy(() -> OptionSchema.of(NoAnnotation.class)).hasMessageContaining("lacks @Option");
    }

    record Range(
            @Option(value = "Lower end.", defaultValue = "0") int from, @Option(value = "Upper end.") int to) {
        Range {
            if (from > to) {
                throw new IllegalArgumentException("from is %d, beyond to, %d".formatted(from, to));
            }
        }
    }

    record Grouped(Range range, @Option(value = "Step.", defaultValue = "1") int step) {}

    record Clashing(Range range, @Option(value = "Again.", defaultValue = "1") int from) {}

    @Test
    void aRecordAsAComponentStandsForItsOwnOptions() {
        OptionSchema<Grouped> grouped = OptionSchema.of(Grouped.class);
        assertThat(grouped.specs()).extracting(OptionSpec::name).containsExactly("from", "to", "step");
        assertThat(grouped.bind("method x", Map.of("to", "9"))).isEqualTo(new Grouped(new Range(0, 9), 1));
        assertThat(grouped.canonical("method x", Map.of("to", "9")))
                .containsExactly(Map.entry("from", "0"), Map.entry("to", "9"), Map.entry("step", "1"));
        assertThatThrownBy(() -> grouped.bind("method x", Map.of("from", "10", "to", "9")))
                .isInstanceOf(OptionException.class)
                .hasMessage("method x: from is 10, beyond to, 9");
    }

    @Test
    void twoOptionsOfOneNameAreAFaultOfThePlugin() {
        assertThatThrownBy(() -> OptionSchema.of(Clashing.class))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("two options 'from'");
    }
}
