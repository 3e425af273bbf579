package org.jackknife.compression;

import java.lang.foreign.Arena;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jackknife.api.calibration.Channels;
import org.jackknife.numeric.FloatMatrix;

/**
 * What one matrix saw on the corpus: nothing, statistics of its channels, or the Gram matrix of its inputs. Arrays are
 * to be read only. Used on one thread.
 */
public final class Inputs implements AutoCloseable {

    private static final Inputs UNKNOWN = new Inputs(0, null, null);

    private final long tokens;
    private final Channels channels;
    private final FloatMatrix gram;
    private final Map<Object, Object> derived = new HashMap<>();
    private Arena arena;

    private Inputs(long tokens, Channels channels, FloatMatrix gram) {
        this.tokens = tokens;
        this.channels = channels;
        this.gram = gram;
    }

    /** Nothing is known: the method asked for no data, or the corpus never reached the matrix. */
    public static Inputs unknown() {
        return UNKNOWN;
    }

    /** The channels of one expert, 0 for a matrix without experts; unknown where it saw no token. */
    public static Inputs of(Channels channels, int expert) {
        long tokens = channels.tokens()[expert];
        return tokens == 0 ? UNKNOWN : new Inputs(tokens, slice(channels, expert), null);
    }

    /** A Gram matrix summed over {@code tokens} rows; unknown where there was none. */
    public static Inputs of(FloatMatrix gram, long tokens) {
        return tokens == 0 ? UNKNOWN : new Inputs(tokens, null, gram);
    }

    private static Channels slice(Channels channels, int expert) {
        if (channels.experts() == 1) {
            return channels;
        }
        int from = expert * channels.width();
        int to = from + channels.width();
        return new Channels(
                channels.width(),
                new long[] {channels.tokens()[expert]},
                Arrays.copyOfRange(channels.sumOfSquares(), from, to),
                Arrays.copyOfRange(channels.sumOfMagnitudes(), from, to),
                Arrays.copyOfRange(channels.maxima(), from, to));
    }

    /** Input rows that the matrix saw; 0 where nothing is known. */
    public long tokens() {
        return tokens;
    }

    /** The statistics of this matrix alone; empty unless they were asked for. */
    public Optional<Channels> channels() {
        return Optional.ofNullable(channels);
    }

    /** XᵀX, shape [columns][columns]; empty unless it was asked for. */
    public Optional<FloatMatrix> gram() {
        return Optional.ofNullable(gram);
    }

    /**
     * What a method makes of a Gram matrix, such as a factor: made once for all matrices that read the same inputs.
     *
     * @param key tells apart what is made of the same inputs
     * @param make makes it; what it allocates lives as long as the inputs
     */
    // safe: a key belongs to one kind of thing, as the caller's own make says
    @SuppressWarnings("unchecked")
    public <T> T derived(Object key, Function<Arena, T> make) {
        if (gram == null) {
            throw new IllegalStateException("there is no Gram matrix to derive anything from");
        }
        if (arena == null) {
            arena = Arena.ofShared();
        }
        return (T) derived.computeIfAbsent(key, missing -> make.apply(arena));
    }

    /** Releases what was derived. */
    @Override
    public void close() {
        derived.clear();
        if (arena != null) {
            arena.close();
            arena = null;
        }
    }

    /** Sum of x² of each input channel, from whichever of the two is there; empty where nothing is known. */
    public Optional<float[]> sumOfSquares() {
        if (channels != null) {
            return Optional.of(channels.sumOfSquares());
        }
        return gram().map(Inputs::diagonal);
    }

    private static float[] diagonal(FloatMatrix gram) {
        float[] diagonal = new float[gram.rows()];
        for (int i = 0; i < diagonal.length; i++) {
            diagonal[i] = gram.get(i, i);
        }
        return diagonal;
    }
}
