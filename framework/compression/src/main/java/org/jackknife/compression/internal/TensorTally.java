package org.jackknife.compression.internal;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jackknife.api.method.TensorReport;
import org.jackknife.api.method.WeightChange;
import org.jackknife.gguf.TensorInfo;
import org.jackknife.gguf.TensorType;

/** Adds up what was done to one tensor, expert after expert. */
final class TensorTally {

    private final TensorInfo tensor;
    private final TensorType type;
    private final int experts;
    private final WeightChange change = new WeightChange();
    private final Set<String> notes = new LinkedHashSet<>();
    private final List<Integer> unseen = new ArrayList<>();
    private double squaredOutputChange;
    private double squaredOutput;
    private boolean measured;
    private int done;

    TensorTally(TensorInfo tensor, TensorType type) {
        this.tensor = tensor;
        this.type = type;
        this.experts = MatrixShape.of(tensor.spec()).experts();
    }

    TensorInfo tensor() {
        return tensor;
    }

    TensorType type() {
        return type;
    }

    /** The expert that comes next; as many as there are once all are done. */
    int next() {
        return done;
    }

    boolean complete() {
        return done == experts;
    }

    void note(String text) {
        notes.add(text);
    }

    /** Remembers that the next expert is treated without the data that was asked for. */
    void unseen() {
        unseen.add(done);
    }

    void measured(double squaredChange, double squared) {
        squaredOutputChange += squaredChange;
        squaredOutput += squared;
        measured = true;
    }

    /** Adds the weights of some rows. */
    void changed(WeightChange rows) {
        change.add(rows);
    }

    void expertDone() {
        done++;
    }

    /** @param withoutData what the method does without data, for the note */
    TensorReport report(String withoutData) {
        TensorReport report = change.report(tensor, type).withNote(notes(withoutData));
        if (!measured) {
            return report;
        }
        return report.withOutputError(squaredOutput == 0 ? 0 : Math.sqrt(squaredOutputChange / squaredOutput));
    }

    private String notes(String withoutData) {
        List<String> all = new ArrayList<>();
        if (tensor.type().quantized()) {
            all.add("dequantised from " + tensor.type());
        }
        if (!unseen.isEmpty()) {
            String who = experts == 1
                    ? ""
                    : "experts " + unseen.stream().map(String::valueOf).collect(Collectors.joining(", ")) + ": ";
            all.add(who + "no calibration token came here, treated " + withoutData);
        }
        all.addAll(notes);
        return String.join("; ", all);
    }
}
