package org.jackknife.study.internal.worker;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import org.jackknife.api.engine.EngineInfo;
import org.jackknife.api.trajectory.Trajectory;
import org.jackknife.study.CalibrationReport;
import org.jackknife.study.JournalEvent.EpisodeRef;
import org.jackknife.study.VariantReport;

/** What a worker process tells its parent: JSON Lines on its standard output. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "message")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Message.Ready.class, name = "ready"),
    @JsonSubTypes.Type(value = Message.EpisodeStarted.class, name = "episode-started"),
    @JsonSubTypes.Type(value = Message.StepPlayed.class, name = "step"),
    @JsonSubTypes.Type(value = Message.EpisodeOver.class, name = "episode"),
    @JsonSubTypes.Type(value = Message.EngineFault.class, name = "engine-fault"),
    @JsonSubTypes.Type(value = Message.Compressing.class, name = "compressing"),
    @JsonSubTypes.Type(value = Message.Compressed.class, name = "compressed"),
    @JsonSubTypes.Type(value = Message.Calibrating.class, name = "calibrating"),
    @JsonSubTypes.Type(value = Message.Calibrated.class, name = "calibrated"),
    @JsonSubTypes.Type(value = Message.Refused.class, name = "refused"),
    @JsonSubTypes.Type(value = Message.Finished.class, name = "finished")
})
public sealed interface Message {

    /** The engine has opened the model. */
    record Ready(EngineInfo engine) implements Message {}

    /** From here until its end, a death of the worker counts against this episode. */
    record EpisodeStarted(EpisodeRef episode) implements Message {}

    /** A turn is over: for progress only, the whole step comes with its episode. */
    record StepPlayed(int generatedTokens) implements Message {}

    /** An episode is over. */
    record EpisodeOver(double seconds, Trajectory trajectory) implements Message {}

    /** An engine failed without taking the process down; the worker tries the episode once more. */
    record EngineFault(EpisodeRef episode, String detail) implements Message {}

    /** How far a compression is. */
    record Compressing(long done, long total, String what) implements Message {}

    /** A variant is in the store. */
    record Compressed(VariantReport report) implements Message {}

    /** How far a calibration is. */
    record Calibrating(long done, long total, String what) implements Message {}

    /** The statistics of a calibration are in the store. */
    record Calibrated(CalibrationReport report) implements Message {}

    /** The job cannot be done, and trying again would not help. */
    record Refused(String reason) implements Message {}

    /** The job is done. */
    record Finished() implements Message {}
}
