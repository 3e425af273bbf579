package org.jackknife.study.internal.rate;

import org.jackknife.api.method.MethodCost;

/**
 * One step of a recipe that is to be made.
 *
 * @param method the method's id
 * @param cost what the method says
 * @param bytes size of the file that it writes
 */
public record StepWork(String method, MethodCost cost, long bytes) {

    /** The same where what calibration gathers is there already. */
    public StepWork withoutCalibration() {
        return new StepWork(method, cost.withoutCalibration(), bytes);
    }

    Workload workload() {
        return Workload.of(cost, bytes);
    }
}
