package org.jackknife.score;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jackknife.api.environment.Action;
import org.jackknife.api.environment.Briefing;
import org.jackknife.api.environment.Feedback;
import org.jackknife.api.task.Difficulty;
import org.jackknife.api.task.Sample;
import org.jackknife.api.trajectory.Ending;
import org.jackknife.api.trajectory.EpisodeKey;
import org.jackknife.api.trajectory.Outcome;
import org.jackknife.api.trajectory.ParserVerdict;
import org.jackknife.api.trajectory.Prompt;
import org.jackknife.api.trajectory.Step;
import org.jackknife.api.trajectory.StepTimes;
import org.jackknife.api.trajectory.TokenCounts;
import org.jackknife.api.trajectory.Trajectory;

/** Makes trajectories and scores for tests, step by step. */
public final class Episodes {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Briefing BRIEFING = new Briefing("", "", "", List.of(), "", List.of(), "");

    private final List<Step> steps = new ArrayList<>();
    private Difficulty difficulty = Difficulty.EASY;
    private String cluster;

    public static Episodes episode() {
        return new Episodes();
    }

    public Episodes hard() {
        difficulty = Difficulty.HARD;
        return this;
    }

    public Episodes cluster(String name) {
        cluster = name;
        return this;
    }

    /** A valid call, its arguments as JSON; the answer names the call. */
    public Episodes call(String tool, String arguments) {
        return call(tool, arguments, new Feedback("answer of " + tool, true, progress(), false, false));
    }

    public Episodes call(String tool, String arguments, Feedback feedback) {
        return step(Optional.of(new Action.Call(tool, object(arguments))), "", feedback);
    }

    public Episodes words(String text) {
        return step(Optional.of(new Action.Text(text)), text, new Feedback("seen", true, progress(), false, false));
    }

    public Episodes unreadable(String text) {
        return step(Optional.empty(), text, Feedback.invalid("please write a call", progress()));
    }

    /** The last call: ends the episode. */
    public Episodes finish(String answer, boolean success) {
        Feedback last = new Feedback("finished", true, success ? 1 : progress(), true, success);
        return call("finish", "{\"answer\": \"%s\"}".formatted(answer), last);
    }

    public Trajectory as(String variant, String sample) {
        return as(new EpisodeKey(variant, "tools", sample, 0), Ending.completed());
    }

    public Trajectory as(EpisodeKey key, Ending ending) {
        Sample sample = new Sample(
                key.sample(),
                difficulty,
                cluster == null ? key.sample() : cluster,
                "goal",
                JsonNodeFactory.instance.objectNode());
        return new Trajectory(key, sample, BRIEFING, steps, ending);
    }

    /** The numbers of an episode that either succeeds or fails, half-way, with four valid steps of five. */
    public static EpisodeScore score(String variant, String sample, int repeat, boolean success) {
        return score(variant, sample, repeat, success, success ? 1 : 0.5);
    }

    public static EpisodeScore score(String variant, String sample, int repeat, boolean success, double progress) {
        return new EpisodeScore(
                new EpisodeKey(variant, "tools", sample, repeat),
                Difficulty.EASY,
                sample,
                Outcome.COMPLETED,
                success,
                progress,
                0.8,
                5,
                new TokenCounts(100, 0, 20),
                success ? 1 : 0);
    }

    private Episodes step(Optional<Action> action, String raw, Feedback feedback) {
        ParserVerdict verdict = action.isPresent() ? ParserVerdict.call("") : ParserVerdict.malformed("no call");
        steps.add(new Step(
                steps.size(),
                new Prompt(0, ""),
                raw,
                verdict,
                action,
                feedback,
                new TokenCounts(10, 20, 5),
                new StepTimes(0, 0, 0, 0)));
        return this;
    }

    private double progress() {
        return steps.isEmpty() ? 0 : steps.getLast().feedback().progress();
    }

    private static ObjectNode object(String json) {
        try {
            JsonNode node = JSON.readTree(json);
            return (ObjectNode) node;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
