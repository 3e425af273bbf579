package org.jackknife.study;

import java.nio.file.Path;
import java.util.List;

/**
 * What came of a run; kept as {@code summary.json} in its folder, where later plans find how fast it was.
 *
 * @param folder the run's folder
 * @param episodes how many the journal holds
 * @param missing how many could not be played
 * @param engineErrors how many episodes ended with an error of the engine
 * @param seconds wall-clock time of this process's part of the run
 * @param cells how fast each cell was
 * @param failures what went wrong for good, one sentence each; empty where nothing did
 */
public record RunSummary(
        Path folder,
        int episodes,
        int missing,
        int engineErrors,
        double seconds,
        List<CellRate> cells,
        List<String> failures) {

    /** The summary's name in the folder of a run. */
    public static final String FILE_NAME = "summary.json";

    /**
     * How fast a cell was.
     *
     * @param model hash of the variant's file; empty for a model behind an endpoint
     * @param bytes size of the variant's file
     * @param episodes episodes played
     * @param seconds of all of them, one after the other
     */
    public record CellRate(Cell cell, String model, String policy, long bytes, int episodes, double seconds) {}

    public RunSummary {
        cells = List.copyOf(cells);
        failures = List.copyOf(failures);
    }
}
