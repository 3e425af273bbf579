package org.jackknife.compression;

/** Which weights of a row may be zeroed together. */
public enum MaskPattern {
    /** Any. */
    UNSTRUCTURED("unstructured", 0, 0),
    /** Two of every four neighbours in a row. */
    TWO_OF_FOUR("2:4", 2, 4),
    /** Four of every eight neighbours in a row. */
    FOUR_OF_EIGHT("4:8", 4, 8);

    private final String label;
    private final int zeros;
    private final int group;

    MaskPattern(String label, int zeros, int group) {
        this.label = label;
        this.zeros = zeros;
        this.group = group;
    }

    /** Whether it fixes how many of every few neighbours go. */
    public boolean structured() {
        return group > 0;
    }

    /** How many of a group become zero; 0 for the unstructured pattern. */
    public int zeros() {
        return zeros;
    }

    /** Neighbours of a group; 0 for the unstructured pattern. */
    public int group() {
        return group;
    }

    @Override
    public String toString() {
        return label;
    }
}
