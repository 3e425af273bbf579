package org.jackknife.study.internal.variant;

import org.jackknife.api.plugin.Progress;

/** How far a step is, by its tensors; a calibration in between tells its own progress in words. */
final class StepProgress implements Progress {

    private final Progress listener;
    private volatile long lastDone;
    private volatile long lastTotal;

    /** @param tensors how many there are before the method tells */
    StepProgress(Progress listener, int tensors) {
        this.listener = listener;
        this.lastTotal = tensors;
    }

    @Override
    public void at(long done, long total, String what) {
        lastDone = done;
        lastTotal = total;
        listener.at(done, total, what);
    }

    /** What a calibration tells: it changes nothing about the tensors that are done. */
    Progress ofCalibration() {
        return (done, total, what) -> listener.at(lastDone, lastTotal, what);
    }
}
