package org.jackknife.compression.secondorder;

/** Some columns that are next, and that a rule decides on together. */
public final class Segment {

    private final Sweep sweep;
    private final int from;
    private final int to;

    Segment(Sweep sweep, int from, int to) {
        this.sweep = sweep;
        this.from = from;
        this.to = to;
    }

    /** The first position. */
    public int from() {
        return from;
    }

    /** The position after the last one. */
    public int to() {
        return to;
    }

    /** How many positions there are. */
    public int width() {
        return to - from;
    }

    /** Rows of the matrix. */
    public int rows() {
        return sweep.rows();
    }

    /** What is done with the weights of a tile. */
    @FunctionalInterface
    public interface Task {
        /**
         * Takes the weights of some rows.
         *
         * @param firstRow the first row, in the matrix
         * @param weights of all columns of the segment, as {@link Tile#ahead} gives them
         */
        void run(int firstRow, float[][] weights);
    }

    /** Runs a task for every tile of rows, on all threads. */
    public void forTiles(Task task) {
        if (from == 0) {
            // nothing is stored yet
            sweep.forTiles(from, new float[width()][], tile -> task.run(tile.firstRow(), tile.weights()));
        } else {
            sweep.forTiles(
                    from, sweep.coupling(from, to), tile -> task.run(tile.firstRow(), tile.ahead(0, width())));
        }
    }
}
