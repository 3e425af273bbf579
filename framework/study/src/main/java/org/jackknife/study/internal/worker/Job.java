package org.jackknife.study.internal.worker;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.nio.file.Path;
import java.util.List;
import org.jackknife.api.calibration.CalibrationOptions;
import org.jackknife.api.model.Model;
import org.jackknife.api.model.RecipeStep;
import org.jackknife.api.policy.Limits;
import org.jackknife.study.Cell;
import org.jackknife.study.JournalEvent.EpisodeRef;

/** What a parent asks a worker process to do: one line of JSON on its standard input. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "job")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Job.Compress.class, name = "compress"),
    @JsonSubTypes.Type(value = Job.Calibrate.class, name = "calibrate"),
    @JsonSubTypes.Type(value = Job.Play.class, name = "play")
})
public sealed interface Job {

    /**
     * Make a variant.
     *
     * @param recipe as written
     * @param store the folder of the variant store
     * @param version the version of the program
     */
    record Compress(Model model, String recipe, Path store, int threads, String version) implements Job {}

    /**
     * Gather the statistics of a calibration.
     *
     * @param store the folder of the variant store
     */
    record Calibrate(Model model, CalibrationOptions options, Path store, int threads) implements Job {}

    /**
     * Play the episodes of a cell.
     *
     * @param model what the engine opens
     * @param samples how many samples of the task; 0 for its own default
     * @param throughput episodes at once, as far as the engine allows
     * @param suspects episodes that were being played when an earlier worker died: they come first, one at a time
     * @param done episodes that are not to be played
     */
    record Play(
            Cell cell,
            Model model,
            RecipeStep engine,
            RecipeStep task,
            int samples,
            RecipeStep policy,
            int repeats,
            Limits limits,
            int throughput,
            List<EpisodeRef> suspects,
            List<EpisodeRef> done)
            implements Job {}
}
