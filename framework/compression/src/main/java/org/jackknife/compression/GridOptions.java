package org.jackknife.compression;

import java.util.List;
import org.jackknife.api.method.MethodException;
import org.jackknife.api.plugin.Option;
import org.jackknife.compression.grid.GridFormat;
import org.jackknife.compression.grid.UniformScheme;
import org.jackknife.gguf.TensorType;

/**
 * Says to which integers weights are rounded; a component of the options of every method that rounds to uniform grids.
 *
 * @param bits of a weight: 2, 3, 4, 5 or 8
 * @param group columns that share a scale
 * @param symmetric whether levels lie around zero
 * @param searchScale whether the scale with the least squared error is looked for
 * @param keepZeros whether weights that are exactly zero stay so
 * @param override {@code REGEX=BITS} or {@code REGEX=TYPE}, first match wins
 */
public record GridOptions(
        @Option(value = "Bits of a weight: 2, 3, 4, 5 or 8.", defaultValue = "4", min = 2, max = 8) int bits,
        @Option(value = "Neighbours in a row that share a scale; 'channel' for the whole row.", defaultValue = "128")
                Group group,
        @Option(
                        value = "Levels around zero; otherwise from the least to the greatest weight of a group.",
                        defaultValue = "true")
                boolean symmetric,
        @Option(value = "Try smaller scales and take the one with the least squared error.", defaultValue = "false")
                boolean searchScale,
        @Option(
                        value = "Weights that are exactly zero, as those of a pruned model, stay so.",
                        defaultValue = "false")
                boolean keepZeros,
        @Option(
                        value = "Bits or Q4_0, Q4_1, Q5_0, Q5_1, Q8_0 for tensors by name, as REGEX=VALUE; the first match wins.",
                        defaultValue = "")
                List<String> override) {

    /** Columns that share a scale. */
    public enum Group {
        OF_32("32", 32),
        OF_64("64", 64),
        OF_128("128", 128),
        CHANNEL("channel", GridFormat.WHOLE_ROW);

        private final String label;
        private final int columns;

        Group(String label, int columns) {
            this.label = label;
            this.columns = columns;
        }

        /**
         * Integers that share a scale in such groups.
         *
         * @throws IllegalArgumentException if they have no stored form
         */
        public UniformScheme scheme(int bits, boolean symmetric, boolean searchScale) {
            try {
                return new UniformScheme(bits, symmetric, columns, searchScale);
            } catch (MethodException e) {
                // an option that cannot be used is told as one
                throw new IllegalArgumentException(e.getMessage(), e);
            }
        }

        @Override
        public String toString() {
            return label;
        }
    }

    /** Checks that everything asked for has a stored form. */
    public GridOptions {
        GridChoices choices = new GridChoices(group, symmetric, searchScale);
        choices.ofBits(bits);
        Overrides.parse(override, choices::read);
    }

    /** How the weights of a tensor are rounded. */
    public UniformScheme schemeOf(String tensor) {
        GridChoices choices = new GridChoices(group, symmetric, searchScale);
        return Overrides.parse(override, choices::read).of(tensor).orElseGet(() -> choices.ofBits(bits));
    }

    /** What bits and types mean beside the other options. */
    private record GridChoices(Group group, boolean symmetric, boolean searchScale) {

        UniformScheme read(String written) {
            return written.matches("\\d+") ? ofBits(Integer.parseInt(written)) : ofType(Overrides.type(written));
        }

        UniformScheme ofBits(int bits) {
            return scheme(bits, symmetric);
        }

        private UniformScheme ofType(TensorType type) {
            return switch (type) {
                case Q4_0 -> scheme(4, true);
                case Q4_1 -> scheme(4, false);
                case Q5_0 -> scheme(5, true);
                case Q5_1 -> scheme(5, false);
                case Q8_0 -> scheme(8, true);
                default -> throw new IllegalArgumentException(
                        "%s holds no uniform grid; Q4_0, Q4_1, Q5_0, Q5_1 and Q8_0 do".formatted(type));
            };
        }

        private UniformScheme scheme(int bits, boolean symmetric) {
            return group.scheme(bits, symmetric, searchScale);
        }
    }
}
