package org.jackknife.awq.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jackknife.api.calibration.ChannelStatistics;
import org.jackknife.api.calibration.Channels;
import org.jackknife.compression.folding.FoldGroup;
import org.jackknife.compression.folding.MatrixId;
import org.jackknife.compression.folding.Producer;
import org.junit.jupiter.api.Test;

class ChannelMeansTest {

    /** Statistics of a few tensors, with sums of magnitudes alone. */
    private record Sums(Map<String, Channels> tensors) implements ChannelStatistics {

        static Channels of(int width, long[] tokens, float... sumsOfMagnitudes) {
            float[] none = new float[sumsOfMagnitudes.length];
            return new Channels(width, tokens, none, sumsOfMagnitudes, none);
        }

        @Override
        public String corpus() {
            return "sums";
        }

        @Override
        public String fingerprint() {
            return "sums";
        }

        @Override
        public Optional<Channels> of(String tensor) {
            return Optional.ofNullable(tensors.get(tensor));
        }

        @Override
        public Optional<float[]> rows(String tensor, int expert) {
            return Optional.empty();
        }
    }

    private static FoldGroup behindNorm(int width, MatrixId... readers) {
        return new FoldGroup(List.of(readers), new Producer(List.of("norm"), 0, 0, width), width, width, 1);
    }

    @Test
    void areSumsOverTokens() {
        Sums sums = new Sums(Map.of("q", Sums.of(2, new long[] {4}, 8, 2)));
        assertThat(ChannelMeans.of(behindNorm(2, MatrixId.of("q"), MatrixId.of("k")), sums))
                .hasValueSatisfying(means -> assertThat(means).containsExactly(2, 0.5));
    }

    @Test
    void ofExpertsAreOverTheTokensOfAllOfThem() {
        Sums sums = new Sums(Map.of("up", Sums.of(2, new long[] {3, 0, 1}, 6, 0, 0, 0, 2, 4)));
        FoldGroup group = behindNorm(2, new MatrixId("up", 0), new MatrixId("up", 1), new MatrixId("up", 2));
        assertThat(ChannelMeans.of(group, sums)).hasValueSatisfying(means -> assertThat(means).containsExactly(2, 1));
    }

    @Test
    void ofOneExpertAreItsOwn() {
        Sums sums = new Sums(Map.of("down", Sums.of(2, new long[] {3, 0, 1}, 6, 0, 0, 0, 2, 4)));
        assertThat(ChannelMeans.of(behindNorm(2, new MatrixId("down", 2)), sums))
                .hasValueSatisfying(means -> assertThat(means).containsExactly(2, 4));
        assertThat(ChannelMeans.of(behindNorm(2, new MatrixId("down", 1)), sums)).isEmpty();
    }

    @Test
    void ofSharedValueHeadsAreOverAllQueryHeads() {
        // two query heads of length 2 share the one value head
        FoldGroup group = new FoldGroup(List.of(MatrixId.of("o")), new Producer(List.of("v"), 0, 0, 2), 4, 2, 2);
        Sums sums = new Sums(Map.of("o", Sums.of(4, new long[] {10}, 10, 20, 30, 60)));
        assertThat(ChannelMeans.of(group, sums)).hasValueSatisfying(means -> assertThat(means).containsExactly(2, 4));
    }

    @Test
    void fallToAReaderThatSawTokens() {
        Sums sums = new Sums(Map.of("router", Sums.of(1, new long[] {0}, 0), "up", Sums.of(1, new long[] {2}, 3)));
        assertThat(ChannelMeans.of(behindNorm(1, MatrixId.of("router"), MatrixId.of("up")), sums))
                .hasValueSatisfying(means -> assertThat(means).containsExactly(1.5));
    }
}
