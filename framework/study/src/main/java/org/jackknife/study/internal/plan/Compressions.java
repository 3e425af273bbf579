package org.jackknife.study.internal.plan;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jackknife.study.internal.rate.CompressionForecast;
import org.jackknife.study.internal.rate.StepWork;

/**
 * Adds up what the variants of a run take while they are made, one after the other as the run makes them: a step that an
 * earlier variant made costs nothing any more, and neither do the statistics that an earlier step gathered.
 */
final class Compressions {

    private final CompressionForecast forecast;
    private final Set<String> made = new HashSet<>();
    private final Set<String> gathered = new HashSet<>();

    Compressions(CompressionForecast forecast) {
        this.forecast = forecast;
    }

    /**
     * What one variant takes.
     *
     * @param seconds wall-clock time
     * @param memory bytes at the peak; 0 where nothing is made
     * @param newBytes what it adds to the disk, earlier steps included
     */
    record Making(double seconds, long memory, long newBytes) {

        private Making plus(double moreSeconds, long peak, long moreBytes) {
            return new Making(seconds + moreSeconds, Math.max(memory, peak), newBytes + moreBytes);
        }
    }

    /** Makes the next variant. */
    Making next(List<MissingStep> steps) {
        Making making = new Making(0, 0, 0);
        for (MissingStep step : steps) {
            if (made.add(step.fingerprint())) {
                boolean shared = step.statistics().isPresent()
                        && !gathered.add(step.statistics().get());
                StepWork work = shared ? step.work().withoutCalibration() : step.work();
                making = making.plus(forecast.seconds(work), forecast.memory(work), work.bytes());
            }
        }
        return making;
    }
}
