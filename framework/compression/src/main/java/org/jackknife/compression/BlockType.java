package org.jackknife.compression;

import java.util.Optional;
import org.jackknife.compression.grid.EncodedForm;
import org.jackknife.compression.grid.StoredForm;
import org.jackknife.gguf.TensorType;

/** Block formats of ggml with scales of their own, in order of size: what a user chooses in place of uniform grids. */
public enum BlockType {
    Q2_K,
    Q3_K,
    Q4_K,
    IQ4_NL,
    Q5_K,
    Q6_K;

    /**
     * How the weights of a tensor are stored.
     *
     * @param chosen the blocks; empty for uniform grids
     */
    public static StoredForm formOf(String tensor, Optional<BlockType> chosen, GridOptions grid) {
        return chosen.<StoredForm>map(type -> new EncodedForm(TensorType.valueOf(type.name())))
                .orElseGet(() -> grid.schemeOf(tensor));
    }

    /**
     * Checks that nothing chooses another form.
     *
     * @param method whose options these are, for the message
     * @throws IllegalArgumentException if there are uniform grids for some tensors beside the blocks
     */
    public static void requireAlone(Optional<BlockType> chosen, GridOptions grid, String method) {
        if (chosen.isPresent() && !grid.override().isEmpty()) {
            throw new IllegalArgumentException("override goes with bits, not with type; give the other tensors a step of their own: %s(type=Q6_K,include=...) > %s(type=Q4_K,exclude=...)"
                    .formatted(method, method));
        }
    }
}
