package org.jackknife.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.jackknife.api.method.MethodException;
import org.jackknife.calibration.testing.ListedPlugins;
import org.jackknife.llamacpp.LlamaCppEngine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EngineProbeTest {

    @TempDir
    Path folder;

    @Test
    void runsAModelThatTheEngineTakesAndLeavesNothingBehind() throws IOException {
        ListedPlugins plugins = new ListedPlugins(Map.of("llamacpp", new LlamaCppEngine()));
        try (EngineProbe probe = EngineProbe.open(plugins, folder, 1)) {
            probe.run();
            // two operations for each of 256 tokens and each weight: q, k, v, o of 1024 x 1024 and gate, up, down of
            // 1024 x 2816 in two blocks, and the embeddings of 259 tokens once more as output
            assertThat(probe.operations())
                    .isEqualTo(2.0 * 256 * (2 * (4 * 1024 * 1024 + 3 * 1024 * 2816) + 259 * 1024));
        }
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void withoutTheEngineThereIsNothingToMeasure() {
        assertThatThrownBy(() -> EngineProbe.open(new ListedPlugins(Map.of()), folder, 1))
                .isInstanceOf(MethodException.class)
                .hasMessageContaining("calibration needs the engine 'llamacpp', which is not installed");
        assertThat(folder).isEmptyDirectory();
    }
}
