package org.jackknife.compression.folding;

import java.util.List;

/**
 * What makes the channels of an input: the elements of a norm, or some rows of a matrix whose outputs are only multiplied
 * and added up before they are read. Dividing a channel here divides it in the input.
 *
 * @param tensors the norm, or the matrix, and the bias where there is one; a bias has the matrix's rows as elements
 * @param expert the expert whose rows they are, 0 for a tensor without experts
 * @param firstRow the row, or element, of the first channel; a fused matrix holds others before it
 * @param channels how many there are
 */
public record Producer(List<String> tensors, int expert, int firstRow, int channels) {

    public Producer {
        tensors = List.copyOf(tensors);
    }

    /** The norm or the matrix itself. */
    public String weight() {
        return tensors.getFirst();
    }
}
