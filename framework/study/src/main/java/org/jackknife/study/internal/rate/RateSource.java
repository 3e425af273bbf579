package org.jackknife.study.internal.rate;

import java.io.IOException;
import java.util.Set;

/** Tells how fast the machine works. */
@FunctionalInterface
public interface RateSource {

    /**
     * The rates of these kinds of work, as far as they can be had; kinds that cannot be measured here are missing.
     *
     * @throws IOException if what was remembered cannot be read
     */
    MachineRates of(Set<WorkKind> kinds) throws IOException;
}
