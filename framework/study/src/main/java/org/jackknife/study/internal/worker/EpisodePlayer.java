package org.jackknife.study.internal.worker;

import dev.langchain4j.model.chat.ChatModel;
import java.util.ArrayList;
import java.util.List;
import org.jackknife.api.engine.EngineException;
import org.jackknife.api.environment.Briefing;
import org.jackknife.api.environment.Environment;
import org.jackknife.api.environment.EnvironmentException;
import org.jackknife.api.plugin.Seeds;
import org.jackknife.api.policy.Episode;
import org.jackknife.api.policy.Policy;
import org.jackknife.api.task.Sample;
import org.jackknife.api.task.Task;
import org.jackknife.api.trajectory.Ending;
import org.jackknife.api.trajectory.EpisodeKey;
import org.jackknife.api.trajectory.Outcome;
import org.jackknife.api.trajectory.Step;
import org.jackknife.api.trajectory.Trajectory;
import org.jackknife.study.JournalEvent.EpisodeRef;
import org.jackknife.study.internal.Bound;

/** Plays single episodes and tells the parent of them. Safe for several threads. */
final class EpisodePlayer {

    private final Job.Play job;
    private final Bound<Task<Record>> task;
    private final Bound<Policy<Record>> policy;
    private final ChatModel model;
    private final Outlet outlet;

    EpisodePlayer(Job.Play job, Bound<Task<Record>> task, Bound<Policy<Record>> policy, ChatModel model, Outlet outlet) {
        this.job = job;
        this.task = task;
        this.policy = policy;
        this.model = model;
        this.outlet = outlet;
    }

    /** Plays an episode, and once more if the engine fails the first time. */
    void play(EpisodeRef episode, Sample sample) {
        outlet.send(new Message.EpisodeStarted(episode));
        long start = System.nanoTime();
        Trajectory trajectory = attempt(episode, sample);
        // an episode under suspicion has had its second chance already
        if (trajectory.ending().outcome() == Outcome.ENGINE_ERROR && !job.suspects().contains(episode)) {
            outlet.send(new Message.EngineFault(episode, trajectory.ending().detail()));
            start = System.nanoTime();
            trajectory = attempt(episode, sample);
        }
        outlet.send(new Message.EpisodeOver((System.nanoTime() - start) / 1e9, trajectory));
    }

    private Trajectory attempt(EpisodeRef episode, Sample sample) {
        List<Step> steps = new ArrayList<>();
        Briefing briefing = Unplayed.briefing(sample);
        Ending ending;
        try (Environment environment = task.service().open(task.options(), sample)) {
            briefing = environment.reset();
            ending = policy.service()
                    .play(
                            new Episode(environment, briefing, model, job.limits(), seed(episode), step -> {
                                steps.add(step);
                                outlet.send(new Message.StepPlayed(step.tokens().generated()));
                            }),
                            policy.options());
        } catch (EnvironmentException e) {
            ending = Ending.environmentError(e.getMessage());
        } catch (EngineException e) {
            ending = Ending.engineError(e.getMessage());
        } catch (RuntimeException e) {
            // the log of the cell keeps the trace, for this is a fault of a plug-in
            e.printStackTrace();
            ending = Ending.engineError("policy %s or task %s broke: %s".formatted(policy.id(), task.id(), e));
        }
        EpisodeKey key = new EpisodeKey(
                job.cell().variant(), job.cell().task(), episode.sample(), episode.repeat());
        return new Trajectory(key, sample, briefing, steps, ending);
    }

    /** The same for every variant, so that variants differ in nothing but their weights. */
    private long seed(EpisodeRef episode) {
        return Seeds.of("episode", job.cell().task(), episode.sample(), Integer.toString(episode.repeat()));
    }
}
