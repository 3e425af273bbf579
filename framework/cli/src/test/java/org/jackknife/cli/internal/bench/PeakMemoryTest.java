package org.jackknife.cli.internal.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class PeakMemoryTest {

    /** As proc(5) describes it: kB are 1024 bytes. */
    private static final List<String> STATUS = List.of(
            "Name:\tjava", "VmPeak:\t 9000000 kB", "VmHWM:\t  200000 kB", "VmRSS:\t  150000 kB", "RssAnon:\t  100000 kB");

    @Test
    void readsTheHighestResidentSizeAndWhatIsTheProcessesOwn() {
        PeakMemory.Peak peak = PeakMemory.read(STATUS);

        assertThat(peak.resident()).isEqualTo(204.8);
        assertThat(peak.own()).isEqualTo(102.4);
    }

    @Test
    void aProcessThatIsEndingHasNoMemory() {
        assertThat(PeakMemory.read(List.of("Name:\tjava", "State:\tZ (zombie)"))).isEqualTo(new PeakMemory.Peak(0, 0));
    }

    @Test
    void aChildWithTwoHundredMegabytesIsSeen() throws IOException, InterruptedException {
        assumeTrue(Files.exists(Path.of("/proc/self/status")), "this system has no /proc");
        PeakMemory memory = new PeakMemory(5);
        try (memory) {
            // tail keeps its input of one endless line in memory
            new ProcessBuilder("sh", "-c", "head -c 200000000 /dev/zero | tail | wc -c").start().waitFor();
        }

        assertThat(memory.peak().orElseThrow().resident()).isBetween(200.0, 500.0);
    }
}
