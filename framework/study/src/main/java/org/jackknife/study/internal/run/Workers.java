package org.jackknife.study.internal.run;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.jackknife.study.StudyException;
import org.jackknife.study.WorkerLauncher;
import org.jackknife.study.internal.worker.Job;
import org.jackknife.study.internal.worker.WorkerProcess;

/** The worker processes of a run: no more at once than fit, and all of them killed when the run has to stop. */
final class Workers {

    private final WorkerLauncher launcher;
    private final Path logs;
    // fair, so that cells are played in the order of the plan
    private final Semaphore slots;
    private final Set<WorkerProcess> running = ConcurrentHashMap.newKeySet();
    private volatile boolean stopped;

    Workers(WorkerLauncher launcher, Path logs, int atOnce) {
        this.launcher = launcher;
        this.logs = logs;
        this.slots = new Semaphore(atOnce, true);
    }

    /** Something that is done with a running worker. */
    interface Use<T> {
        T with(WorkerProcess worker);
    }

    /** How long a worker may tell nothing beyond what its job may take. */
    Duration patience() {
        return launcher.patience();
    }

    /** The log of a job. */
    Path log(String name) {
        return logs.resolve(name + ".log");
    }

    /** Starts a worker as soon as one fits, and kills it if it is still there when the use is over. */
    <T> T use(Job job, Path log, Use<T> use) {
        slots.acquireUninterruptibly();
        try {
            refuseIfStopped();
            try (WorkerProcess worker = WorkerProcess.start(launcher, job, log)) {
                running.add(worker);
                try {
                    // the run may have been stopped between the check above and the line before
                    refuseIfStopped();
                    return use.with(worker);
                } finally {
                    running.remove(worker);
                }
            }
        } finally {
            slots.release();
        }
    }

    private void refuseIfStopped() {
        if (stopped) {
            throw new StudyException("the run was stopped");
        }
    }

    boolean stopped() {
        return stopped;
    }

    /** Kills all workers and starts no more. */
    void stop() {
        stopped = true;
        running.forEach(WorkerProcess::close);
    }
}
