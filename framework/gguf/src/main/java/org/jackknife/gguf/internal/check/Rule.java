package org.jackknife.gguf.internal.check;

import org.jackknife.gguf.Gguf;

/** Looks at one part of a model; has no state, and must get along with whatever the other rules refuse. */
public interface Rule {
    /** Adds a finding for every fault. */
    void check(Gguf model, Findings findings);
}
