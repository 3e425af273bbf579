package org.jackknife.api.plugin;

import org.osgi.annotation.versioning.ProviderType;

/** Hears how far long work has come. Calls return quickly and may come from any thread. */
@ProviderType
public interface Progress {

    /** A listener that hears nothing. */
    Progress SILENT = (done, total, what) -> {};

    /**
     * Tells how far the work is.
     *
     * @param done units finished, 0 to total
     * @param total units in all
     * @param what what is worked on now, such as a tensor name
     */
    void at(long done, long total, String what);
}
