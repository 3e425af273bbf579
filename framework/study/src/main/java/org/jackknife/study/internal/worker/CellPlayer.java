package org.jackknife.study.internal.worker;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jackknife.api.engine.Engine;
import org.jackknife.api.engine.EngineSession;
import org.jackknife.api.plugin.Plugins;
import org.jackknife.api.policy.Policy;
import org.jackknife.api.task.Sample;
import org.jackknife.api.task.Split;
import org.jackknife.api.task.Task;
import org.jackknife.study.JournalEvent.EpisodeRef;
import org.jackknife.study.internal.Bound;

/** Plays the episodes of a cell: first those under suspicion one by one, then the rest, several at once where asked. */
final class CellPlayer {

    private final Job.Play job;
    private final Plugins plugins;
    private final Outlet outlet;

    CellPlayer(Job.Play job, Plugins plugins, Outlet outlet) {
        this.job = job;
        this.plugins = plugins;
        this.outlet = outlet;
    }

    void play() {
        Bound<Task<Record>> task = Bound.of(plugins, Task.class, job.task());
        Bound<Policy<Record>> policy = Bound.of(plugins, Policy.class, job.policy());
        Bound<Engine<Record>> engine = Bound.of(plugins, Engine.class, job.engine());
        Map<EpisodeRef, Sample> open = open(task.service().samples(task.options(), Split.EVALUATION, job.samples()));
        try (EngineSession session = engine.service().open(job.model(), engine.options())) {
            outlet.send(new Message.Ready(session.info()));
            EpisodePlayer player = new EpisodePlayer(job, task, policy, session.chat(), outlet);
            for (EpisodeRef suspect : job.suspects()) {
                Sample sample = open.remove(suspect);
                if (sample != null) {
                    player.play(suspect, sample);
                }
            }
            playAll(player, open, Math.min(job.throughput(), session.concurrency()));
        }
        outlet.send(new Message.Finished());
    }

    /**
     * What is left to play, repeat by repeat, so that every sample is seen once as early as possible. Samples of a cluster
     * come one after the other: they share a world or a template and with it the beginning of the prompt, which an engine
     * then reads once.
     */
    private Map<EpisodeRef, Sample> open(List<Sample> samples) {
        List<Sample> grouped =
                samples.stream().sorted(Comparator.comparing(Sample::cluster)).toList();
        Set<EpisodeRef> done = new HashSet<>(job.done());
        Map<EpisodeRef, Sample> open = new LinkedHashMap<>();
        for (int repeat = 0; repeat < job.repeats(); repeat++) {
            for (Sample sample : grouped) {
                EpisodeRef episode = new EpisodeRef(sample.id(), repeat);
                if (!done.contains(episode)) {
                    open.put(episode, sample);
                }
            }
        }
        return open;
    }

    private static void playAll(EpisodePlayer player, Map<EpisodeRef, Sample> open, int atOnce) {
        if (atOnce <= 1) {
            open.forEach(player::play);
            return;
        }
        Queue<Map.Entry<EpisodeRef, Sample>> queue = new ConcurrentLinkedQueue<>(open.entrySet());
        List<Future<?>> players = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < atOnce; i++) {
                players.add(threads.submit(() -> drain(queue, player)));
            }
        }
        rethrow(players);
    }

    private static void drain(Queue<Map.Entry<EpisodeRef, Sample>> queue, EpisodePlayer player) {
        for (var next = queue.poll(); next != null; next = queue.poll()) {
            player.play(next.getKey(), next.getValue());
        }
    }

    private static void rethrow(Collection<Future<?>> players) {
        for (Future<?> player : players) {
            try {
                player.get();
            } catch (ExecutionException e) {
                throw new IllegalStateException("an episode broke its thread: " + e.getCause(), e.getCause());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("the worker was interrupted", e);
            }
        }
    }
}
