package org.jackknife.study;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jackknife.api.method.TensorReport;
import org.jackknife.api.model.Recipe;
import org.jackknife.gguf.TensorSpec;
import org.jackknife.gguf.testing.FixtureModels;
import org.jackknife.study.testing.TestStudy;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kills compressing workers at seeded random moments: the result is that of an undisturbed one, and nothing is done twice. */
class CompressionKillTest {

    private static final FixtureModels MODEL =
            FixtureModels.of("llama").with(new FixtureModels.Sizes(12, 32, 4, 2, 64, 0));
    private static final int TENSORS = MODEL.tensors().size();
    private static final int KILLS = 8;
    private static final int LATEST_KILL_MILLIS = 600;

    @TempDir
    Path folder;

    private Path works;
    private Recipe recipe;

    @BeforeEach
    void recipe() {
        works = folder.resolve("works.txt");
        recipe = Recipe.parse("scale(millis=15, works=\"%s\")".formatted(works));
    }

    @Test
    void aKilledCompressionEndsAsOneThatWasNotAndRepeatsNothingFinished() throws IOException {
        Path expected = compress(home("undisturbed"), RunListener.SILENT).orElseThrow();
        assertThat(works()).hasSize(TENSORS);
        Files.delete(works);

        Path home = home("disturbed");
        Killer killer = new Killer(new Random(20260102));
        Optional<Path> file = Optional.empty();
        Set<String> safe = Set.of();
        int saved = 0;
        while (file.isEmpty()) {
            int before = works().size();
            file = compress(home, killer.kills() < KILLS ? killer : RunListener.SILENT);
            List<String> now = works().subList(before, works().size());
            assertThat(now).as("worked on, though safe before").noneMatch(safe::contains);
            safe = safe(home);
            saved = Math.max(saved, safe.size());
            assertThat(killer.kills()).as("kills").isLessThanOrEqualTo(2 * KILLS);
        }
        assertThat(killer.kills()).isGreaterThanOrEqualTo(3);
        assertThat(saved).as("tensors that kills left for a later attempt").isPositive();
        assertThat(file.get()).hasSameBinaryContentAs(expected);
        assertThat(report(home)).isEqualTo(report(folder.resolve("undisturbed")));
        assertNothingGrows(home);
    }

    /** Two tries as the program makes them; empty where both were killed. */
    private Optional<Path> compress(Path home, RunListener listener) {
        Study study = new TestStudy(home).study();
        try {
            ModelSource source = new ModelSource("tiny", new ModelSource.LocalFile(home.resolve("tiny.gguf")));
            return Optional.of(study.variantFile(study.compress(source, recipe, listener)));
        } catch (StudyException e) {
            assertThat(e).hasMessageContaining("ended by signal 9");
            return Optional.empty();
        }
    }

    private Path home(String name) throws IOException {
        Path home = Files.createDirectories(folder.resolve(name));
        MODEL.write(home.resolve("tiny.gguf"));
        return home;
    }

    private List<String> works() throws IOException {
        return Files.exists(works) ? Files.readAllLines(works) : List.of();
    }

    /** The tensors that the checkpoint log holds. */
    private static Set<String> safe(Path home) throws IOException {
        Set<String> safe = new HashSet<>();
        try (Stream<Path> files = Files.list(home.resolve("variants"))) {
            for (Path log : files.filter(file -> file.toString().endsWith(".jsonl")).toList()) {
                String text = Files.readString(log);
                for (String line : text.substring(0, text.lastIndexOf('\n') + 1).lines().toList()) {
                    safe.add(new ObjectMapper().readTree(line).at("/tensor/tensor").asText());
                }
            }
        }
        return safe;
    }

    private List<TensorReport> report(Path home) {
        Study study = new TestStudy(home).study();
        ModelSource source = new ModelSource("tiny", new ModelSource.LocalFile(home.resolve("tiny.gguf")));
        VariantReport report = study.compress(source, recipe, RunListener.SILENT);
        assertThat(report.tensors()).extracting(TensorReport::tensor)
                .containsExactlyElementsOf(MODEL.tensors().stream().map(TensorSpec::name).toList());
        return report.tensors();
    }

    private static void assertNothingGrows(Path home) throws IOException {
        try (Stream<Path> files = Files.list(home.resolve("variants"))) {
            assertThat(files.map(file -> file.getFileName().toString())).noneMatch(name -> name.contains("growing"));
        }
    }

    /** Kills each worker some time after it begins. */
    private static final class Killer implements RunListener {

        private final Random random;
        private final Set<Long> seen = ConcurrentHashMap.newKeySet();

        Killer(Random random) {
            this.random = random;
        }

        int kills() {
            return seen.size();
        }

        @Override
        public void on(RunEvent event) {
            if (event instanceof RunEvent.Compressing) {
                ProcessHandle.current().children().filter(worker -> seen.add(worker.pid())).forEach(worker -> {
                    int millis = random.nextInt(LATEST_KILL_MILLIS);
                    Thread.ofVirtual().start(() -> killLater(worker, millis));
                });
            }
        }

        private static void killLater(ProcessHandle worker, int millis) {
            try {
                Thread.sleep(millis);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            worker.destroyForcibly();
        }
    }
}
