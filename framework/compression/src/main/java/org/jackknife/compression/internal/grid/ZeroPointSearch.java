package org.jackknife.compression.internal.grid;

import org.jackknife.api.method.MethodException;

/**
 * Chooses scales and integer zero points of blocks with minima, so that zero is a level of every sub-block, and the error
 * is small; {@link ZeroPoints} says how a minimum becomes a zero point.
 *
 * <p>A few factors of either sign are tried, such that the greatest scale becomes an integer from the upper quarter. Under a
 * negative factor levels lie the other way round, so that one more of them is above zero than below.
 */
final class ZeroPointSearch implements ScaleChooser {

    /** Factors tried of each sign, a sixteenth apart; four times as many lower the error by 0.1 to 2 % in thrice the time. */
    private static final int FACTORS = 5;

    private final MinimumLayout layout;
    private final ZeroPoints zeroPoints;

    ZeroPointSearch(MinimumLayout layout) {
        this.layout = layout;
        this.zeroPoints = ZeroPoints.of(layout);
    }

    @Override
    public void choose(float[] weights, int columns, float[] importance, byte[] blocks) {
        float[] weighed = Importance.orNull(importance);
        int size = layout.type().blockSize();
        SubBlockSearch[] subs = new SubBlockSearch[size / layout.subLength()];
        for (int block = 0; block * size < weights.length; block++) {
            for (int sub = 0; sub < subs.length; sub++) {
                int from = block * size + sub * layout.subLength();
                subs[sub] = new SubBlockSearch(
                        new SubBlock(weights, from, layout.subLength(), weighed, from % columns), zeroPoints);
            }
            layout.putScales(best(subs), blocks, block * layout.type().blockBytes());
        }
    }

    private ScalesAndMinima best(SubBlockSearch[] subs) {
        float greatest = 0;
        for (SubBlockSearch sub : subs) {
            greatest = Math.max(greatest, sub.ideal());
        }
        if (greatest == 0) {
            return new ScalesAndMinima(0, 0, new int[subs.length], new int[subs.length]);
        }
        if (isBeyond(factor(greatest, 0))) {
            throw new MethodException(("weights need a scale of %s, and blocks of %s whose zeros are exact hold none beyond %s; "
                            + "choose a float type for this tensor")
                    .formatted(greatest, layout.type(), zeroPoints.greatest() * 65504L / zeroPoints.ratio()));
        }
        Choice best = new Choice(Double.POSITIVE_INFINITY, 0, null);
        for (int i = 0; i < FACTORS; i++) {
            float factor = factor(greatest, i);
            if (!isBeyond(factor)) {
                best = better(best, subs, factor);
                best = better(best, subs, -factor);
            }
        }
        return best.stored(zeroPoints);
    }

    /** The factor under which the greatest scale is that many sixteenths below the greatest integer. */
    private float factor(float greatest, int sixteenths) {
        float integer = zeroPoints.greatest() * (1 - sixteenths / 16f);
        return Math.max(Affine.half(greatest / integer), Affine.LEAST_HALF);
    }

    private boolean isBeyond(float factor) {
        return Float.isInfinite(Affine.half(factor * zeroPoints.ratio()));
    }

    private static Choice better(Choice best, SubBlockSearch[] subs, float factor) {
        SubBlockSearch.Fit[] fits = new SubBlockSearch.Fit[subs.length];
        double error = 0;
        for (int sub = 0; sub < subs.length; sub++) {
            fits[sub] = subs[sub].under(factor);
            error += fits[sub].error();
            if (error >= best.error()) {
                return best;
            }
        }
        return new Choice(error, factor, fits);
    }

    /** What all sub-blocks have under a factor. */
    private record Choice(double error, float factor, SubBlockSearch.Fit[] fits) {

        ScalesAndMinima stored(ZeroPoints zeroPoints) {
            int[] scales = new int[fits.length];
            int[] minima = new int[fits.length];
            for (int sub = 0; sub < fits.length; sub++) {
                scales[sub] = fits[sub].scale();
                minima[sub] = zeroPoints.minimum(fits[sub].scale(), fits[sub].zero());
            }
            return new ScalesAndMinima(factor, factor * zeroPoints.ratio(), scales, minima);
        }
    }
}
