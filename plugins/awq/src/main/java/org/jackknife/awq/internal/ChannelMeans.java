package org.jackknife.awq.internal;

import java.util.List;
import java.util.Optional;
import org.jackknife.api.calibration.ChannelStatistics;
import org.jackknife.api.calibration.Channels;
import org.jackknife.compression.folding.FoldGroup;
import org.jackknife.compression.folding.MatrixId;

/** Averages how large the channels of a group's input are: mean|x| over the tokens. */
final class ChannelMeans {

    private ChannelMeans() {}

    /**
     * The means of a group's channels, by the first reader that saw a token; where that is a tensor of experts, over the
     * tokens of all of its experts in the group.
     *
     * @return empty where no token came here
     */
    static Optional<double[]> of(FoldGroup group, ChannelStatistics statistics) {
        return group.readers().stream()
                .map(MatrixId::tensor)
                .distinct()
                .map(tensor -> of(group, tensor, statistics))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static Optional<double[]> of(FoldGroup group, String tensor, ChannelStatistics statistics) {
        Optional<Channels> channels = statistics.of(tensor);
        if (channels.isEmpty()) {
            return Optional.empty();
        }
        List<MatrixId> experts =
                group.readers().stream().filter(reader -> reader.tensor().equals(tensor)).toList();
        double[] sums = new double[group.width()];
        long tokens = 0;
        for (MatrixId expert : experts) {
            tokens += channels.get().tokens()[expert.expert()];
            for (int column = 0; column < sums.length; column++) {
                sums[column] += channels.get().sumOfMagnitudes()[expert.expert() * sums.length + column];
            }
        }
        if (tokens == 0) {
            return Optional.empty();
        }
        double[] means = group.sum(sums);
        for (int channel = 0; channel < means.length; channel++) {
            means[channel] /= (double) tokens * group.copies();
        }
        return Optional.of(means);
    }
}
