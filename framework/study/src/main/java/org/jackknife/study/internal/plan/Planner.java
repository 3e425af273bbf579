package org.jackknife.study.internal.plan;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import org.jackknife.api.method.MethodException;
import org.jackknife.api.plugin.Plugins;
import org.jackknife.study.Cell;
import org.jackknife.study.Folders;
import org.jackknife.study.Machine;
import org.jackknife.study.ModelSource;
import org.jackknife.study.Plan;
import org.jackknife.study.Plan.CellPlan;
import org.jackknife.study.Plan.VariantPlan;
import org.jackknife.study.Scenario;
import org.jackknife.study.StudyException;
import org.jackknife.study.TaskSpec;

/** Plans one scenario on one machine. To be used once. */
public final class Planner {

    /** Memory that is left to the system and to the parent process. */
    private static final double USABLE_MEMORY = 0.9;

    private final Scenario scenario;
    private final Plugins plugins;
    private final Folders folders;
    private final Capacity capacity;
    private final Setup setup;
    private final List<String> problems;
    private final Map<String, String> versions;
    private int measuredCells;

    /**
     * What the machine can give.
     *
     * @param cores processors
     * @param memory bytes that worker processes may take together
     * @param disk bytes free where variants are kept
     */
    public record Capacity(int cores, long memory, long disk) {

        /** What this machine can give now. */
        public static Capacity here(Folders folders) throws IOException {
            Path folder = folders.variants().toAbsolutePath();
            while (!Files.exists(folder)) {
                folder = folder.getParent();
            }
            return new Capacity(
                    Runtime.getRuntime().availableProcessors(),
                    Machine.availableMemory(),
                    Files.getFileStore(folder).getUsableSpace());
        }
    }

    public Planner(Scenario scenario, Plugins plugins, Folders folders, Capacity capacity) {
        this.scenario = scenario;
        this.plugins = plugins;
        this.folders = folders;
        this.capacity = capacity;
        this.setup = Setup.of(scenario, plugins);
        this.problems = new ArrayList<>(setup.problems());
        this.versions = new TreeMap<>(setup.versions());
    }

    /** The plug-ins and samples that the plan found. */
    public Setup setup() {
        return setup;
    }

    /** What may change results, by name: plug-ins, and after {@link #plan} the hashes of models too. */
    public Map<String, String> versions() {
        return versions;
    }

    /** Makes the plan. Models that have to be downloaded are left where they are. */
    public Plan plan() {
        try {
            return plan(needs(), Rates.of(folders.runs()));
        } catch (IOException e) {
            throw new StudyException("the plan cannot be made: " + e.getMessage(), e);
        }
    }

    private List<VariantPlanner.Need> needs() throws IOException {
        List<VariantPlanner.Need> needs = new ArrayList<>();
        List<Variants.Named> variants = Variants.of(scenario);
        TemplateCheck templates = new TemplateCheck(scenario, plugins);
        for (ModelSource model : scenario.models()) {
            VariantPlanner planner;
            try {
                planner = new VariantPlanner(plugins, folders, model, number("context"));
            } catch (StudyException e) {
                problems.add(e.getMessage());
                continue;
            } catch (IOException e) {
                problems.add("model %s: %s".formatted(model.name(), e.getMessage()));
                continue;
            }
            planner.modelSha256().ifPresent(hash -> versions.put("model " + model.name(), hash));
            planner.metadata()
                    .flatMap(metadata -> templates.problem(model.name(), metadata))
                    .ifPresent(problems::add);
            for (Variants.Named variant : variants) {
                if (variant.model().equals(model)) {
                    add(planner, variant, needs);
                }
            }
        }
        return needs;
    }

    private void add(VariantPlanner planner, Variants.Named variant, List<VariantPlanner.Need> needs) throws IOException {
        try {
            needs.add(planner.plan(variant));
        } catch (MethodException e) {
            problems.add("variant %s: %s".formatted(variant.name(), e.getMessage()));
        } catch (IllegalArgumentException e) {
            // a missing method or a refused option, told once for all models
            if (!problems.contains(e.getMessage())) {
                problems.add(e.getMessage());
            }
        }
    }

    /** An option of the engine that is a number; 0 where there is none or it leaves the choice to the engine. */
    private long number(String option) {
        String text = setup.engineOptions().getOrDefault(option, "0");
        return text.matches("[0-9]{1,18}") ? Long.parseLong(text) : 0;
    }

    private Plan plan(List<VariantPlanner.Need> needs, Rates rates) {
        List<CellPlan> cells = new ArrayList<>();
        for (VariantPlanner.Need need : needs) {
            scenario.tasks().forEach(task -> cells.add(cell(need, task, rates)));
        }
        int workers = workers(needs);
        long memory = workers * needs.stream().mapToLong(need -> need.plan().peakMemory()).max().orElse(0);
        long compression = needs.stream().mapToLong(VariantPlanner.Need::compressionMemory).max().orElse(0);
        long disk = disk(needs, cells);
        checkMemory(needs);
        if (disk > capacity.disk()) {
            problems.add("the run needs about %s of disk in %s, free are %s; free space or drop recipes"
                    .formatted(size(disk), folders.variants(), size(capacity.disk())));
        }
        return new Plan(
                scenario,
                needs.stream().map(VariantPlanner.Need::plan).toList(),
                cells,
                workers,
                Math.max(memory, compression),
                disk,
                capacity.disk(),
                time(needs, cells, workers),
                basis(cells, rates),
                problems);
    }

    private CellPlan cell(VariantPlanner.Need need, TaskSpec task, Rates rates) {
        Cell cell = new Cell(need.plan().name(), task.label());
        int samples = setup.samples().get(task.label()).size();
        int episodes = samples * scenario.repeats();
        long bytes = need.plan().bytes().orElse(0);
        OptionalDouble measured =
                rates.episodeSeconds(cell, scenario.policy().toString(), need.sha256().orElse(""), bytes);
        measuredCells += measured.isPresent() ? 1 : 0;
        double limit = scenario.limits().time().toMillis() / 1000.0;
        double seconds = Math.min(limit, measured.orElse(Estimates.episodeSeconds(bytes)));
        return new CellPlan(
                cell,
                samples,
                episodes,
                Estimates.seconds(seconds * episodes).plus(Estimates.WORKER_START),
                samples == 0 ? 1 : Plan.detectableEffect(Plan.DISCORDANCE, samples));
    }

    private String basis(List<CellPlan> cells, Rates rates) {
        if (measuredCells == 0) {
            return "assumed: 8 GB of weights read per second, 400 tokens generated and 1500 read per episode;"
                    + " nothing like it was measured in " + folders.runs();
        }
        String measured = "measured in %s in %s"
                .formatted(rates.runs() == 1 ? "1 earlier run" : rates.runs() + " earlier runs", folders.runs());
        return measuredCells == cells.size()
                ? measured
                : "%s for %d of %d cells, assumed for the rest".formatted(measured, measuredCells, cells.size());
    }

    /** As many as cores, memory and the scenario allow, at least one. */
    private int workers(List<VariantPlanner.Need> needs) {
        long threads = Math.max(1, number("threads") > 0 ? number("threads") : defaultThreads());
        long byCores = Math.max(1, capacity.cores() / threads);
        long largest = needs.stream().mapToLong(need -> need.plan().peakMemory()).max().orElse(1);
        long byMemory = Math.max(1, (long) (capacity.memory() * USABLE_MEMORY) / Math.max(1, largest));
        long wanted = scenario.workers() > 0 ? scenario.workers() : byCores;
        return (int) Math.min(wanted, Math.min(byMemory, (long) scenario.tasks().size() * Math.max(1, needs.size())));
    }

    /** An engine with threads of its own takes all cores unless told; one without computes elsewhere. */
    private long defaultThreads() {
        return setup.engineOptions().containsKey("threads") ? capacity.cores() : 1;
    }

    private void checkMemory(List<VariantPlanner.Need> needs) {
        long usable = (long) (capacity.memory() * USABLE_MEMORY);
        for (VariantPlanner.Need need : needs) {
            VariantPlan plan = need.plan();
            if (plan.peakMemory() > usable) {
                problems.add("variant %s needs about %s of memory to play, available are %s; use a smaller model or context"
                        .formatted(plan.name(), size(plan.peakMemory()), size(usable)));
            }
            if (need.compressionMemory() > usable) {
                problems.add("variant %s needs about %s of memory to be made, available are %s; make it on a larger machine"
                        .formatted(plan.name(), size(need.compressionMemory()), size(usable)));
            }
        }
    }

    /** New files once each, though recipes may share their beginnings; a first step shared by two counts for both. */
    private long disk(List<VariantPlanner.Need> needs, List<CellPlan> cells) {
        Set<String> counted = new HashSet<>();
        long bytes = 0;
        for (VariantPlanner.Need need : needs) {
            bytes += need.plan().fingerprint().filter(counted::add).isPresent() ? need.newBytes() : 0;
        }
        long episodes = cells.stream().mapToLong(CellPlan::episodes).sum();
        return bytes + downloads(needs) + episodes * Estimates.JOURNAL_BYTES_PER_EPISODE;
    }

    private long downloads(List<VariantPlanner.Need> needs) {
        long bytes = 0;
        for (ModelSource model : scenario.models()) {
            boolean missing = model.location() instanceof ModelSource.Download download
                    && !Files.exists(folders.models().resolve(download.sha256() + ".gguf"));
            if (missing) {
                bytes += needs.stream()
                        .filter(need -> need.plan().model().equals(model.name()) && need.plan().recipe().isDense())
                        .mapToLong(need -> need.plan().bytes().orElse(0))
                        .max()
                        .orElse(0);
            }
        }
        return bytes;
    }

    private Duration time(List<VariantPlanner.Need> needs, List<CellPlan> cells, int workers) {
        long compressing =
                needs.stream().mapToLong(need -> need.plan().compression().toMillis()).sum();
        long playing = cells.stream().mapToLong(cell -> cell.time().toMillis()).sum();
        return Duration.ofMillis(compressing + playing / workers);
    }

    private static String size(long bytes) {
        return bytes < 1_000_000_000
                ? String.format(Locale.ROOT, "%.0f MB", bytes / 1e6)
                : String.format(Locale.ROOT, "%.1f GB", bytes / 1e9);
    }
}
