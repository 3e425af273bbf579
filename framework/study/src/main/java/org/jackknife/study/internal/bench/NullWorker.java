package org.jackknife.study.internal.bench;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import org.jackknife.api.plugin.Plugins;
import org.jackknife.study.WorkerMain;

/** The main class of the benchmark's worker processes. */
public final class NullWorker {

    private NullWorker() {}

    /** The plug-ins of the benchmark. */
    public static Plugins plugins() {
        return new NullPlugins();
    }

    public static void main(String[] args) {
        OutputStream out = new FileOutputStream(FileDescriptor.out);
        System.setOut(System.err);
        System.exit(WorkerMain.work(System.in, out, plugins()));
    }
}
