package org.jackknife.compression.internal.grid;

/** Tells importances apart from none. */
final class Importance {

    private Importance() {}

    /** The importance, or null where it is zero everywhere and would leave nothing to choose by. */
    static float[] orNull(float[] importance) {
        if (importance != null) {
            for (float value : importance) {
                if (value > 0) {
                    return importance;
                }
            }
        }
        return null;
    }
}
