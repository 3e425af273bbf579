package org.jackknife.host;

import java.nio.file.Path;

/**
 * Tells what became of a bundle file.
 *
 * @param kind what happened
 * @param file the jar or folder it happened to
 * @param sentence the event in one sentence for people; a refusal says why and what to do
 */
public record HostEvent(Kind kind, Path file, String sentence) {

    /** The classes of events. */
    public enum Kind {
        /** The file's plug-ins are on offer. */
        INSTALLED,
        /** The file changed, and its plug-ins were replaced by the new ones. */
        UPDATED,
        /** The file is gone, and its plug-ins with it. */
        REMOVED,
        /** The file was not taken; nothing else changed. */
        REFUSED
    }
}
