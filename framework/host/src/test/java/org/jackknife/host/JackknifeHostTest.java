package org.jackknife.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jackknife.api.analysis.Analysis;
import org.jackknife.api.plugin.Contribution;
import org.jackknife.api.plugin.OptionSchema;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JackknifeHostTest {

    @TempDir
    private Path folder;

    private HostFixture fixture;

    @BeforeEach
    void makeFolders() throws IOException {
        fixture = new HostFixture(folder);
    }

    @AfterEach
    void stop() {
        fixture.close();
    }

    @Test
    void offersBuiltInAndDroppedInPluginsSortedById() throws IOException {
        PluginJar.analysis("org.example.zeta", "zeta", "Last.").build(fixture.bundles.resolve("zeta.jar"));
        PluginJar.analysis("org.example.alpha", "alpha", "First.").build(fixture.deploy.resolve("alpha.jar"));
        fixture.start();
        assertThat(fixture.ids()).containsExactly("alpha", "zeta");
        assertThat(fixture.analyses()).extracting(Contribution::builtIn).containsExactly(false, true);
        Contribution<?> alpha = fixture.analyses().getFirst();
        assertThat(alpha.summary()).isEqualTo("First.");
        assertThat(alpha.source()).isEqualTo("org.example.alpha 1.0.0");
    }

    @Test
    void bindsOptionsOfAPluginFromAnotherClassLoader() throws IOException {
        PluginJar.analysis("org.example.alpha", "alpha", "First.").build(fixture.deploy.resolve("alpha.jar"));
        fixture.start();
        Analysis<?> alpha = fixture.analyses().getFirst().service();
        Record options = OptionSchema.of(alpha.optionsType()).bind("analysis alpha", java.util.Map.of("times", "3"));
        assertThat(options).hasToString("Options[times=3]");
    }

    @Test
    void severalPluginsMayLiveInOneJar() throws IOException {
        PluginJar.analysis("org.example.one", "one", "One.")
                .source("org.example.two.It", PluginJar.analysisSource("org.example.two", "two", "Two.", ""))
                .build(fixture.deploy.resolve("both.jar"));
        assertThat(fixture.start().ids()).containsExactly("one", "two");
    }

    @Test
    void givesTheRegistryToAConstructorThatAsksForIt() throws IOException {
        String members = """
                private final Plugins plugins;
                @jakarta.inject.Inject It(Plugins plugins) { this.plugins = plugins; }
                @Override public String toString() { return plugins.all(Analysis.class).get(0).id(); }
                """;
        PluginJar.named("org.example.asks")
                .source("org.example.asks.It", PluginJar.analysisSource("org.example.asks", "asks", "Asks.", members))
                .build(fixture.deploy.resolve("asks.jar"));
        fixture.start();
        assertThat(fixture.analyses().getFirst().service()).hasToString("asks");
    }

    @Test
    void takesInReplacesAndLetsGoWhileRunning() throws Exception {
        fixture.startWatching();
        Path jar = fixture.deploy.resolve("alpha.jar");

        PluginJar.analysis("org.example.alpha", "alpha", "Before.").build(jar);
        HostEvent added = fixture.event();
        assertThat(added.kind()).isEqualTo(HostEvent.Kind.INSTALLED);
        assertThat(added.sentence()).isEqualTo("alpha.jar offers analysis alpha");
        assertThat(fixture.analyses().getFirst().summary()).isEqualTo("Before.");

        PluginJar.analysis("org.example.alpha", "alpha", "After the update.").build(jar);
        assertThat(fixture.event().kind()).isEqualTo(HostEvent.Kind.UPDATED);
        assertThat(fixture.analyses().getFirst().summary()).isEqualTo("After the update.");

        Files.delete(jar);
        assertThat(fixture.event().kind()).isEqualTo(HostEvent.Kind.REMOVED);
        assertThat(fixture.ids()).isEmpty();
    }

    @Test
    void waitsUntilAJarIsCopiedCompletely() throws Exception {
        Path whole = PluginJar.analysis("org.example.alpha", "alpha", "Slow.").build(fixture.bundles.resolve("x.tmp"));
        byte[] bytes = Files.readAllBytes(whole);
        Path jar = fixture.deploy.resolve("alpha.jar");
        Files.write(jar, new byte[0]);
        fixture.startWatching();
        assertThat(fixture.refusal()).as("what was there at start").contains("alpha.jar cannot be read as a jar");
        for (int end = 0; end < bytes.length; end += bytes.length / 20) {
            Files.write(jar, java.util.Arrays.copyOf(bytes, end));
            Thread.sleep(10);
        }
        Files.write(jar, bytes);
        assertThat(fixture.event().sentence()).isEqualTo("alpha.jar offers analysis alpha");
    }

    @Test
    void takesARefusedJarOnceWhatItLacksArrives() throws Exception {
        String library = "package org.example.library; public class Helper { public static int help() { return 7; } }";
        Path libraryJar = PluginJar.named("org.example.library")
                .source("org.example.library.Helper", library)
                .instruction("Export-Package", "org.example.library")
                .build(folder.resolve("bundles").resolve("library.tmp"));
        PluginJar.named("org.example.user")
                .source(
                        "org.example.user.It",
                        PluginJar.analysisSource(
                                "org.example.user", "user", "Uses.", "int x = org.example.library.Helper.help();"))
                .build(fixture.deploy.resolve("a-user.jar"), libraryJar);
        fixture.startWatching();
        assertThat(fixture.refusal()).contains("needs the package org.example.library, which nothing here offers");

        Files.copy(libraryJar, fixture.deploy.resolve("library.jar"));
        assertThat(fixture.event().sentence()).isEqualTo("library.jar offers packages to other bundles");
        assertThat(fixture.event().sentence()).isEqualTo("a-user.jar offers analysis user");
    }

    @Test
    void removedPluginsCanBeCollected() throws Exception {
        Path jar = PluginJar.analysis("org.example.alpha", "alpha", "Gone.").build(fixture.deploy.resolve("alpha.jar"));
        fixture.startWatching();
        fixture.event();
        WeakReference<Object> plugin = new WeakReference<>(fixture.analyses().getFirst().service());
        Files.delete(jar);
        assertThat(fixture.event().kind()).isEqualTo(HostEvent.Kind.REMOVED);
        for (int attempt = 0; attempt < 50 && plugin.get() != null; attempt++) {
            System.gc();
            Thread.sleep(20);
        }
        assertThat(plugin.get()).as("a removed plug-in, after collection").isNull();
    }

    @Test
    void twoHostsLiveSideBySideAndLeaveNothingBehind() throws IOException {
        PluginJar.analysis("org.example.alpha", "alpha", "First.").build(fixture.bundles.resolve("alpha.jar"));
        List<Path> before = caches();
        try (JackknifeHost first = JackknifeHost.start(HostConfiguration.of(fixture.bundles));
                JackknifeHost second = JackknifeHost.start(HostConfiguration.of(fixture.bundles))) {
            assertThat(first.plugins().all(Analysis.class)).hasSize(1);
            assertThat(second.plugins().all(Analysis.class)).hasSize(1);
            assertThat(caches()).hasSize(before.size() + 2);
        }
        assertThat(caches()).isEqualTo(before);
    }

    /** The caches of this process; other processes come and go. */
    private static List<Path> caches() throws IOException {
        String prefix = "jackknife-host-" + ProcessHandle.current().pid() + "-";
        try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            return files.filter(file -> file.getFileName().toString().startsWith(prefix)).sorted().toList();
        }
    }
}
