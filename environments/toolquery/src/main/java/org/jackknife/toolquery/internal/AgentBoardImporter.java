package org.jackknife.toolquery.internal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jackknife.api.environment.EnvironmentException;
import org.jackknife.api.task.Difficulty;
import org.jackknife.api.task.Sample;
import org.jackknife.api.task.Split;
import org.jackknife.toolquery.internal.generate.Domain;

/**
 * Reads samples in the format of AgentBoard's {@code test.jsonl}: one JSON object a line with {@code id}, {@code goal},
 * {@code subgoals}, {@code difficulty} and {@code additional_info} ({@code tool}, {@code answer}, {@code init_config}).
 *
 * <p>The original's weather and movies come from live services and its papers from pickled graphs. Here a JSON file
 * gives the worlds: an object with one world for each of the tool sets {@code weather}, {@code movie} and
 * {@code academia} that the samples use. The user's date and place are the sample's own.
 */
public final class AgentBoardImporter {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final Path data;
    private final Path worlds;

    public AgentBoardImporter(Path data, Path worlds) {
        this.data = data;
        this.worlds = worlds;
    }

    /**
     * The samples of the file, in its order; all belong to the evaluation split.
     *
     * @param count how many at most; 0 for all
     * @throws EnvironmentException if a file cannot be read or a line lacks what is needed; the message names both
     */
    public List<Sample> samples(List<Domain<?>> domains, List<Difficulty> difficulties, Split split, int count) {
        List<Sample> samples = new ArrayList<>();
        if (split != Split.EVALUATION) {
            return samples;
        }
        JsonNode knownWorlds = parse(worlds, 1, read(worlds));
        List<String> lines = read(data).lines().toList();
        for (int i = 0; i < lines.size() && (count == 0 || samples.size() < count); i++) {
            if (lines.get(i).isBlank()) {
                continue;
            }
            Sample sample = sample(new Line(i + 1, parse(data, i + 1, lines.get(i))), knownWorlds);
            if (domains.contains(SampleData.domain(sample)) && difficulties.contains(sample.difficulty())) {
                samples.add(sample);
            }
        }
        return samples;
    }

    private record Line(int number, JsonNode json) {}

    private Sample sample(Line line, JsonNode knownWorlds) {
        JsonNode info = line.json().path("additional_info");
        Domain<?> domain = domain(line, info.path("tool"));
        JsonNode subgoals = line.json().path("subgoals");
        if (!subgoals.isArray() || subgoals.isEmpty()) {
            throw fault(line, "'subgoals' is %s, but must be a list with at least one element".formatted(subgoals));
        }
        if (!knownWorlds.path(domain.name()).isObject()) {
            throw new EnvironmentException("%s has no world '%s', which line %d of %s is about"
                    .formatted(worlds, domain.name(), line.number(), data));
        }
        ObjectNode world = knownWorlds.path(domain.name()).deepCopy();
        if (domain == Domain.WEATHER) {
            JsonNode config = info.path("init_config");
            world.put("currentDate", required(line, config, "current_date"));
            world.put("currentLocation", required(line, config, "current_location"));
        }
        return new Sample(
                "%s/imported/%s".formatted(domain.name(), required(line, line.json(), "id")),
                difficulty(line),
                domain.name() + "/imported",
                required(line, line.json(), "goal"),
                SampleData.of(domain, world, subgoals, info.path("answer")));
    }

    private Domain<?> domain(Line line, JsonNode tool) {
        try {
            return Domain.named(tool.asText());
        } catch (IllegalArgumentException e) {
            throw fault(line, "additional_info.tool: " + e.getMessage());
        }
    }

    private Difficulty difficulty(Line line) {
        String written = required(line, line.json(), "difficulty");
        return switch (written) {
            case "easy" -> Difficulty.EASY;
            case "hard" -> Difficulty.HARD;
            default -> throw fault(line, "'difficulty' is '%s', but must be easy or hard".formatted(written));
        };
    }

    private String required(Line line, JsonNode object, String key) {
        if (!object.path(key).isValueNode() || object.path(key).isNull()) {
            throw fault(line, "'%s' is missing".formatted(key));
        }
        return object.path(key).asText();
    }

    private EnvironmentException fault(Line line, String what) {
        return new EnvironmentException("line %d of %s: %s".formatted(line.number(), data, what));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new EnvironmentException("cannot read %s: %s".formatted(file, e), e);
        }
    }

    private static JsonNode parse(Path file, int line, String text) {
        try {
            return MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            throw new EnvironmentException(
                    "%s is not JSON at line %d: %s".formatted(file, line, e.getOriginalMessage()), e);
        }
    }
}
