package org.jackknife.calibration.internal.gram;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jackknife.api.engine.ProductInput;
import org.jackknife.numeric.FloatMatrix;

/**
 * One Gram matrix that is wanted.
 *
 * @param input what it is the Gram matrix of
 * @param expert the expert whose rows count, 0 where there are none
 * @param tensors the readers that want it, in the order of the computation; never empty
 */
record GramUnit(ProductInput input, int expert, List<String> tensors) {

    private static final Pattern BLOCK = Pattern.compile("blk\\.(\\d+)\\..*");

    /** The Gram matrices that some tensors want, in the order of the computation, experts in ascending order. */
    static List<GramUnit> of(List<ProductInput> inputs, Set<String> wanted) {
        List<GramUnit> units = new ArrayList<>();
        for (ProductInput input : inputs) {
            List<String> tensors = input.tensors().stream().filter(wanted::contains).toList();
            if (!tensors.isEmpty()) {
                for (int expert = 0; expert < Math.max(1, input.experts()); expert++) {
                    units.add(new GramUnit(input, expert, tensors));
                }
            }
        }
        return units;
    }

    /** The same matrix for fewer readers. */
    GramUnit with(List<String> fewer) {
        return new GramUnit(input, expert, fewer);
    }

    /** The first reader of the input, wanted or not: the name of the input. */
    String name() {
        return input.tensors().getFirst();
    }

    long bytes() {
        return FloatMatrix.bytes(input.width(), input.width());
    }

    /** The place in the transformer: {@code block N}, or empty before and after the blocks. */
    String place() {
        Matcher matcher = BLOCK.matcher(name());
        return matcher.matches() ? "block " + matcher.group(1) : "";
    }
}
