package org.jackknife.api.engine;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Rows of one input of matrix products, as they lie in the engine's memory.
 *
 * @param input what they are the input of
 * @param expert the expert that the rows were sent to; 0 where there are no experts
 * @param rows at least 1
 * @param values row-major floats, shape [rows][input.width()]; valid during the call that hands them over, and to be
 *     read only
 */
public record Activations(ProductInput input, int expert, int rows, MemorySegment values) {

    /** A copy that outlives the call. */
    public float[] toArray() {
        return values.toArray(ValueLayout.JAVA_FLOAT);
    }
}
