package org.jackknife.view.internal;

import java.util.Locale;

/** Writes figures the way all parts of a report do. */
final class Figures {

    private Figures() {}

    /** A fraction as percent, such as {@code 84.6}. */
    static String percent(double fraction) {
        return String.format(Locale.ROOT, "%.1f", 100 * fraction);
    }

    /** A difference of fractions in percentage points with its sign, such as {@code +1.2} or {@code -30.0}. */
    static String points(double difference) {
        return String.format(Locale.ROOT, "%+.1f", 100 * difference);
    }

    /** A p value: three decimals, or that it is below them. */
    static String p(double p) {
        return p < 0.001 ? "< 0.001" : String.format(Locale.ROOT, "%.3f", p);
    }

    /** A size in MB, 10^6 bytes, with as many decimals as it needs. */
    static String megabytes(long bytes) {
        double megabytes = bytes / 1e6;
        return String.format(Locale.ROOT, megabytes < 10 ? "%.2f" : megabytes < 1000 ? "%.1f" : "%.0f", megabytes);
    }
}
