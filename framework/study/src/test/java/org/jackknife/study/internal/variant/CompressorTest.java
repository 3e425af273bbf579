package org.jackknife.study.internal.variant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jackknife.api.engine.EngineException;
import org.jackknife.api.method.Method;
import org.jackknife.api.method.MethodContext;
import org.jackknife.api.method.MethodException;
import org.jackknife.api.method.TensorReport;
import org.jackknife.api.model.Model;
import org.jackknife.api.model.Recipe;
import org.jackknife.api.plugin.Contribution;
import org.jackknife.api.plugin.NoOptions;
import org.jackknife.api.plugin.Progress;
import org.jackknife.gguf.Gguf;
import org.jackknife.gguf.GgufWriter;
import org.jackknife.gguf.TensorInfo;
import org.jackknife.gguf.testing.FixtureModels;
import org.jackknife.study.VariantReport;
import org.jackknife.study.testing.FakePlugins;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What stays of a compression that does not reach its end, and how the next attempt goes on. */
class CompressorTest {

    private static final FixtureModels MODEL = FixtureModels.of("llama");
    private static final int TENSORS = MODEL.tensors().size();

    @TempDir
    Path folder;

    private final CopyMethod method = new CopyMethod();
    private Model model;
    private Path store;

    /** Copies tensor by tensor, and does what a test wants before some of them. */
    private static final class CopyMethod implements Method<NoOptions> {

        private final List<String> copied = new ArrayList<>();
        private Interruption interruption = tensor -> { };
        private Interruption afterwards = tensor -> { };

        interface Interruption {
            void before(String tensor) throws IOException;
        }

        @Override
        public Class<NoOptions> optionsType() {
            return NoOptions.class;
        }

        @Override
        public String version() {
            return "1";
        }

        @Override
        public void compress(NoOptions options, MethodContext context) throws IOException {
            Gguf source = context.source();
            try (GgufWriter writer = context.create(
                    source.metadata(), source.tensors().stream().map(TensorInfo::spec).toList())) {
                for (TensorInfo tensor : source.tensors()) {
                    if (!writer.isComplete(tensor.name())) {
                        interruption.before(tensor.name());
                        copied.add(tensor.name());
                        writer.write(tensor.name(), source.data(tensor));
                        context.report(report(tensor));
                    }
                }
                writer.commit();
            }
            afterwards.before("the end");
        }

        private static TensorReport report(TensorInfo tensor) {
            return new TensorReport(
                    tensor.name(), tensor.type(), tensor.type(), tensor.byteSize(), 0, Optional.empty(), 0, "copied");
        }
    }

    @BeforeEach
    void model() throws IOException {
        Path file = MODEL.write(folder.resolve("source.gguf"));
        store = folder.resolve("variants");
        try (Gguf gguf = Gguf.open(file)) {
            model = Model.ofFile("tiny", file, gguf.sha256());
        }
    }

    private VariantReport compress() throws IOException {
        FakePlugins plugins = new FakePlugins(
                List.of(new Contribution<>("copy", "Copies.", "org.jackknife.fakes 1.0.0", true, method)));
        return new Compressor(new VariantStore(store), plugins, "test")
                .compress(model, Recipe.parse("copy"), 1, Progress.SILENT);
    }

    private void failsOnceAt(String tensor, Exception failure) {
        method.interruption = name -> {
            if (name.equals(tensor)) {
                method.interruption = other -> { };
                switch (failure) {
                    case IOException e -> throw e;
                    case RuntimeException e -> throw e;
                    default -> throw new AssertionError(failure);
                }
            }
        };
    }

    private List<String> names(String containing) throws IOException {
        try (Stream<Path> files = Files.list(store)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.contains(containing))
                    .toList();
        }
    }

    private Path only(String containing) throws IOException {
        return store.resolve(names(containing).getFirst());
    }

    private static String tensor(int index) {
        return MODEL.tensors().get(index).name();
    }

    private void assertWhole(VariantReport report) throws IOException {
        assertThat(report.tensors()).hasSize(TENSORS).extracting(TensorReport::tensor).doesNotHaveDuplicates();
        assertThat(names("growing")).isEmpty();
        try (Gguf result = Gguf.open(store.resolve(report.fingerprint() + ".gguf"));
                Gguf source = Gguf.open(model.file().orElseThrow())) {
            for (TensorInfo tensor : source.tensors()) {
                assertThat(result.data(result.tensor(tensor.name()).orElseThrow()).mismatch(source.data(tensor)))
                        .as(tensor.name())
                        .isEqualTo(-1);
            }
        }
    }

    @Test
    void aFullDiskIsGoneOnFrom() throws IOException {
        failsOnceAt(tensor(7), new IOException("No space left on device"));
        assertThatThrownBy(this::compress).isInstanceOf(IOException.class).hasMessage("No space left on device");
        assertThat(method.copied).hasSize(7);
        assertWhole(compress());
        assertThat(method.copied).as("each tensor once").hasSize(TENSORS).doesNotHaveDuplicates();
    }

    @Test
    void anEngineThatFailsIsGoneOnFrom() throws IOException {
        failsOnceAt(tensor(7), new EngineException("out of memory"));
        assertThatThrownBy(this::compress).isInstanceOf(EngineException.class);
        assertWhole(compress());
        assertThat(method.copied).hasSize(TENSORS);
    }

    @Test
    void whatAMethodRefusesOrBreaksIsRemoved() throws IOException {
        failsOnceAt(tensor(7), new MethodException("not finite"));
        assertThatThrownBy(this::compress).isInstanceOf(MethodException.class);
        assertThat(names("growing")).isEmpty();
        failsOnceAt(tensor(3), new IllegalStateException("a fault"));
        assertThatThrownBy(this::compress).isInstanceOf(IllegalStateException.class);
        assertThat(names("growing")).isEmpty();
        method.copied.clear();
        assertWhole(compress());
        assertThat(method.copied).hasSize(TENSORS);
    }

    @Test
    void aTornLineAndWhatFollowsItCountAsNotDone() throws IOException {
        failsOnceAt(tensor(7), new IOException("stop"));
        assertThatThrownBy(this::compress).isInstanceOf(IOException.class);
        Path log = only(".jsonl");
        List<String> lines = Files.readAllLines(log);
        assertThat(lines).hasSize(7);
        String torn = lines.get(5).substring(0, 20);
        // a crash of the machine may leave zeros where a line was, and a later line whole
        Files.writeString(log, String.join("\n", lines.subList(0, 5)) + "\n" + torn + "\0\0\n" + lines.get(6) + "\n");
        assertWhole(compress());
        assertThat(method.copied.subList(7, method.copied.size())).startsWith(tensor(5), tensor(6), tensor(7));

        Files.delete(only(".gguf"));
        failsOnceAt(tensor(7), new IOException("stop"));
        assertThatThrownBy(this::compress).isInstanceOf(IOException.class);
        Files.writeString(only(".jsonl"), "{\"seconds\":1.0,\"tens", StandardOpenOption.APPEND);
        method.copied.clear();
        assertWhole(compress());
        assertThat(method.copied).startsWith(tensor(7));
    }

    @Test
    void aDeathBetweenTheLastTensorAndTheLastLineCostsNothing() throws IOException {
        method.afterwards = end -> {
            method.afterwards = again -> { };
            throw new IOException("stop");
        };
        assertThatThrownBy(this::compress).isInstanceOf(IOException.class);
        assertThat(names("growing")).anyMatch(name -> name.endsWith(".growing.gguf"));
        assertWhole(compress());
        assertThat(method.copied).hasSize(TENSORS);
    }

    @Test
    void aDeathBetweenTheLastLineAndTheFinalNameCostsNothing() throws IOException {
        String fingerprint = compress().fingerprint();
        Path report = store.resolve(fingerprint + ".json");
        Files.delete(store.resolve(fingerprint + ".gguf"));
        Files.delete(report);
        // a report cannot be put where a folder is
        Files.createDirectories(report.resolve("in-the-way"));
        method.copied.clear();
        assertThatThrownBy(this::compress).isInstanceOf(IOException.class);
        assertThat(method.copied).hasSize(TENSORS);

        Files.delete(report.resolve("in-the-way"));
        Files.delete(report);
        method.interruption = tensor -> {
            throw new AssertionError("nothing is left to do");
        };
        method.afterwards = method.interruption;
        assertWhole(compress());
    }

    @Test
    void aModelThatTheUnfinishedFileDoesNotFitIsBegunAnew() throws IOException {
        failsOnceAt(tensor(7), new IOException("stop"));
        assertThatThrownBy(this::compress).isInstanceOf(IOException.class);
        Path partial = only(".partial");
        Files.write(partial, new byte[(int) Files.size(partial)]);
        method.copied.clear();
        assertWhole(compress());
        assertThat(method.copied).hasSize(TENSORS);
    }

    @Test
    void theTimeOfAllAttemptsCounts() throws IOException {
        method.interruption = tensor -> {
            if (tensor.equals(tensor(7))) {
                pause(300);
                method.interruption = other -> { };
                throw new IOException("stop");
            }
            pause(20);
        };
        assertThatThrownBy(this::compress).isInstanceOf(IOException.class);
        // seven pauses up to the last line of the first attempt; what came after it was lost
        assertThat(compress().seconds()).isGreaterThan(7 * 0.02);
    }

    private static void pause(int millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
