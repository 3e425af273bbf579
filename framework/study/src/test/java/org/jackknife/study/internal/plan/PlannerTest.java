package org.jackknife.study.internal.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jackknife.chat.ChatTemplates;
import org.jackknife.gguf.GgufMetadata;
import org.jackknife.gguf.testing.FixtureModels;
import org.jackknife.study.Plan;
import org.jackknife.study.Plan.CellPlan;
import org.jackknife.study.Plan.VariantPlan;
import org.jackknife.study.RunListener;
import org.jackknife.study.Scenario;
import org.jackknife.study.testing.FakePlugins;
import org.jackknife.study.testing.TestStudy;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlannerTest {

    private static final long GIB = 1L << 30;

    @TempDir
    Path home;

    private TestStudy fixture;

    @BeforeEach
    void makeModel() throws IOException {
        fixture = TestStudy.in(home);
    }

    private Plan plan(Scenario scenario) {
        return plan(scenario, new Planner.Capacity(4, 16 * GIB, 100 * GIB));
    }

    private Plan plan(Scenario scenario, Planner.Capacity capacity) {
        return new Planner(scenario, FakePlugins.all(), fixture.folders(), capacity).plan();
    }

    @Test
    void listsCellsWithTheirEpisodesAndWhatTheyCanDetect() {
        Plan plan = plan(fixture.scenario("RECIPES=a/a: true, half: scale", "SAMPLES=80", "REPEATS=2"));

        assertThat(plan.problems()).isEmpty();
        assertThat(plan.variants()).extracting(VariantPlan::name).containsExactly("dense", "a/a", "half");
        assertThat(plan.cells()).hasSize(3).allSatisfy(cell -> {
            assertThat(cell).returns(80, CellPlan::samples).returns(160, CellPlan::episodes);
            // 2.80 sqrt(0.2 / 80) = 2.80 * 0.05
            assertThat(cell.detectableEffect()).isEqualTo(0.14, within(1e-12));
        });
        assertThat(plan.episodes()).isEqualTo(480);
        assertThat(plan.timeBasis()).startsWith("assumed: 8 GB of weights read per second");
    }

    @Test
    void takesSizesFromWhatMethodsPromise() throws IOException {
        Plan plan = plan(fixture.scenario("RECIPES=small: choosy(when=compress), same: scale"));

        long dense = Files.size(fixture.model());
        long[] weights = {0};
        try (var gguf = org.jackknife.gguf.Gguf.open(fixture.model())) {
            weights[0] = gguf.parameterCount();
        }
        assertThat(plan.variants()).extracting(variant -> variant.bytes().orElseThrow())
                .containsExactly(dense, dense - 2 * weights[0], dense);
    }

    @Test
    void laterPlansStandOnMeasuredRates() {
        Scenario scenario = fixture.scenario();
        fixture.study().run(scenario, home.resolve("runs/first"), RunListener.SILENT);

        assertThat(plan(scenario).timeBasis()).isEqualTo("measured in 1 earlier run in " + home.resolve("runs"));
    }

    @Test
    void namesEveryProblemAtOnce() {
        Plan plan = plan(fixture.scenario("RECIPES=x: choosy, y: gone, z: scale(facto=2)", "ENGINE=millis=-1", "TASK=w=1"));

        assertThat(plan.problems()).satisfiesExactlyInAnyOrder(
                problem -> assertThat(problem).startsWith("engine fake: option 'millis' is '-1'"),
                problem -> assertThat(problem).isEqualTo("task count has no option 'w'; it takes broken, world"),
                problem -> assertThat(problem).isEqualTo("there is no method 'gone'; installed: choosy, scale"),
                problem -> assertThat(problem).startsWith("method scale has no option 'facto'; it takes factor"),
                problem -> assertThat(problem)
                        .isEqualTo("variant x: choosy needs an importance matrix; choose another type"));
    }

    @Test
    void refusesTooLittleDiskAndMemory() {
        Plan plan = plan(fixture.scenario(), new Planner.Capacity(4, 100 << 20, 1000));

        assertThat(plan.problems()).satisfiesExactlyInAnyOrder(
                problem -> assertThat(problem)
                        .contains("variant dense needs about", "of memory to play, available are 94 MB"),
                problem -> assertThat(problem).contains("of disk in " + home.resolve("variants")));
    }

    @Test
    void workersAreLimitedByScenarioCoresAndMemory() {
        Scenario many = fixture.scenario("RECIPES=a: scale, b: scale(factor=2), c: scale(factor=3)", "WORKERS=0");

        assertThat(plan(many).workersAtOnce()).isEqualTo(4);
        assertThat(plan(many, new Planner.Capacity(4, GIB, 100 * GIB)).workersAtOnce()).isEqualTo(2);
        assertThat(plan(fixture.scenario("WORKERS=1")).workersAtOnce()).isEqualTo(1);
    }

    @Test
    void aMissingModelIsAProblemOfThePlan() throws IOException {
        Scenario scenario = fixture.scenario();
        Files.delete(fixture.model());

        assertThat(plan(scenario).problems())
                .containsExactly("model tiny: there is no file %s; correct the scenario's path".formatted(fixture.model()));
    }

    @Test
    void aPolicyThatOffersToolsNeedsATemplateThatShowsThem() throws IOException {
        assertThat(plan(fixture.scenario("POLICY=offer")).problems())
                .containsExactly("model tiny: policy offer offers tools, but they do not appear in the prompts of this model"
                        + " (the chat template of the model file); policies that act in words: walk");

        writeModel(FixtureModels.of("llama").metadata().without("tokenizer.chat_template"));
        assertThat(plan(fixture.scenario("POLICY=offer")).problems())
                .containsExactly("model tiny: policy offer offers tools, but they do not appear in the prompts of this model"
                        + " (the model file has no chat template, so its prompts are plain ChatML); policies that act in words: walk");

        writeModel(withTemplate(ChatTemplates.compact().source()));
        assertThat(plan(fixture.scenario("POLICY=offer")).problems()).isEmpty();
    }

    @Test
    void aTemplateThatCannotBeReadIsAProblemForEveryPolicy() throws IOException {
        writeModel(withTemplate("{% for message in messages %}"));

        assertThat(plan(fixture.scenario()).problems()).singleElement().asString()
                .startsWith("model tiny: the chat template of its file cannot be used: ")
                .endsWith("; convert the model again with a sound one");
    }

    private static GgufMetadata withTemplate(String source) {
        return FixtureModels.of("llama").metadata().with("tokenizer.chat_template", source);
    }

    private void writeModel(GgufMetadata metadata) throws IOException {
        FixtureModels.of("llama").write(fixture.model(), metadata);
    }
}
