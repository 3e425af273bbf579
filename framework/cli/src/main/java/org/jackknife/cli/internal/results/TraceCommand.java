package org.jackknife.cli.internal.results;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jackknife.api.trajectory.EpisodeKey;
import org.jackknife.api.trajectory.Step;
import org.jackknife.api.trajectory.Trajectory;
import org.jackknife.cli.CommandContext;
import org.jackknife.cli.InputException;
import org.jackknife.cli.Output;
import org.jackknife.cli.Output.Style;
import org.jackknife.score.trace.Divergence;
import org.jackknife.score.trace.TraceAlignment;
import org.jackknife.study.JournalEvent;
import org.jackknife.view.RunData;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows one episode step by step, and where it leaves the dense model's. */
@Command(name = "trace", description = "Show one episode step by step, and where it leaves the dense model's path.")
public final class TraceCommand implements Callable<Integer> {

    private final CommandContext context;

    @Parameters(index = "0", paramLabel = "RUN", description = "A run's folder, or a journal.")
    private Path run;

    @Parameters(index = "1", paramLabel = "SAMPLE", description = "The sample's id; see 'compare --samples lost'.")
    private String sample;

    @Option(names = "--variant", description = "Which variant (default: all).")
    private String variant;

    @Option(names = "--task", description = "Which task, where several have a sample of that id.")
    private String task;

    @Option(names = "--repeat", defaultValue = "0", description = "Which repeat, from 0 (default ${DEFAULT-VALUE}).")
    private int repeat;

    @Option(names = "--prompts", description = "Also show what the model read.")
    private boolean prompts;

    public TraceCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        RunData data = RunData.read(run, true);
        List<Trajectory> found = data.start().variants().stream()
                .map(JournalEvent.VariantEntry::name)
                .filter(name -> variant == null || variant.equals(name))
                .flatMap(name -> data.start().cells().stream()
                        .map(JournalEvent.CellEntry::task)
                        .distinct()
                        .filter(label -> task == null || task.equals(label))
                        .flatMap(label -> data.trajectory(new EpisodeKey(name, label, sample, repeat)).stream()))
                .toList();
        if (found.isEmpty()) {
            throw new InputException("no episode of sample '%s'%s in %s; 'compare --samples lost' lists samples"
                    .formatted(sample, variant == null ? "" : " with variant '" + variant + "'", data.journal()));
        }
        if (context.json()) {
            context.output().json(found);
        } else {
            context.output().line(found.getFirst().sample().goal());
            found.forEach(trajectory -> show(data, trajectory));
        }
        return ExitCode.OK;
    }

    private void show(RunData data, Trajectory trajectory) {
        Output output = context.output();
        Optional<TraceAlignment> alignment = data.alignment(trajectory.key());
        Optional<Divergence> first = alignment.flatMap(TraceAlignment::first);
        output.line("");
        output.line(output.styled(Style.BOLD, trajectory.key().variant()) + ": "
                + trajectory.ending().outcome().name().toLowerCase(Locale.ROOT).replace('_', ' ')
                + (trajectory.ending().detail().isEmpty() ? "" : ", " + trajectory.ending().detail()));
        String previous = "";
        for (Step step : trajectory.steps()) {
            String prompt = step.prompt().text(previous);
            first.filter(divergence -> divergence.candidateStep() == step.index())
                    .ifPresent(divergence -> tell(divergence));
            show(step, prompts ? Optional.of(prompt) : Optional.empty());
            previous = prompt;
        }
        first.filter(divergence -> divergence.candidateStep() >= trajectory.steps().size()).ifPresent(this::tell);
        alignment.filter(a -> !a.divergences().isEmpty())
                .ifPresent(a -> output.line("  after the first difference: "
                        + a.recovery().name().toLowerCase(Locale.ROOT).replace('_', ' ')));
    }

    private void tell(Divergence divergence) {
        context.output()
                .line("  " + context.output()
                        .styled(Style.YELLOW, "first difference (%s): %s".formatted(divergence.kind(), divergence.detail())));
    }

    private void show(Step step, Optional<String> prompt) {
        Output output = context.output();
        prompt.ifPresent(text -> output.line(indented(output.styled(Style.FAINT, text))));
        output.line("  %d. %s".formatted(step.index() + 1, indented(step.rawText().strip()).strip()));
        String observation = indented(step.feedback().observation());
        output.line(step.feedback().valid() ? output.styled(Style.FAINT, observation) : output.styled(Style.RED, observation));
    }

    private static String indented(String text) {
        return text.indent(5).stripTrailing();
    }
}
