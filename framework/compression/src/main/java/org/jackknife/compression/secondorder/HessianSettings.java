package org.jackknife.compression.secondorder;

/**
 * Says how a Hessian is prepared.
 *
 * @param damping what is added to the diagonal, as a fraction of its mean; at least 0
 * @param order the order of the columns
 */
public record HessianSettings(double damping, ColumnOrder order) {

    /** Checks the damping. */
    public HessianSettings {
        if (!(damping >= 0) || Double.isInfinite(damping)) {
            throw new IllegalArgumentException("damping must be a number of at least 0, is " + damping);
        }
    }
}
