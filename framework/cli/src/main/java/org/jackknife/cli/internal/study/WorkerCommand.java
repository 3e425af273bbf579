package org.jackknife.cli.internal.study;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.util.concurrent.Callable;
import org.jackknife.cli.CommandContext;
import org.jackknife.study.WorkerMain;
import picocli.CommandLine.Command;

/** A worker process of a run: started by the program itself, never by people. */
@Command(name = WorkerCommand.NAME, hidden = true, description = "Do one job of a run (started by the program itself).")
public final class WorkerCommand implements Callable<Integer> {

    static final String NAME = "worker";

    private final CommandContext context;

    public WorkerCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        // standard output carries the protocol alone; whatever else prints goes to the log of the cell
        FileOutputStream protocol = new FileOutputStream(FileDescriptor.out);
        System.setOut(System.err);
        return WorkerMain.work(System.in, protocol, context.plugins());
    }
}
