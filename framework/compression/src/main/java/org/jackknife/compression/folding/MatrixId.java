package org.jackknife.compression.folding;

/**
 * Names one matrix: a tensor, or one expert's part of it.
 *
 * @param tensor the tensor's name
 * @param expert the expert's number, 0 for a tensor without experts
 */
public record MatrixId(String tensor, int expert) {

    /** The matrix of a tensor without experts. */
    public static MatrixId of(String tensor) {
        return new MatrixId(tensor, 0);
    }

    /** The name as messages show it. */
    @Override
    public String toString() {
        return expert == 0 ? tensor : tensor + " of expert " + expert;
    }
}
