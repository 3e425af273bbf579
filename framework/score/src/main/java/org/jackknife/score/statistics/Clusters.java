package org.jackknife.score.statistics;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Says which samples belong together, such as those that play in one world.
 *
 * <p>Samples of one cluster tend to succeed and fail together, so they carry less information than as many independent
 * ones. Immutable.
 */
public final class Clusters {

    private final int[] clusterOf;
    private final int count;

    private Clusters(int[] clusterOf, int count) {
        this.clusterOf = clusterOf;
        this.count = count;
    }

    /** One name per sample; equal names are one cluster. */
    public static Clusters of(List<String> names) {
        Map<String, Integer> numbers = new HashMap<>();
        int[] clusterOf = new int[names.size()];
        for (int i = 0; i < clusterOf.length; i++) {
            Integer known = numbers.putIfAbsent(names.get(i), numbers.size());
            clusterOf[i] = known == null ? numbers.size() - 1 : known;
        }
        return new Clusters(clusterOf, numbers.size());
    }

    /** Every sample stands for itself. */
    public static Clusters none(int samples) {
        int[] clusterOf = new int[samples];
        Arrays.setAll(clusterOf, i -> i);
        return new Clusters(clusterOf, samples);
    }

    /** How many clusters there are. */
    public int count() {
        return count;
    }

    /** How many samples there are. */
    public int samples() {
        return clusterOf.length;
    }

    /**
     * Whether clustering changes anything: at least two clusters, at least one of them with two samples. A single
     * cluster says nothing on how clusters differ, so its samples then count as independent draws from it.
     */
    public boolean informative() {
        return count > 1 && count < clusterOf.length;
    }

    /** The sum of the values of each cluster. */
    double[] sums(double[] values) {
        if (values.length != clusterOf.length) {
            throw new IllegalArgumentException(
                    "%d values, but clusters for %d samples".formatted(values.length, clusterOf.length));
        }
        double[] sums = new double[count];
        for (int i = 0; i < values.length; i++) {
            sums[clusterOf[i]] += values[i];
        }
        return sums;
    }

    /** The number of samples of each cluster. */
    int[] sizes() {
        int[] sizes = new int[count];
        for (int cluster : clusterOf) {
            sizes[cluster]++;
        }
        return sizes;
    }
}
