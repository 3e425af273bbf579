package org.jackknife.study.internal.rate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jackknife.study.WorkerLauncher;
import org.jackknife.study.internal.rate.WorkKind.Unit;
import org.jackknife.study.testing.StudyWorker;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MeasuredRatesTest {

    private static final WorkKind F16 = WorkKind.parse("encode F16");

    /** What the Java codec of a worker without bundles cannot do. */
    private static final WorkKind Q4_K = WorkKind.parse("encode Q4_K");

    private static final WorkerLauncher NONE = crashFolder -> {
        throw new AssertionError("nothing is to be measured");
    };

    @TempDir
    Path store;

    private static Set<WorkKind> kinds(WorkKind... kinds) {
        return new TreeSet<>(List.of(kinds));
    }

    @Test
    void aWorkerMeasuresOnceWhatIsRememberedAfterwards() throws IOException {
        Set<WorkKind> asked =
                kinds(WorkKind.of(Unit.STEP), WorkKind.of(Unit.BYTE), WorkKind.of(Unit.VISIT), WorkKind.of(Unit.FLOP), F16);
        MachineRates measured = new MeasuredRates(StudyWorker.launcher(), store).of(asked);

        assertThat(measured.missing(asked)).isEmpty();
        assertThat(measured.perSecond().get(WorkKind.of(Unit.STEP))).isBetween(0.01, 1000.0);
        // no processor of this century does less, none does more
        assertThat(measured.perSecond().get(WorkKind.of(Unit.FLOP))).isBetween(1e8, 1e15);
        assertThat(measured.perSecond().get(F16)).isBetween(1e5, 1e12);

        assertThat(new MeasuredRates(NONE, store).of(asked)).isEqualTo(measured);
        assertThat(Files.list(store).map(file -> file.getFileName().toString()))
                .containsExactlyInAnyOrder(RateStore.FILE_NAME, "logs");
    }

    @Test
    void onlyWhatIsMissingIsMeasured() throws IOException {
        new RateStore(store, Processor.name(), Processor.threads()).keep(new MachineRates(Map.of(F16, 42.0)));

        MachineRates rates = new MeasuredRates(StudyWorker.launcher(), store).of(kinds(F16, WorkKind.of(Unit.VISIT)));

        assertThat(rates.perSecond().get(F16)).isEqualTo(42.0);
        assertThat(rates.perSecond()).containsKey(WorkKind.of(Unit.VISIT));
    }

    @Test
    void whatCannotBeMeasuredIsMissing() throws IOException {
        MachineRates rates = new MeasuredRates(StudyWorker.launcher(), store).of(kinds(F16, Q4_K));

        assertThat(rates.missing(kinds(F16, Q4_K))).containsExactly(Q4_K);
    }

    @Test
    void aWorkerThatCannotBeStartedLeavesAllMissing() throws IOException {
        WorkerLauncher broken = crashFolder -> List.of(store.resolve("no-such-program").toString());

        assertThat(new MeasuredRates(broken, store).of(kinds(F16)).missing(kinds(F16))).containsExactly(F16);
    }

    @Test
    void ratesOfAnotherProcessorOrNumberOfThreadsAreKeptApart() throws IOException {
        RateStore here = new RateStore(store, "here", 4);
        here.keep(new MachineRates(Map.of(F16, 1.0)));
        new RateStore(store, "there", 4).keep(new MachineRates(Map.of(F16, 2.0)));
        new RateStore(store, "here", 8).keep(new MachineRates(Map.of(F16, 3.0)));

        assertThat(here.find().perSecond()).containsExactly(Map.entry(F16, 1.0));
        assertThat(new RateStore(store, "elsewhere", 4).find()).isEqualTo(MachineRates.NONE);
    }

    @Test
    void kindsAreWrittenAndReadBack() {
        assertThat(List.of("step", "engine_flop", "encode Q4_K", "encode IQ2_XS weighted"))
                .allSatisfy(text -> assertThat(WorkKind.parse(text)).hasToString(text));
    }
}
