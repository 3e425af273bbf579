package org.jackknife.study.internal.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.jackknife.api.plugin.Plugins;
import org.jackknife.study.Folders;
import org.jackknife.study.Journal;
import org.jackknife.study.JournalEvent;
import org.jackknife.study.Machine;
import org.jackknife.study.Plan;
import org.jackknife.study.RunEvent;
import org.jackknife.study.RunListener;
import org.jackknife.study.RunSummary;
import org.jackknife.study.Scenario;
import org.jackknife.study.StudyException;
import org.jackknife.study.WorkerLauncher;
import org.jackknife.study.internal.Hashes;
import org.jackknife.study.internal.journal.JournalWriter;
import org.jackknife.study.internal.plan.Planner;
import org.jackknife.study.internal.plan.TemplateCheck;
import org.jackknife.study.internal.plan.Variants;
import org.jackknife.study.internal.scenario.ScenarioChanges;

/** Starts runs and goes on with interrupted ones. */
public final class StudyRun {

    private final Plugins plugins;
    private final Folders folders;
    private final WorkerLauncher launcher;
    private final String version;
    private final RunListener listener;

    public StudyRun(Plugins plugins, Folders folders, WorkerLauncher launcher, String version, RunListener listener) {
        this.plugins = plugins;
        this.folders = folders;
        this.launcher = launcher;
        this.version = version;
        this.listener = listener;
    }

    /** Runs a scenario from its beginning. */
    public RunSummary start(Planner planner, Path path) {
        try (RunFolder folder = RunFolder.take(path)) {
            if (Files.exists(folder.journal()) && read(folder.journal()).state().started().isPresent()) {
                throw new StudyException("%s holds a run already; resume it or choose another folder".formatted(path));
            }
            return begin(planner, folder);
        }
    }

    private RunSummary begin(Planner planner, RunFolder folder) {
        Plan plan = checked(planner);
        try (JournalWriter journal = JournalWriter.open(folder.journal(), 0)) {
            RunState state = new RunState();
            RunLog log = new RunLog(journal, state, listener, plan.episodes());
            log.append(started(plan, versions(planner)));
            return loop(plan, planner, new Parts(folder, log, state));
        }
    }

    /**
     * Goes on with a run.
     *
     * @param edited the scenario as it is now; empty to take it from the journal
     */
    public RunSummary resume(Path path, Optional<Scenario> edited, Function<Scenario, Planner> planners) {
        if (!Files.isDirectory(path)) {
            throw new StudyException("there is no run in %s to resume; give the folder of a run".formatted(path));
        }
        try (RunFolder folder = RunFolder.take(path)) {
            Past past = Files.exists(folder.journal()) ? read(folder.journal()) : Past.NOTHING;
            Optional<JournalEvent.RunStarted> started = past.state().started();
            if (started.isEmpty()) {
                // killed before its first line was on the disk: there is nothing to lose
                return begin(planners.apply(edited.orElseThrow(() -> new StudyException(
                        "the run in %s was interrupted before it began; run its scenario anew".formatted(path)))), folder);
            }
            Scenario scenario = unchanged(started.get(), edited, path);
            Planner planner = planners.apply(scenario);
            Plan plan = checked(planner);
            refuseOtherVersions(started.get().versions(), versions(planner));
            return goOn(plan, planner, past, folder);
        }
    }

    private RunSummary goOn(Plan plan, Planner planner, Past past, RunFolder folder) {
        try (JournalWriter journal = JournalWriter.open(folder.journal(), past.wholeBytes())) {
            RunLog log = new RunLog(journal, past.state(), listener, plan.episodes());
            log.append(new JournalEvent.RunResumed(
                    Instant.now(), past.tornBytes(), past.state().episodes(), Machine.here()));
            if (past.tornBytes() > 0) {
                log.tell(new RunEvent.TornLineDropped(past.tornBytes()));
            }
            return loop(plan, planner, new Parts(folder, log, past.state()));
        }
    }

    private record Parts(RunFolder folder, RunLog log, RunState state) {}

    private RunSummary loop(Plan plan, Planner planner, Parts parts) {
        parts.log().tell(new RunEvent.Started(plan, parts.folder().path(), parts.log().progress()));
        Workers workers = new Workers(launcher, parts.folder().logs(), plan.workersAtOnce());
        VariantMaker maker = new VariantMaker(folders, plugins, workers, version);
        VariantRun variants = new VariantRun(
                maker, folders, new TemplateCheck(plan.scenario(), plugins), parts.log(), parts.state());
        RunLoop loop = new RunLoop(
                plan, planner.setup(), workers, variants, parts.log(), parts.state(), parts.folder().path());
        RunSummary summary = loop.run();
        parts.folder().keep(summary);
        return summary;
    }

    /** What an interrupted run left. */
    private record Past(RunState state, long wholeBytes, long tornBytes) {
        static final Past NOTHING = new Past(new RunState(), 0, 0);
    }

    private static Past read(Path file) {
        Journal journal = Journal.of(file);
        RunState state = new RunState();
        journal.read(state::apply);
        try {
            return new Past(state, Files.size(file) - journal.tornBytes(), journal.tornBytes());
        } catch (IOException e) {
            throw new StudyException("%s: cannot be read: %s".formatted(file, e), e);
        }
    }

    private static Plan checked(Planner planner) {
        Plan plan = planner.plan();
        if (!plan.problems().isEmpty()) {
            throw new StudyException("the scenario cannot be run:\n  " + String.join("\n  ", plan.problems()));
        }
        return plan;
    }

    private Map<String, String> versions(Planner planner) {
        Map<String, String> versions = new TreeMap<>(planner.versions());
        versions.put("jackknife", version);
        return versions;
    }

    private static JournalEvent.RunStarted started(Plan plan, Map<String, String> versions) {
        JsonNode scenario = plan.scenario().toJson();
        return new JournalEvent.RunStarted(
                Instant.now(),
                JournalEvent.SCHEMA,
                scenario,
                fingerprint(scenario),
                versions,
                Machine.here(),
                Variants.of(plan.scenario()).stream().map(Variants.Named::entry).toList(),
                plan.cells().stream()
                        .map(cell -> new JournalEvent.CellEntry(
                                cell.cell().variant(), cell.cell().task(), cell.samples(), cell.episodes()))
                        .toList());
    }

    private static String fingerprint(JsonNode scenario) {
        ObjectNode copy = scenario.deepCopy();
        copy.remove(ScenarioChanges.FREE);
        return Hashes.of(copy.toString());
    }

    private static Scenario unchanged(JournalEvent.RunStarted started, Optional<Scenario> edited, Path path) {
        Scenario before = Scenario.parse(started.scenario().toString(), path + " (journal)", path.toAbsolutePath());
        if (edited.isEmpty()) {
            return before;
        }
        List<String> changes = ScenarioChanges.between(before.toJson(), edited.get().toJson());
        if (!changes.isEmpty()) {
            throw new StudyException(
                    "the scenario was edited since the run in %s began; take the changes back or start a new run:\n  %s"
                            .formatted(path, String.join("\n  ", changes)));
        }
        return edited.get();
    }

    private static void refuseOtherVersions(Map<String, String> before, Map<String, String> now) {
        Set<String> names = new TreeSet<>(before.keySet());
        names.addAll(now.keySet());
        List<String> changes = new ArrayList<>();
        for (String name : names) {
            String was = before.getOrDefault(name, "absent");
            String is = now.getOrDefault(name, "absent");
            if (!was.equals(is)) {
                changes.add("%s was %s, is %s".formatted(name, was, is));
            }
        }
        if (!changes.isEmpty()) {
            throw new StudyException("the run began with other versions, and the two cannot be mixed; start a new run:\n  "
                    + String.join("\n  ", changes));
        }
    }
}
