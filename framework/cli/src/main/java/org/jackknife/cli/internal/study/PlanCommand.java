package org.jackknife.cli.internal.study;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import org.jackknife.cli.CommandContext;
import org.jackknife.cli.Output;
import org.jackknife.cli.Table;
import org.jackknife.cli.Table.Column;
import org.jackknife.study.Plan;
import org.jackknife.study.Scenario;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Parameters;

/** Shows what a run would do and cost. */
@Command(name = "plan", description = "Show what running a scenario would do and cost, and what is wrong with it.")
public final class PlanCommand implements Callable<Integer> {

    private final CommandContext context;

    @Parameters(paramLabel = "SCENARIO", description = "A scenario file (YAML).")
    private Path scenario;

    public PlanCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        Plan plan = Studies.of(context).plan(Scenario.read(scenario));
        if (context.json()) {
            context.output().json(plan);
        } else {
            show(plan, context.output());
        }
        return plan.problems().isEmpty() ? ExitCode.OK : ExitCode.USAGE;
    }

    static void show(Plan plan, Output output) {
        if (plan.cells().isEmpty()) {
            problems(plan, output);
            return;
        }
        output.table(variants(plan));
        output.line("");
        output.table(cells(plan));
        output.line("");
        output.paragraph("%d episodes, %s at once, about %s (%s)"
                .formatted(
                        plan.episodes(),
                        plan.workersAtOnce() == 1 ? "1 worker" : plan.workersAtOnce() + " workers",
                        ConsoleProgress.clock(plan.time()),
                        plan.timeBasis()));
        output.line("memory at most %s, disk %s of %s free".formatted(
                megabytes(plan.peakMemory()), megabytes(plan.disk()), megabytes(plan.diskFree())));
        output.paragraph("effects: the smallest difference to dense found with 80 %% power at the 5 %% level, if the two differ on %.0f %% of samples"
                .formatted(100 * Plan.DISCORDANCE));
        problems(plan, output);
    }

    private static void problems(Plan plan, Output output) {
        plan.problems().forEach(problem -> output.note(output.styled(Output.Style.RED, "problem: ") + problem));
    }

    private static Table variants(Plan plan) {
        Table table = Table.of(Column.LEFT, Column.WRAPPED, Column.RIGHT, Column.RIGHT, Column.LEFT)
                .row("VARIANT", "RECIPE", "SIZE", "WORKER MEMORY", "STATE");
        for (Plan.VariantPlan variant : plan.variants()) {
            table.row(
                    variant.name(),
                    variant.recipe(),
                    size(variant.bytes()),
                    megabytes(variant.peakMemory()),
                    variant.ready() ? "ready" : "to be made, about " + ConsoleProgress.clock(variant.compression()));
        }
        return table;
    }

    private static Table cells(Plan plan) {
        Table table = Table.of(Column.LEFT, Column.LEFT, Column.RIGHT, Column.RIGHT, Column.RIGHT, Column.RIGHT)
                .row("VARIANT", "TASK", "SAMPLES", "EPISODES", "TIME", "EFFECT, POINTS");
        for (Plan.CellPlan cell : plan.cells()) {
            table.row(
                    cell.cell().variant(),
                    cell.cell().task(),
                    cell.samples(),
                    cell.episodes(),
                    ConsoleProgress.clock(cell.time()),
                    String.format(Locale.ROOT, "%.1f", 100 * cell.detectableEffect()));
        }
        return table;
    }

    private static String size(OptionalLong bytes) {
        return bytes.isPresent() ? megabytes(bytes.getAsLong()) : "?";
    }

    private static String megabytes(long bytes) {
        return String.format(Locale.ROOT, bytes < 1e9 ? "%.1f MB" : "%.0f MB", bytes / 1e6);
    }
}
