package org.jackknife.view;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntPredicate;
import org.jackknife.api.engine.EngineInfo;
import org.jackknife.api.environment.Action;
import org.jackknife.api.environment.Briefing;
import org.jackknife.api.environment.Feedback;
import org.jackknife.api.task.Difficulty;
import org.jackknife.api.task.Sample;
import org.jackknife.api.trajectory.Ending;
import org.jackknife.api.trajectory.EpisodeKey;
import org.jackknife.api.trajectory.ParserVerdict;
import org.jackknife.api.trajectory.Prompt;
import org.jackknife.api.trajectory.Step;
import org.jackknife.api.trajectory.StepTimes;
import org.jackknife.api.trajectory.TokenCounts;
import org.jackknife.api.trajectory.Trajectory;
import org.jackknife.study.Journal;
import org.jackknife.study.JournalEvent;
import org.jackknife.study.JournalEvent.CellEntry;
import org.jackknife.study.JournalEvent.VariantEntry;
import org.jackknife.study.Machine;

/**
 * Writes the journal of a run of one task, {@code t}: every sample takes one call. The variant {@code dense}, the baseline
 * of all, calls the tool {@code right} always; the others call {@code wrong} where they fail.
 */
final class WrittenJournal {

    private static final Instant AT = Instant.parse("2026-01-02T03:04:05Z");
    private static final ObjectMapper JSON = JsonMapper.builder()
            .addModule(new Jdk8Module())
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .build();

    private final int samples;
    private final List<VariantEntry> variants = new ArrayList<>();
    private final List<JournalEvent> played = new ArrayList<>();

    private WrittenJournal(int samples) {
        this.samples = samples;
    }

    static WrittenJournal of(int samples) {
        return new WrittenJournal(samples);
    }

    /**
     * Adds a variant.
     *
     * @param name {@code dense} and {@code a/a} are dense, others quantised
     * @param solves the numbers of the samples that it solves
     */
    WrittenJournal variant(String name, IntPredicate solves) {
        boolean dense = List.of("dense", "a/a").contains(name);
        variants.add(new VariantEntry(name, name, "m", dense ? "dense" : "quantize(type=Q2_K)", "dense"));
        played.add(new JournalEvent.VariantReady(
                AT, name, dense ? Optional.empty() : Optional.of("1"), Optional.of("0"), dense ? 16_000_000 : 3_000_000,
                dense ? 16 : 3, 0));
        EngineInfo engine = new EngineInfo("an engine", "m", 100, Map.of());
        played.add(new JournalEvent.CellStarted(AT, name, "t", engine, samples));
        for (int i = 0; i < samples; i++) {
            played.add(new JournalEvent.EpisodePlayed(AT, 1, trajectory(name, i, solves.test(i))));
        }
        return this;
    }

    void into(Path folder) throws IOException {
        ObjectNode scenario = JsonNodeFactory.instance.objectNode().put("name", "twelve");
        scenario.putObject("policy").put("id", "tool-calling");
        List<JournalEvent> events = new ArrayList<>();
        events.add(new JournalEvent.RunStarted(
                AT,
                JournalEvent.SCHEMA,
                scenario,
                "f".repeat(64),
                Map.of("jackknife", "1"),
                new Machine("Linux", "25", 2, 1),
                variants,
                variants.stream().map(variant -> new CellEntry(variant.name(), "t", samples, samples)).toList()));
        events.addAll(played);
        StringBuilder lines = new StringBuilder();
        for (JournalEvent event : events) {
            lines.append(JSON.writerFor(JournalEvent.class).writeValueAsString(event)).append('\n');
        }
        Files.createDirectories(folder);
        Files.writeString(folder.resolve(Journal.FILE_NAME), lines);
    }

    private static Trajectory trajectory(String variant, int i, boolean success) {
        String tool = success || variant.equals("dense") ? "right" : "wrong";
        Action action = new Action.Call(tool, JsonNodeFactory.instance.objectNode());
        Feedback feedback = new Feedback("seen", true, success ? 1 : 0.5, true, success);
        Step step = new Step(
                0, new Prompt(0, "go"), tool, ParserVerdict.call("x"), Optional.of(action), feedback,
                new TokenCounts(1, 0, 1), new StepTimes(1, 1, 1, 3));
        Sample sample = new Sample(
                "s%02d".formatted(i), Difficulty.EASY, "c" + i, "solve " + i, JsonNodeFactory.instance.nullNode());
        Briefing briefing = new Briefing("", "", "", List.of(), "solve " + i, List.of(), "");
        return new Trajectory(
                new EpisodeKey(variant, "t", sample.id(), 0), sample, briefing, List.of(step), Ending.completed());
    }
}
