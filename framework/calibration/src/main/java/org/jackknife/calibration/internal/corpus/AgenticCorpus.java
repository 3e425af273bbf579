package org.jackknife.calibration.internal.corpus;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.jackknife.api.method.MethodException;
import org.jackknife.api.plugin.Contribution;
import org.jackknife.api.plugin.OptionException;
import org.jackknife.api.plugin.Plugins;
import org.jackknife.api.task.Sample;
import org.jackknife.api.task.Split;
import org.jackknife.api.task.Task;
import org.jackknife.calibration.OracleEpisodes;
import org.jackknife.calibration.TaskChoice;
import org.jackknife.calibration.internal.Sha256;
import org.jackknife.chat.ChatTemplate;

/**
 * Trajectories of oracles on the samples that are kept for calibration, which neither training nor evaluation ever sees.
 * Tasks take turns, so each gives about as many episodes as the others.
 *
 * @param tasks at least one, each with an oracle
 */
record AgenticCorpus(List<TaskChoice<?>> tasks) implements Corpus {

    /** Episodes of each task in the first round; every round has as many as all before it together. */
    private static final int FIRST_ROUND = 32;

    /** All installed tasks that have an oracle and need no options. */
    static AgenticCorpus ofAll(Plugins plugins) {
        List<TaskChoice<?>> tasks = new ArrayList<>();
        plugins.all(Task.class).stream()
                .map(Contribution::id)
                .sorted()
                .forEach(id -> choice(id, plugins, tasks));
        if (tasks.isEmpty()) {
            throw new MethodException("no installed task has an oracle to calibrate on; give a text file as corpus");
        }
        return new AgenticCorpus(List.copyOf(tasks));
    }

    private static void choice(String id, Plugins plugins, List<TaskChoice<?>> tasks) {
        try {
            TaskChoice<?> choice = TaskChoice.parse(id, plugins);
            if (choice.oracle().isPresent()) {
                tasks.add(choice);
            }
        } catch (OptionException e) {
            // a task that cannot do without options has to be named with them
        }
    }

    static AgenticCorpus of(String written, Plugins plugins) {
        TaskChoice<?> choice = TaskChoice.parse(written, plugins);
        if (choice.oracle().isEmpty()) {
            throw new MethodException("%s has no oracle to calibrate on; choose generated samples, or a text file as corpus"
                    .formatted(choice.label()));
        }
        return new AgenticCorpus(List.of(choice));
    }

    @Override
    public String description() {
        return "oracle trajectories of " + tasks.stream().map(TaskChoice::label).collect(Collectors.joining(", "));
    }

    @Override
    public String fingerprint() {
        return Sha256.ofLines(tasks.stream()
                .map(task -> task.label() + " " + task.task().version())
                .sorted(Comparator.naturalOrder())
                .toArray(String[]::new));
    }

    @Override
    public int surplus() {
        // oracles never run out, so the seed chooses among episodes
        return 1;
    }

    @Override
    public void read(ChatTemplate template, long seed, Reader reader) {
        Random random = new Random(seed);
        int from = 0;
        for (int to = FIRST_ROUND; ; to *= 2) {
            List<Episode> round = new ArrayList<>();
            for (TaskChoice<?> task : tasks) {
                round.addAll(episodes(task, template, from, to));
            }
            Collections.shuffle(round, random);
            for (Episode episode : round) {
                if (!reader.take(new Passage(episode.text(), Passage.Kind.CONVERSATION))) {
                    return;
                }
            }
            if (round.isEmpty()) {
                return;
            }
            from = to;
        }
    }

    /** An episode that is played when its text is asked for. */
    private interface Episode {
        String text();
    }

    private static <O extends Record> List<Episode> episodes(
            TaskChoice<O> task, ChatTemplate template, int from, int to) {
        OracleEpisodes<O> episodes = new OracleEpisodes<>(task, template);
        List<Sample> samples = task.task().samples(task.options(), Split.CALIBRATION, to);
        return samples.stream().skip(from).<Episode>map(sample -> () -> episodes.text(sample)).toList();
    }
}
