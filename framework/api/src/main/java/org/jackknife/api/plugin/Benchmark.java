package org.jackknife.api.plugin;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Measures a part of the program against what that part should cost. Runs in a process of its own, so it may load native
 * code.
 */
@ConsumerType
public interface Benchmark {

    /**
     * One measured figure.
     *
     * @param name what was measured
     * @param value the figure
     * @param unit its unit, such as {@code ratio} or {@code s}
     * @param target what it should be, in words, such as {@code at least 0.95}; empty for figures without a target
     * @param met whether the target is reached; true where there is none
     */
    record Figure(String name, double value, String unit, String target, boolean met) {

        /** A figure that should not be smaller than a bound. */
        public static Figure atLeast(double bound, String name, double value, String unit) {
            return new Figure(name, value, unit, "at least " + bound, value >= bound);
        }

        /** A figure that should not be larger than a bound. */
        public static Figure atMost(double bound, String name, double value, String unit) {
            return new Figure(name, value, unit, "at most " + bound, value <= bound);
        }

        /** A figure to know, without a target. */
        public static Figure plain(String name, double value, String unit) {
            return new Figure(name, value, unit, "", true);
        }
    }

    /**
     * Measures.
     *
     * @param model a small model file to measure with
     * @param quick whether fewer rounds will do
     */
    List<Figure> measure(Path model, boolean quick) throws IOException;
}
