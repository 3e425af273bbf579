package org.jackknife.compression.secondorder;

/** Decides what is stored of a column, once all columns before it are stored and their errors made up for. */
@FunctionalInterface
public interface ColumnRule {

    /** Stores weights as they are. */
    ColumnRule KEEP = (tile, index) -> {};

    /** The length of a segment that holds all columns. */
    int ALL = Integer.MAX_VALUE;

    /** Prepares for a matrix, with the weights as they are before the sweep. Called once, on one thread. */
    default void prepare(Segment all) {}

    /** How many positions are decided on together, at least 1; a multiple of 32 keeps the sweep fast. */
    default int segment() {
        return ALL;
    }

    /**
     * Prepares for a segment. Called on one thread, when all positions before it are stored and no column is treated.
     */
    default void begin(Segment segment) {}

    /**
     * Replaces the weights of one column in a tile by what is stored. Called on several threads, for rows apart.
     *
     * @param index the column's place in the tile; columns of the tile before it are stored
     */
    void store(Tile tile, int index);
}
