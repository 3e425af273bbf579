package org.jackknife.study;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jackknife.api.engine.EngineInfo;
import org.jackknife.api.trajectory.Trajectory;

/**
 * One line of a journal. {@code docs/journal.md} describes every event.
 *
 * <p>What differs between two runs of one scenario on one machine stands in fields of its own: {@code at} and
 * {@code seconds} here, {@code times} in each step.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "event")
@JsonSubTypes({
    @JsonSubTypes.Type(value = JournalEvent.RunStarted.class, name = "run-started"),
    @JsonSubTypes.Type(value = JournalEvent.RunResumed.class, name = "run-resumed"),
    @JsonSubTypes.Type(value = JournalEvent.VariantReady.class, name = "variant-ready"),
    @JsonSubTypes.Type(value = JournalEvent.VariantFailed.class, name = "variant-failed"),
    @JsonSubTypes.Type(value = JournalEvent.CellStarted.class, name = "cell-started"),
    @JsonSubTypes.Type(value = JournalEvent.EpisodePlayed.class, name = "episode"),
    @JsonSubTypes.Type(value = JournalEvent.EngineError.class, name = "engine-error"),
    @JsonSubTypes.Type(value = JournalEvent.CellFinished.class, name = "cell-finished"),
    @JsonSubTypes.Type(value = JournalEvent.RunFinished.class, name = "run-finished")
})
public sealed interface JournalEvent {

    /** The version of the journal's form; readers refuse another. */
    int SCHEMA = 1;

    /** When the parent wrote the line. */
    Instant at();

    /**
     * The first line of every journal.
     *
     * @param schema {@link #SCHEMA}
     * @param scenario as {@link Scenario#toJson}
     * @param fingerprint SHA-256 of the scenario's JSON without the keys that do not change results
     * @param versions what may change results, by name: the program, plug-ins, models
     * @param variants all variants of the run
     * @param cells all cells of the run
     */
    record RunStarted(
            Instant at,
            int schema,
            JsonNode scenario,
            String fingerprint,
            Map<String, String> versions,
            Machine machine,
            List<VariantEntry> variants,
            List<CellEntry> cells)
            implements JournalEvent {}

    /**
     * A variant as the run knows it.
     *
     * @param name unique within the run
     * @param label the recipe's label in the scenario, {@code dense} or {@code a/a}
     * @param model the model's name in the scenario
     * @param recipe the recipe as written; {@code dense} for the model as it came
     * @param baseline the dense variant of the same model: what this one is compared with
     */
    record VariantEntry(String name, String label, String model, String recipe, String baseline) {}

    /**
     * A cell as the run knows it.
     *
     * @param samples how many samples the task has here
     * @param episodes samples times repeats
     */
    record CellEntry(String variant, String task, int samples, int episodes) {}

    /**
     * A run goes on after it was interrupted.
     *
     * @param droppedBytes the length of a torn last line that was taken off the journal, usually 0
     * @param episodes how many episodes the journal held
     */
    record RunResumed(Instant at, long droppedBytes, int episodes, Machine machine) implements JournalEvent {}

    /**
     * A variant's file is there.
     *
     * @param fingerprint the name in the variant store; empty for a dense model
     * @param sha256 of the file; empty for a model behind an endpoint
     * @param bytes size of the file; 0 for a model behind an endpoint
     * @param bitsPerWeight of all tensors together; 0 for a model behind an endpoint
     * @param seconds how long it took; 0 where it was there already
     */
    record VariantReady(
            Instant at,
            String variant,
            Optional<String> fingerprint,
            Optional<String> sha256,
            long bytes,
            double bitsPerWeight,
            double seconds)
            implements JournalEvent {}

    /** A variant could not be made; its cells are left out. */
    record VariantFailed(Instant at, String variant, String detail) implements JournalEvent {}

    /**
     * A worker process is ready to play.
     *
     * @param engine what runs in it
     * @param remaining episodes that are left to play
     */
    record CellStarted(Instant at, String variant, String task, EngineInfo engine, int remaining) implements JournalEvent {}

    /**
     * An episode is over, whatever its ending.
     *
     * @param seconds how long it took in the worker
     */
    record EpisodePlayed(Instant at, double seconds, Trajectory trajectory) implements JournalEvent {}

    /**
     * A sample and how often it was played before.
     *
     * @param repeat counted from 0
     */
    record EpisodeRef(String sample, int repeat) {}

    /**
     * A worker process ended before its work was done, or an engine failed within it.
     *
     * @param episodes those that were being played; each is tried once more
     * @param detail what is known of the reason
     * @param log the worker's error output, relative to the run's folder
     */
    record EngineError(Instant at, String variant, String task, List<EpisodeRef> episodes, String detail, String log)
            implements JournalEvent {}

    /**
     * Nothing more is done for this cell in this run.
     *
     * @param missing episodes that could not be played; a resumed run tries them again
     * @param detail why episodes are missing; empty otherwise
     */
    record CellFinished(Instant at, double seconds, String variant, String task, int missing, String detail)
            implements JournalEvent {}

    /**
     * The end of the run.
     *
     * @param episodes how many the journal holds
     * @param missing how many could not be played
     * @param engineErrors how many episodes ended with an error of the engine
     */
    record RunFinished(Instant at, double seconds, int episodes, int missing, int engineErrors) implements JournalEvent {}
}
