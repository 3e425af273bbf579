package org.jackknife.study.testing;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jackknife.study.WorkerLauncher;
import org.jackknife.study.WorkerMain;

/** The main class of workers over the fakes. */
public final class StudyWorker {

    private StudyWorker() {}

    /** Starts workers on the class path of the tests, lean and fast to start. */
    public static WorkerLauncher launcher() {
        return WorkerLauncher.java(
                List.of(
                        "--enable-native-access=ALL-UNNAMED",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Xshare:auto",
                        "-Xmx128m",
                        "-XX:-CreateCoredumpOnCrash"),
                System.getProperty("java.class.path"),
                StudyWorker.class.getName());
    }

    /** The same with a patience of its own. */
    static WorkerLauncher launcher(Duration patience) {
        WorkerLauncher launcher = launcher();
        return new WorkerLauncher() {
            @Override
            public List<String> command(Path crashFolder) {
                return launcher.command(crashFolder);
            }

            @Override
            public Duration patience() {
                return patience;
            }
        };
    }

    public static void main(String[] args) {
        OutputStream out = new FileOutputStream(FileDescriptor.out);
        System.setOut(System.err);
        System.exit(WorkerMain.work(System.in, out, FakePlugins.all()));
    }
}
