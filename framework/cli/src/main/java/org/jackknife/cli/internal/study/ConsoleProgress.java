package org.jackknife.cli.internal.study;

import java.time.Duration;
import java.util.Locale;
import org.jackknife.cli.Output;
import org.jackknife.cli.Output.Style;
import org.jackknife.study.Cell;
import org.jackknife.study.RunEvent;
import org.jackknife.study.RunListener;
import org.jackknife.study.RunProgress;

/**
 * Tells people how a run goes: what happens as lines, how far it is as one line that is written again in place on a
 * terminal, and now and then elsewhere.
 */
public final class ConsoleProgress implements RunListener {

    private static final long REDRAW_NANOS = 100_000_000L;
    private static final long LINE_NANOS = 15_000_000_000L;

    private final Output output;
    private final boolean terminal;
    private long lastShown = System.nanoTime();
    private boolean lineOpen;

    public ConsoleProgress(Output output) {
        this.output = output;
        this.terminal = System.console() != null && System.console().isTerminal();
    }

    @Override
    public synchronized void on(RunEvent event) {
        switch (event) {
            case RunEvent.Started started -> say("run %s: %d episodes in %d cells, %d in the journal already"
                    .formatted(
                            started.folder(),
                            started.progress().total(),
                            started.plan().cells().size(),
                            started.progress().episodes()));
            case RunEvent.TornLineDropped torn -> warn(
                    "the journal ended in the middle of a line; %d bytes were dropped, the episode is played again"
                            .formatted(torn.bytes()));
            case RunEvent.Downloading download -> show("downloading %s: %.0f of %.0f MB"
                    .formatted(download.model(), download.bytes() / 1e6, download.totalBytes() / 1e6));
            case RunEvent.Compressing step -> show("compressing %s: %d of %d tensors, %s"
                    .formatted(step.variant(), step.done(), step.total(), step.what()));
            case RunEvent.Calibrating step -> show("calibrating %s: %d of %d sequences"
                    .formatted(step.model(), step.done(), step.total()));
            case RunEvent.VariantReady ready -> ready(ready);
            case RunEvent.VariantFailed failed -> warn("variant %s: %s".formatted(failed.variant(), failed.reason()));
            case RunEvent.CellStarted ignored -> { }
            case RunEvent.Stepped step -> show(line(step.cell(), step.progress()));
            case RunEvent.EpisodeOver over -> show(
                    line(new Cell(over.episode().variant(), over.episode().task()), over.progress()));
            case RunEvent.EngineError error -> warn(
                    "%s: %s (log: %s)".formatted(error.cell(), error.detail(), error.log()));
            case RunEvent.CellFinished cell -> {
                if (cell.missing() > 0) {
                    warn("%s: %d episodes are missing: %s".formatted(cell.cell(), cell.missing(), cell.detail()));
                }
            }
            case RunEvent.Finished finished -> say("%d episodes in %.1f s"
                    .formatted(finished.summary().episodes(), finished.summary().seconds()));
        }
    }

    private void ready(RunEvent.VariantReady ready) {
        if (ready.seconds() > 0) {
            say("%s: %s MB in %.1f s".formatted(ready.variant(), megabytes(ready.bytes()), ready.seconds()));
        }
    }

    private static String megabytes(long bytes) {
        return String.format(Locale.ROOT, "%.2f", bytes / 1e6);
    }

    private static String line(Cell cell, RunProgress progress) {
        return String.format(
                Locale.ROOT,
                "%d of %d episodes, %.0f per minute, %.0f tokens/s, %s left; now %s",
                progress.episodes(),
                progress.total(),
                progress.episodesPerMinute(),
                progress.tokensPerSecond(),
                progress.left().map(ConsoleProgress::clock).orElse("?"),
                cell);
    }

    static String clock(Duration time) {
        return time.toHours() > 0
                ? "%d:%02d:%02d".formatted(time.toHours(), time.toMinutesPart(), time.toSecondsPart())
                : "%d:%02d".formatted(time.toMinutes(), time.toSecondsPart());
    }

    private void show(String line) {
        long now = System.nanoTime();
        if (now - lastShown < (terminal ? REDRAW_NANOS : LINE_NANOS)) {
            return;
        }
        lastShown = now;
        if (terminal) {
            String fitting = line.length() > Output.WIDTH ? line.substring(0, Output.WIDTH - 1) + "\u2026" : line;
            output.err().print("\r\033[K" + output.styled(Style.FAINT, fitting));
            output.err().flush();
            lineOpen = true;
        } else {
            output.note(line);
        }
    }

    private void say(String line) {
        clear();
        output.note(line);
    }

    private void warn(String line) {
        clear();
        output.warning(line);
    }

    private void clear() {
        if (lineOpen) {
            output.err().print("\r\033[K");
            lineOpen = false;
        }
    }
}
