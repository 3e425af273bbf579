package org.jackknife.compression.grid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.jackknife.api.method.MethodException;
import org.jackknife.gguf.JavaTensorCodec;
import org.jackknife.gguf.TensorCodec;
import org.jackknife.gguf.TensorType;
import org.jackknife.llamacpp.NativeTensorCodec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UniformFormatTest {

    private static final int ROWS = 5;
    private static final float LEAST_HALF = 0x1p-24f;

    private final TensorCodec ggml = new NativeTensorCodec();

    @ParameterizedTest
    @CsvSource({
        "2, true, 32, Q4_0", "3, true, 64, Q4_0", "4, true, 128, Q4_0", "4, true, 0, Q4_0",
        "2, false, 32, Q4_1", "3, false, 64, Q4_1", "4, false, 128, Q4_1", "4, false, 0, Q4_1",
        "5, true, 32, Q5_0", "5, false, 64, Q5_1", "8, true, 128, Q8_0", "8, true, 0, Q8_0"
    })
    void valuesAreWhatGgmlDecodes(int bits, boolean symmetric, int group, TensorType type) {
        GridFormat format = GridFormats.uniform(new UniformScheme(bits, symmetric, group, false));
        int columns = group == GridFormat.WHOLE_ROW ? 416 : group;
        Grid grid = format.fit(GridCases.weights(ROWS, columns, 1), ROWS, columns, null);
        byte[] codes = GridCases.anyCodes(grid, 2);

        assertThat(format.type()).isEqualTo(type);
        byte[] blocks = GridCases.packed(format, grid, codes);
        assertThat(GridCases.decoded(ggml, format, blocks)).isEqualTo(GridCases.values(grid, codes));
        if (new JavaTensorCodec().supports(type)) {
            assertThat(GridCases.decoded(new JavaTensorCodec(), format, blocks)).isEqualTo(GridCases.values(grid, codes));
        }
    }

    @Test
    void symmetricFollowsItsFormula() {
        // s = 0.7 / 7 = 0.1, q = (-7, 4, 1): values of the published example, within the precision of an F16 scale
        float[] weights = {-0.7f, 0.36f, 0.1f};
        Grid grid = fit(new UniformScheme(4, true, 32, false), weights);

        assertThat(grid.scale(0, 0)).isEqualTo(0.1f, within(0.1f / 2048));
        assertThat(levels(grid, weights)).containsExactly(-7, 4, 1);
        assertThat(grid.value(0, 0, grid.code(0, 0, -0.7f))).isEqualTo(-0.7f, within(0.7f / 2048));
    }

    @ParameterizedTest
    @CsvSource({"2, 1", "3, 3", "4, 7", "5, 15", "8, 127"})
    void symmetricScaleIsTheGreatestWeightOverTheHighestLevel(int bits, int highest) {
        Grid grid = fit(new UniformScheme(bits, true, 32, false), -2, 1.5f);

        // 2 over 2^b - 1 rounded to eleven bits
        assertThat(grid.scale(0, 0)).isEqualTo(2f / highest, within(2f / highest / 2048));
        assertThat(grid.levels().lowest()).isEqualTo(-highest - 1);
    }

    @Test
    void asymmetricFollowsItsFormula() {
        // s = (2.5 + 1.25) / 15 = 0.25, z = round(1.25 / 0.25) = 5, q = round(w / s) + 5: exact in F16
        float[] weights = {-1.25f, 2.5f, 0.3f, 0, -0.2f};
        Grid grid = fit(new UniformScheme(4, false, 32, false), weights);

        assertThat(grid.scale(0, 0)).isEqualTo(0.25f);
        assertThat(grid.offset(0, 0)).isEqualTo(-1.25f);
        assertThat(levels(grid, weights)).containsExactly(0, 15, 6, 5, 4);
    }

    @Test
    void asymmetricReachesWeightsFarFromZero() {
        float[] weights = new float[32];
        Arrays.fill(weights, 10);
        weights[3] = 13.75f;
        Grid grid = fit(new UniformScheme(4, false, 32, false), weights);

        assertThat(GridCases.values(grid, GridCases.rounded(grid, weights))).isEqualTo(weights);
    }

    @Test
    void aGroupOf128IsFourBlocksOfOneScale() {
        GridFormat format = GridFormats.uniform(new UniformScheme(4, true, 128, false));
        float[] weights = GridCases.weights(1, 128, 3);
        Grid grid = format.fit(weights, 1, 128, null);

        byte[] blocks = GridCases.packed(format, grid, GridCases.rounded(grid, weights));

        assertThat(blocks).hasSize(4 * 18);
        for (int block = 1; block < 4; block++) {
            assertThat(Arrays.copyOfRange(blocks, 18 * block, 18 * block + 2)).isEqualTo(Arrays.copyOf(blocks, 2));
        }
    }

    @Test
    void zerosAreStoredAsZerosAndConstantsAsOffsets() {
        for (UniformScheme scheme : new UniformScheme[] {
            new UniformScheme(4, true, 32, false), new UniformScheme(4, false, 32, true), new UniformScheme(8, true, 32, true)
        }) {
            assertThat(stored(scheme, new float[32])).as("%s", scheme).containsOnly(0);
        }
        float[] constant = new float[32];
        Arrays.fill(constant, -0.375f);
        assertThat(stored(new UniformScheme(2, false, 32, false), constant)).containsOnly(-0.375f);
    }

    @Test
    void scalesThatHalfPrecisionCannotTellFromZeroMakeAGroupZero() {
        // the scale is a third of the least half; the least half itself is the next
        assertThat(stored(new UniformScheme(4, true, 32, false), padded(7 * LEAST_HALF / 3))).containsOnly(0);
        assertThat(stored(new UniformScheme(4, true, 32, false), padded(7 * LEAST_HALF))).contains(7 * LEAST_HALF);
    }

    @ParameterizedTest
    @CsvSource({"true", "false"})
    void refusesScalesBeyondHalfPrecision(boolean symmetric) {
        assertThatThrownBy(() -> stored(new UniformScheme(4, symmetric, 32, true), padded(2e6f)))
                .isInstanceOf(MethodException.class)
                .hasMessageContaining("weights from 0.0 to 2000000.0 need a scale or an offset beyond 65504");
    }

    @ParameterizedTest
    @CsvSource({
        "8, false, 128, asymmetric weights of 8 bits have no stored form",
        "6, true, 128, weights of 6 bits have no stored form; there are 2",
        "1, true, 128, weights of 1 bits have no stored form",
        "4, true, 48, groups of 48 columns have no stored form",
        "4, true, -32, groups of -32 columns have no stored form"
    })
    void refusesWhatNoBlockHolds(int bits, boolean symmetric, int group, String why) {
        assertThatThrownBy(() -> new UniformScheme(bits, symmetric, group, false))
                .isInstanceOf(MethodException.class)
                .hasMessageStartingWith(why);
    }

    @ParameterizedTest
    @CsvSource({"2, true", "3, false", "4, true", "4, false", "8, true"})
    void searchedScalesHaveTheLeastErrorOfAllThatAreTried(int bits, boolean symmetric) {
        float[] weights = GridCases.weights(1, 64, 4);
        double error = error(new UniformScheme(bits, symmetric, 64, true), weights, null);

        assertThat(error).isLessThanOrEqualTo(error(new UniformScheme(bits, symmetric, 64, false), weights, null));
        // the definition over again: every share of the range, by a format of its own
        double least = Double.POSITIVE_INFINITY;
        for (int share = 100; share > 20; share--) {
            least = Math.min(least, shrunkError(bits, symmetric, weights, share / 100f));
        }
        assertThat(error).isEqualTo(least, within(1e-9 * least));
    }

    @Test
    void importanceMakesTheSearchSpareTheColumnsThatMatter() {
        // one weight of 0.5 among 31 of about 0.12, and one level above zero for all of them
        float[] weights = padded(0.5f);
        for (int i = 1; i < 32; i++) {
            weights[i] = 0.1f + i * 0.001f;
        }
        float[] firstMatters = new float[32];
        Arrays.fill(firstMatters, 1e-3f);
        firstMatters[0] = 1e3f;
        UniformScheme scheme = new UniformScheme(2, true, 32, true);

        Grid plain = GridFormats.uniform(scheme).fit(weights, 1, 32, null);
        Grid weighed = GridFormats.uniform(scheme).fit(weights, 1, 32, firstMatters);

        assertThat(plain.scale(0, 0)).isLessThan(0.2f);
        assertThat(weighed.scale(0, 0)).isEqualTo(0.5f);
        assertThat(GridFormats.uniform(scheme).fit(weights, 1, 32, new float[32]).scale(0, 0))
                .isEqualTo(plain.scale(0, 0));
    }

    private static double error(UniformScheme scheme, float[] weights, float[] importance) {
        Grid grid = GridFormats.uniform(scheme).fit(weights, 1, weights.length, importance);
        return GridCases.squaredError(weights, GridCases.values(grid, GridCases.rounded(grid, weights)), 0, weights.length);
    }

    private static double shrunkError(int bits, boolean symmetric, float[] weights, float share) {
        float least = Float.MAX_VALUE;
        float greatest = -Float.MAX_VALUE;
        for (float weight : weights) {
            least = Math.min(least, weight);
            greatest = Math.max(greatest, weight);
        }
        int low = symmetric ? -(1 << bits - 1) : 0;
        int high = symmetric ? (1 << bits - 1) - 1 : (1 << bits) - 1;
        float scale = symmetric
                ? half(share * Math.max(-least, greatest) / high)
                : half(share * (greatest / high - least / high));
        float offset = symmetric ? 0 : half(-scale * (float) Math.rint(-share * least / scale));
        double sum = 0;
        for (float weight : weights) {
            double level = Math.clamp(Math.rint((weight - offset) / scale), low, high);
            double error = weight - (float) (scale * level + offset);
            sum += error * error;
        }
        return sum;
    }

    private static float half(float number) {
        return Float.float16ToFloat(Float.floatToFloat16(number));
    }

    private static Grid fit(UniformScheme scheme, float... weights) {
        return GridFormats.uniform(scheme).fit(padded(weights), 1, 32, null);
    }

    private static int[] levels(Grid grid, float[] weights) {
        int[] levels = new int[weights.length];
        for (int i = 0; i < weights.length; i++) {
            levels[i] = (int) grid.levels().level(grid.code(0, i, weights[i]));
        }
        return levels;
    }

    private float[] stored(UniformScheme scheme, float[] weights) {
        GridFormat format = GridFormats.uniform(scheme);
        Grid grid = format.fit(weights, 1, weights.length, null);
        return GridCases.decoded(ggml, format, GridCases.packed(format, grid, GridCases.rounded(grid, weights)));
    }

    private static float[] padded(float... weights) {
        return Arrays.copyOf(weights, 32);
    }
}
