package org.jackknife.study.internal.worker;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.jackknife.study.StudyException;
import org.jackknife.study.WorkerLauncher;
import org.jackknife.study.internal.Json;
import org.jackknife.study.internal.journal.LineSplitter;

/** A worker process as its parent sees it. Closing it kills it. */
public final class WorkerProcess implements Closeable {

    private static final byte[] MESSAGE_START = "{\"message\":".getBytes(StandardCharsets.US_ASCII);

    private final Process process;
    private final OutputStream input;
    private final LineSplitter lines;
    private final Path log;
    private volatile long messagesTold;
    private volatile String killedBecause = "";

    private WorkerProcess(Process process, Path log) {
        this.process = process;
        this.input = process.getOutputStream();
        this.lines = new LineSplitter(process.getInputStream());
        this.log = log;
    }

    /**
     * Starts a worker and gives it its job.
     *
     * @param log the file that gets the worker's error output, behind what is there
     * @throws StudyException if the process cannot be started
     */
    public static WorkerProcess start(WorkerLauncher launcher, Job job, Path log) {
        List<String> command = launcher.command(log.toAbsolutePath().getParent());
        try {
            Files.createDirectories(log.toAbsolutePath().getParent());
            Process process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .start();
            WorkerProcess worker = new WorkerProcess(process, log);
            worker.send(job);
            return worker;
        } catch (IOException e) {
            throw new StudyException("a worker process cannot be started: %s; command: %s"
                    .formatted(e.getMessage(), String.join(" ", command)), e);
        }
    }

    private void send(Job job) {
        try {
            input.write(Json.MAPPER.writeValueAsBytes(job));
            input.write('\n');
            input.flush();
        } catch (IOException e) {
            // the process died before it read its job: the missing answer tells, and the exit status says more
            keep(("the job could not be sent: " + e + "\n").getBytes(StandardCharsets.UTF_8));
        }
    }

    /** The next message; null when the worker has ended. Whatever else is printed there goes to the log. */
    public Message next() {
        try {
            for (byte[] line = lines.next(); line != null; line = lines.next()) {
                Message message = message(line);
                if (message != null) {
                    // one thread reads; others only look
                    messagesTold++;
                    return message;
                }
            }
        } catch (IOException e) {
            keep(("the worker cannot be heard: " + e + "\n").getBytes(StandardCharsets.UTF_8));
        }
        return null;
    }

    /** How many messages {@link #next} has returned. May be called by any thread. */
    public long messagesTold() {
        return messagesTold;
    }

    /** Whether the worker has told more already. */
    public boolean hasMore() {
        try {
            return lines.hasMore();
        } catch (IOException e) {
            // next() meets the same fault and tells it
            return false;
        }
    }

    private Message message(byte[] line) {
        if (startsLikeMessage(line)) {
            try {
                return Json.MAPPER.readValue(line, Message.class);
            } catch (IOException e) {
                // native code printed into the middle of a message: what it told counts as not told
                keep(("a damaged message: " + e.getMessage() + "\n").getBytes(StandardCharsets.UTF_8));
            }
        }
        keep(line);
        return null;
    }

    private static boolean startsLikeMessage(byte[] line) {
        return line.length > MESSAGE_START.length
                && java.util.Arrays.equals(line, 0, MESSAGE_START.length, MESSAGE_START, 0, MESSAGE_START.length);
    }

    private void keep(byte[] line) {
        try (OutputStream out = Files.newOutputStream(log, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            out.write(line);
            out.write('\n');
        } catch (IOException e) {
            throw new StudyException("the log %s cannot be written: %s; free space, then resume the run".formatted(log, e), e);
        }
    }

    /** Waits for the end of the process and says in words how it ended. */
    public String ending() {
        try {
            int status = process.waitFor();
            if (!killedBecause.isEmpty()) {
                return killedBecause;
            }
            // by the custom of shells and of the JDK, 128 + n stands for signal n
            return status > 128
                    ? "the worker was ended by signal %d (exit status %d)".formatted(status - 128, status)
                    : "the worker ended with exit status %d".formatted(status);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StudyException("interrupted while a worker was ending", e);
        }
    }

    /**
     * Kills the process; {@link #ending} then gives the reason. May be called by any thread.
     *
     * @param reason a sentence without its full stop, such as {@code the worker told nothing for 900 s and was killed}
     */
    public void kill(String reason) {
        killedBecause = reason;
        process.destroyForcibly();
    }

    /** Kills the process if it still runs. May be called by any thread. */
    @Override
    public void close() {
        process.destroyForcibly();
    }
}
