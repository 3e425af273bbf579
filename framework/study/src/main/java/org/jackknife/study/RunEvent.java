package org.jackknife.study;

import java.nio.file.Path;
import org.jackknife.api.trajectory.Ending;
import org.jackknife.api.trajectory.EpisodeKey;

/** What a run tells while it goes on. */
public sealed interface RunEvent {

    /** The run begins or goes on in this folder. */
    record Started(Plan plan, Path folder, RunProgress progress) implements RunEvent {}

    /** The journal ended in the middle of a line, which was dropped; its episode is played again. */
    record TornLineDropped(long bytes) implements RunEvent {}

    /** A model is being downloaded. */
    record Downloading(String model, long bytes, long totalBytes) implements RunEvent {}

    /**
     * A variant is being made.
     *
     * @param done units finished, 0 to total
     * @param what what is worked on, such as a tensor's name
     */
    record Compressing(String variant, long done, long total, String what) implements RunEvent {}

    /**
     * A model is being calibrated outside of any compression.
     *
     * @param done sequences that were run, 0 to total
     */
    record Calibrating(String model, long done, long total) implements RunEvent {}

    /**
     * A variant can be played.
     *
     * @param seconds how long it took; 0 where it was there already
     */
    record VariantReady(String variant, long bytes, double seconds) implements RunEvent {}

    /** A variant cannot be made; its cells are left out. */
    record VariantFailed(String variant, String reason) implements RunEvent {}

    /** A worker plays a cell. */
    record CellStarted(Cell cell, int remaining) implements RunEvent {}

    /** A turn is over. */
    record Stepped(Cell cell, RunProgress progress) implements RunEvent {}

    /** An episode is over and in the journal. */
    record EpisodeOver(EpisodeKey episode, Ending ending, RunProgress progress) implements RunEvent {}

    /** An engine failed; what was being played is tried once more. */
    record EngineError(Cell cell, String detail, Path log) implements RunEvent {}

    /**
     * A cell is done.
     *
     * @param missing episodes that could not be played
     * @param detail why; empty otherwise
     */
    record CellFinished(Cell cell, int missing, String detail) implements RunEvent {}

    /** The run is over. */
    record Finished(RunSummary summary) implements RunEvent {}
}
