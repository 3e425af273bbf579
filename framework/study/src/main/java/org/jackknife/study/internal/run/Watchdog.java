package org.jackknife.study.internal.run;

import java.time.Duration;
import org.jackknife.study.internal.worker.WorkerProcess;

/**
 * Kills a worker that has told nothing for longer than it may, until it is closed.
 *
 * <p>Native code can hang without dying. A heartbeat of the worker would come from a Java thread that hangs with nothing,
 * so what counts is what the worker tells of its episodes: each turn is a message.
 */
final class Watchdog implements AutoCloseable {

    /** How often it looks, as a part of the silence that it bears. */
    private static final int LOOKS = 20;

    private final WorkerProcess worker;
    private final Duration patience;
    private final Thread watch;

    private Watchdog(WorkerProcess worker, Duration patience) {
        this.worker = worker;
        this.patience = patience;
        this.watch = Thread.ofVirtual().unstarted(this::watch);
    }

    static Watchdog over(WorkerProcess worker, Duration patience) {
        Watchdog watchdog = new Watchdog(worker, patience);
        watchdog.watch.start();
        return watchdog;
    }

    private void watch() {
        Duration pause = patience.dividedBy(LOOKS);
        long told = worker.messagesTold();
        Duration silence = Duration.ZERO;
        try {
            while (silence.compareTo(patience) < 0) {
                Thread.sleep(pause);
                // pauses are counted, not time: while this process was stopped itself, no silence was noticed
                boolean spoke = worker.messagesTold() != told;
                told = worker.messagesTold();
                silence = spoke ? Duration.ZERO : silence.plus(pause);
            }
            worker.kill("the worker told nothing for %d s, longer than an episode can take, and was killed"
                    .formatted(silence.toSeconds()));
        } catch (InterruptedException closed) {
            // the worker has ended: nothing is left to watch
        }
    }

    @Override
    public void close() {
        watch.interrupt();
    }
}
