package org.jackknife.study.internal.rate;

import java.util.Map;
import java.util.TreeMap;
import org.jackknife.api.method.MethodCost;

/**
 * The work of one step of a recipe.
 *
 * @param amounts units of each kind
 */
public record Workload(Map<WorkKind, Double> amounts) {

    /**
     * The work of a step.
     *
     * @param cost with the passes of its calibration counted
     * @param bytes size of the file that it writes
     */
    public static Workload of(MethodCost cost, long bytes) {
        Map<WorkKind, Double> amounts = new TreeMap<>();
        amounts.put(WorkKind.of(WorkKind.Unit.STEP), 1.0);
        amounts.put(WorkKind.of(WorkKind.Unit.BYTE), (double) bytes);
        amounts.put(WorkKind.of(WorkKind.Unit.VISIT), cost.visits());
        amounts.put(WorkKind.of(WorkKind.Unit.FLOP), cost.flops());
        amounts.put(WorkKind.of(WorkKind.Unit.ENGINE_FLOP), cost.calibration().flops());
        cost.encoded().forEach(encoding ->
                amounts.merge(WorkKind.of(encoding), (double) encoding.weights(), Double::sum));
        amounts.values().removeIf(amount -> amount == 0);
        return new Workload(amounts);
    }
}
