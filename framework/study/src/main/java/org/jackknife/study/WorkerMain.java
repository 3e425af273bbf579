package org.jackknife.study;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.jackknife.api.plugin.Plugins;
import org.jackknife.study.internal.Json;
import org.jackknife.study.internal.worker.Job;
import org.jackknife.study.internal.worker.WorkerJob;

/**
 * The work of a worker process: reads one job from standard input, and tells on standard output what comes of it.
 *
 * <p>The main class of a worker keeps the true standard output for {@link #work}, sends everything else that is printed
 * to standard error, and ends with {@link System#exit}, for native threads may keep a process alive:
 *
 * <pre>{@code
 * OutputStream out = new FileOutputStream(FileDescriptor.out);
 * System.setOut(System.err);
 * System.exit(WorkerMain.work(System.in, out, plugins));
 * }</pre>
 */
public final class WorkerMain {

    /** The exit status of a worker that did its job or was told why it cannot be done. */
    public static final int DONE = 0;

    /** The exit status of a worker whose parent is gone. */
    public static final int ORPHANED = 3;

    /** The exit status of a worker that broke. */
    public static final int BROKEN = 4;

    private WorkerMain() {}

    /**
     * Does one job and returns the exit status. When the parent dies, which the end of {@code in} tells, the process is
     * halted at once, whatever it is doing.
     *
     * @param in the standard input: one line with the job, then open as long as the parent lives
     * @param out the standard output, used for nothing else
     * @param plugins the plug-ins that jobs name
     */
    public static int work(InputStream in, OutputStream out, Plugins plugins) {
        BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
        WorkerJob work = new WorkerJob(out, plugins);
        try {
            String line = reader.readLine();
            if (line == null) {
                return ORPHANED;
            }
            Job job = Json.MAPPER.readValue(line, Job.class);
            haltWithParent(reader);
            work.run(job);
            return DONE;
        } catch (JsonProcessingException e) {
            System.err.println("the job cannot be read: " + e.getMessage());
            return BROKEN;
        } catch (IOException | RuntimeException | Error e) {
            // the error output is the log of the cell; an error such as a library that cannot be linked must end the
            // process as well, or the parent would wait for it for ever
            e.printStackTrace();
            return BROKEN;
        }
    }

    private static void haltWithParent(BufferedReader reader) {
        Thread watch = new Thread(
                () -> {
                    try {
                        // the parent sends nothing more, so this returns when the parent closes the pipe or dies
                        while (reader.readLine() != null) {
                            continue;
                        }
                    } catch (IOException e) {
                        System.err.println("the parent cannot be heard: " + e);
                    }
                    Runtime.getRuntime().halt(ORPHANED);
                },
                "parent-watch");
        watch.setDaemon(true);
        watch.start();
    }
}
