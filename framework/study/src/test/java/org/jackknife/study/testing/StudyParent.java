package org.jackknife.study.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jackknife.study.RunListener;
import org.jackknife.study.Scenario;
import org.jackknife.study.Study;

/** The main class of a parent that a test kills: runs or resumes {@code scenario.yaml} of its folder. */
public final class StudyParent {

    private StudyParent() {}

    public static void main(String[] args) throws IOException {
        Path home = Path.of(args[0]);
        Path run = home.resolve("run");
        Scenario scenario = Scenario.read(home.resolve("scenario.yaml"));
        Study study = TestStudy.in(home).study();
        if (Files.exists(run)) {
            study.resume(run, Optional.of(scenario), RunListener.SILENT);
        } else {
            study.run(scenario, run, RunListener.SILENT);
        }
    }
}
