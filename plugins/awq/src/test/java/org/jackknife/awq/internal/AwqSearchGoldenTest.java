package org.jackknife.awq.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.util.HexFormat;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jackknife.compression.Matrix;
import org.jackknife.compression.OutputError;
import org.jackknife.compression.RowWorkers;
import org.jackknife.compression.grid.Grid;
import org.jackknife.numeric.FloatMatrix;
import org.jackknife.numeric.LinearAlgebra;
import org.jackknife.testkit.PlainOutputError;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Scales, losses, cuts and integers against those that {@code awq_golden.py} made with NumPy from the paper. */
class AwqSearchGoldenTest {

    private final RowWorkers workers = new RowWorkers(2);
    private final LinearAlgebra algebra = LinearAlgebra.fastest(1);
    private final Arena arena = Arena.ofShared();

    @AfterEach
    void close() {
        workers.close();
        arena.close();
    }

    static Stream<AwqGolden> goldens() throws IOException {
        return AwqGolden.all();
    }

    private FloatMatrix gram(AwqGolden golden) {
        FloatMatrix gram = FloatMatrix.allocate(arena, golden.columns(), golden.columns());
        LinearAlgebra.plain().addGram(golden.x(), golden.x().length / golden.columns(), gram);
        LinearAlgebra.plain().symmetrise(gram);
        return gram;
    }

    private float[][] candidates(AwqGolden golden) {
        if (!golden.duo()) {
            return ScaleCandidates.of(golden.means(), null);
        }
        WeightMagnitudes magnitudes = new WeightMagnitudes(golden.columns(), golden.scheme().group());
        magnitudes.add(golden.matrix(0), workers);
        magnitudes.add(golden.matrix(1), workers);
        return ScaleCandidates.of(golden.means(), magnitudes.means());
    }

    private static Matrix scaled(Matrix matrix, float[] scales) {
        for (int i = 0; i < matrix.weights().length; i++) {
            matrix.weights()[i] *= scales[i % scales.length];
        }
        return matrix;
    }

    @ParameterizedTest
    @MethodSource("goldens")
    void scalesOfTheWinnerAreThoseOfNumPy(AwqGolden golden) {
        float[] scales = candidates(golden)[golden.best()];
        for (int channel = 0; channel < scales.length; channel++) {
            assertThat((double) scales[channel])
                    .as("channel %d", channel)
                    .isEqualTo(golden.scales()[channel], within(1e-6 * golden.scales()[channel]));
        }
    }

    @ParameterizedTest
    @MethodSource("goldens")
    void lossesAreThoseOfNumPyAndTheSameExponentWins(AwqGolden golden) {
        ScaleLoss loss = new ScaleLoss(OutputError.ofGram(gram(golden), algebra), workers);
        float[][] candidates = candidates(golden);
        int best = 0;
        double[] losses = new double[candidates.length];
        for (int candidate = 0; candidate < losses.length; candidate++) {
            for (float[] weights : golden.weights()) {
                losses[candidate] += loss.of(weights, candidates[candidate], new RoundTrip(golden.format(), null));
            }
            assertThat(losses[candidate])
                    .as("exponent %d", candidate)
                    .isEqualTo(golden.losses()[candidate], within(1e-3 * golden.losses()[candidate]));
            best = losses[candidate] < losses[best] ? candidate : best;
        }
        assertThat(best).isEqualTo(golden.best());
    }

    private Cuts cuts(AwqGolden golden) {
        GroupInputs inputs = GroupInputs.of(gram(golden), golden.scheme().group(), arena);
        Matrix scaled = scaled(golden.matrix(1), golden.scales());
        return new CutSearch(new RoundTrip(golden.format(), null), algebra, workers)
                .search(scaled, golden.scales(), inputs);
    }

    @ParameterizedTest
    @MethodSource("goldens")
    void cutsAreThoseOfNumPy(AwqGolden golden) {
        byte[] steps = cuts(golden).steps();
        assertThat(IntStream.range(0, steps.length).mapToObj(i -> "" + steps[i]).collect(Collectors.joining()))
                .isEqualTo(golden.cuts());
    }

    @ParameterizedTest
    @MethodSource("goldens")
    void integersAndErrorsOfOutputsAreThoseOfNumPy(AwqGolden golden) {
        for (int number = 0; number < 2; number++) {
            Matrix stored = scaled(golden.matrix(number), golden.scales());
            if (number == 1) {
                cuts(golden).apply(stored, workers);
            }
            assertThat(integers(stored, golden)).isEqualTo(golden.integers()[number]);
            new RoundTrip(golden.format(), null).apply(stored.weights(), stored.rows(), stored.columns());
            for (int i = 0; i < stored.weights().length; i++) {
                stored.weights()[i] /= golden.scales()[i % golden.columns()];
            }
            double error = PlainOutputError.of(
                    golden.x(), golden.weights()[number], stored.weights(), golden.columns());
            assertThat(error).isEqualTo(golden.errors()[number], within(1e-3 * golden.errors()[number]));
        }
    }

    private static String integers(Matrix matrix, AwqGolden golden) {
        int group = golden.scheme().group();
        byte[] integers = new byte[matrix.weights().length];
        for (int at = 0; at < integers.length; at += group) {
            float[] part = new float[group];
            System.arraycopy(matrix.weights(), at, part, 0, group);
            Grid grid = golden.format().fit(part, 1, group, null);
            for (int i = 0; i < group; i++) {
                integers[at + i] = (byte) grid.levels().level(grid.code(0, i, part[i]));
            }
        }
        return HexFormat.of().formatHex(integers);
    }
}
