package org.jackknife.gguf.internal.check;

import java.util.ArrayList;
import java.util.List;
import org.jackknife.gguf.Finding;

/** Collects findings in the order in which rules make them. */
public final class Findings {
    private final List<Finding> list = new ArrayList<>();

    void error(String where, String message) {
        list.add(new Finding(Finding.Severity.ERROR, where, message));
    }

    void warning(String where, String message) {
        list.add(new Finding(Finding.Severity.WARNING, where, message));
    }

    /** Returns all findings so far. */
    public List<Finding> list() {
        return List.copyOf(list);
    }
}
