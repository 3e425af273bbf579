package org.jackknife.gguf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jackknife.gguf.testing.FieldMutator;
import org.jackknife.gguf.testing.FixtureModels;
import org.jackknife.gguf.testing.FixtureVocabulary;
import org.jackknife.gguf.testing.Mutator;
import org.jackknife.gguf.testing.NativeJudge;
import org.jackknife.gguf.testing.NativeLibrary;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Damages small valid models in 10,000 ways. Each mutant must be refused with a message, or load, tokenize and decode in
 * llama.cpp b4916, which runs in a process of its own.
 */
class GgufFuzzTest {
    private static final int MUTANTS = Integer.getInteger("jackknife.fuzz.mutants", 10_000);
    private static final long SEED = Long.getLong("jackknife.fuzz.seed", 20_260_101L);

    /** Spreads the seeds of consecutive mutants; java.util.Random starts alike from neighbouring ones. */
    private static final long MIX = 0x9E37_79B9_7F4A_7C15L;

    @TempDir
    Path folder;

    @Test
    void everyMutantIsRefusedOrRunsInLlamaCpp() throws IOException {
        assumeTrue(NativeLibrary.available(), "the llama.cpp library runs on Linux x86-64 only");
        FixtureModels.Sizes sizes = new FixtureModels.Sizes(1, 32, 4, 2, 32, 0);
        List<FixtureModels> models = List.of(
                FixtureModels.of("llama").with(sizes).with(TensorType.Q8_0),
                FixtureModels.of("llama").with(sizes).with(FixtureVocabulary.SPM),
                FixtureModels.of("llama").with(new FixtureModels.Sizes(1, 32, 4, 4, 32, 3)).with(TensorType.F16),
                FixtureModels.of("qwen2").with(sizes).with(TensorType.BF16),
                FixtureModels.of("phi3").with(sizes).with(FixtureVocabulary.SPM).with(TensorType.Q4_0));
        List<Path> files = new ArrayList<>();
        for (FixtureModels model : models) {
            files.add(model.write(folder.resolve("valid" + files.size() + ".gguf")));
        }
        Tally tally = new Tally();
        Mutator bytes = new Mutator(files);
        Path mutant = folder.resolve("mutant.gguf");
        try (NativeJudge judge = new NativeJudge()) {
            for (int i = 0; i < MUTANTS; i++) {
                Random random = new Random(SEED + i * MIX);
                String kind;
                if (random.nextBoolean()) {
                    Files.write(mutant, bytes.mutate(random));
                    kind = "bytes";
                } else {
                    kind = writeFieldMutant(models.get(random.nextInt(models.size())), random, mutant);
                }
                tally.add("mutant " + i + " (" + kind + ")", mutant, judge);
            }
        }
        System.out.println("fuzz, seed " + SEED + ": " + tally);
        assertThat(tally.failures).isEmpty();
        assertThat(tally.accepted).as("accepted mutants").isGreaterThan(MUTANTS / 50);
        assertThat(tally.refused).as("refused mutants").isGreaterThan(MUTANTS / 4);
    }

    private static String writeFieldMutant(FixtureModels model, Random random, Path file) throws IOException {
        FieldMutator mutator = new FieldMutator(random);
        GgufMetadata metadata = model.metadata();
        List<TensorSpec> tensors = model.tensors();
        if (random.nextInt(5) == 0) {
            tensors = mutator.mutate(tensors);
        } else {
            metadata = mutator.mutate(metadata);
        }
        try (GgufWriter writer = GgufWriter.create(file, metadata, tensors)) {
            for (TensorSpec tensor : tensors) {
                writer.write(tensor.name(), MemorySegment.ofArray(new byte[Math.toIntExact(tensor.byteSize())]));
            }
            writer.commit();
        }
        return "fields of " + model.architecture();
    }

    /** Counts verdicts, and keeps the mutants on which the checker and llama.cpp disagree. */
    private static final class Tally {
        final List<String> failures = new ArrayList<>();
        int accepted;
        int refused;

        void add(String name, Path file, NativeJudge judge) throws IOException {
            try (Gguf ignored = Gguf.openChecked(file)) {
                accepted++;
            } catch (GgufException e) {
                assertThat(e.getMessage()).as(name).isNotBlank();
                refused++;
                return;
            }
            String verdict = judge.judge(file);
            if (!verdict.equals("OK")) {
                failures.add(name + ": accepted, but llama.cpp says " + verdict);
                keep(file, name);
            }
        }

        private void keep(Path file, String name) throws IOException {
            String folder = System.getProperty("jackknife.fuzz.keep");
            if (folder != null) {
                Files.copy(file, Path.of(folder, name.replaceAll("[^a-z0-9]+", "-") + ".gguf"));
            }
        }

        @Override
        public String toString() {
            return accepted + " accepted and run by llama.cpp, " + refused + " refused, " + failures.size() + " wrong";
        }
    }
}
