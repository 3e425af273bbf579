package org.jackknife.cli.internal;

import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jackknife.api.task.Sample;
import org.jackknife.api.task.Split;
import org.jackknife.calibration.ModelTemplate;
import org.jackknife.calibration.OracleEpisodes;
import org.jackknife.calibration.TaskChoice;
import org.jackknife.chat.ChatTemplate;
import org.jackknife.chat.ChatTemplates;
import org.jackknife.cli.CommandContext;
import org.jackknife.cli.InputException;
import org.jackknife.gguf.Gguf;
import org.jackknife.gguf.GgufException;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes solved samples as text to train or calibrate on. */
@Command(
        name = "trajectories",
        description = "Write a task's samples, solved by its oracle, as JSON Lines to train or calibrate on.")
final class TrajectoriesCommand implements Callable<Integer> {

    private final CommandContext context;

    @Parameters(index = "0", paramLabel = "TASK", description = "The task, such as \"tool-query(toolset=weather)\".")
    private String task;

    @Option(names = "--split", required = true, description = "training, calibration or evaluation.")
    private Split split;

    @Option(names = "--count", required = true, paramLabel = "N", description = "How many samples.")
    private int count;

    @Option(names = "--out", required = true, paramLabel = "FILE", description = "The file to write.")
    private Path out;

    @Option(
            names = "--model",
            paramLabel = "GGUF",
            description = "Render with this model's chat template; the embedded model's where left out.")
    private Optional<Path> model;

    /** What was written, as JSON tells it; the episodes themselves are in the file. */
    private record Written(String task, Split split, int episodes, String file) {}

    TrajectoriesCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        if (count < 1) {
            throw new InputException("--count is %d, but must be at least 1".formatted(count));
        }
        Written written = write(TaskChoice.parse(task, context.plugins()));
        if (context.json()) {
            context.output().json(written);
        } else {
            context.output().note("%d episodes written to %s".formatted(written.episodes(), out));
        }
        return ExitCode.OK;
    }

    private <O extends Record> Written write(TaskChoice<O> choice) throws IOException {
        OracleEpisodes<O> episodes = new OracleEpisodes<>(choice, template());
        List<Sample> samples = choice.task().samples(choice.options(), split, count);
        ObjectWriter json = JsonMapper.builder().build().writer();
        Path unfinished = out.resolveSibling(out.getFileName() + ".part");
        try (BufferedWriter lines = Files.newBufferedWriter(unfinished)) {
            for (Sample sample : samples) {
                lines.write(json.writeValueAsString(episodes.of(split, sample)));
                lines.write('\n');
            }
        }
        // never half a file under the final name
        Files.move(unfinished, out, StandardCopyOption.REPLACE_EXISTING);
        return new Written(choice.label(), split, samples.size(), out.toString());
    }

    private ChatTemplate template() throws GgufException {
        if (model.isEmpty()) {
            return ChatTemplates.compact();
        }
        try (Gguf file = Gguf.open(model.get())) {
            return ModelTemplate.of(file).template();
        }
    }
}
