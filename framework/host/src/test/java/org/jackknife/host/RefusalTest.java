package org.jackknife.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each bad jar is refused in one readable sentence, and the built-in plug-in stays what it was. */
class RefusalTest {

    private static final String NAME = "org.example.bad";

    @TempDir
    private Path folder;

    private HostFixture fixture;

    private interface Maker {
        void make(Path jar) throws IOException;
    }

    @BeforeEach
    void makeFolders() throws IOException {
        fixture = new HostFixture(folder);
        PluginJar.analysis("org.example.good", "good", "Stays.").build(fixture.bundles.resolve("good.jar"));
    }

    @AfterEach
    void stop() {
        fixture.close();
    }

    static Stream<Arguments> badJars() {
        return Stream.of(
                bad("truncated", RefusalTest::truncated, "bad.jar cannot be read as a jar", "copy it again"),
                bad("plain jar", jar -> write(jar, new Manifest()), "bad.jar is a plain jar", "bnd-maven-plugin"),
                bad(
                        "bundle without plug-in",
                        jar -> PluginJar.named(NAME)
                                .source(NAME + ".Mute", "package " + NAME + "; class Mute {}")
                                .build(jar),
                        "bad.jar offers nothing",
                        "@Plugin"),
                bad(
                        "symbolic name of a built-in bundle",
                        jar -> PluginJar.analysis("org.example.good", "other", "x").build(jar),
                        "has the symbolic name org.example.good, which the installed bundle org.example.good 1.0.0 has"),
                bad(
                        "id of a built-in plug-in",
                        jar -> PluginJar.analysis(NAME, "good", "x").build(jar),
                        "offers the analysis 'good', which the built-in bundle org.example.good 1.0.0 offers already"),
                bad(
                        "later API",
                        jar -> PluginJar.analysis(NAME, "bad", "x")
                                .instruction("Import-Package", "org.jackknife.api.analysis;version='[2.0,3)',*")
                                .build(jar),
                        "needs the package org.jackknife.api.analysis in version 2.0.0 or higher, below 3.0.0, but 1.",
                        "build the plug-in against the API of this Jackknife"),
                bad(
                        "missing package",
                        jar -> PluginJar.named(NAME)
                                .source("com.absent.Lib", "package com.absent; public class Lib {}")
                                .source(
                                        NAME + ".It",
                                        PluginJar.analysisSource(NAME, "bad", "x", "com.absent.Lib lib;"))
                                .without("com.absent")
                                .build(jar),
                        "needs the package com.absent, which nothing here offers"),
                bad(
                        "later Java",
                        jar -> PluginJar.analysis(NAME, "bad", "x")
                                .instruction(
                                        "Require-Capability", "osgi.ee;filter:='(&(osgi.ee=JavaSE)(version=99))'")
                                .build(jar),
                        "is compiled for Java 99, but this is Java " + Runtime.version().feature()),
                bad(
                        "missing capability",
                        jar -> PluginJar.analysis(NAME, "bad", "x")
                                .instruction("Require-Capability", "org.example.moon;filter:='(phase=full)'")
                                .build(jar),
                        "needs the capability org.example.moon (phase=full), which nothing here provides"),
                bad(
                        "missing class",
                        jar -> PluginJar.named(NAME)
                                .source(NAME + ".Mute", "package " + NAME + "; class Mute {}")
                                .instruction(
                                        "Provide-Capability",
                                        "org.jackknife.plugin;class='org.example.Gone';id=bad;summary=x")
                                .build(jar),
                        "lists the plug-in class org.example.Gone, but does not contain it"),
                bad(
                        "no contract",
                        jar -> PluginJar.named(NAME)
                                .source(
                                        NAME + ".It",
                                        "package " + NAME + "; @org.jackknife.api.plugin.Plugin(value = \"bad\","
                                                + " summary = \"x\") public class It {}")
                                .build(jar),
                        "implements no contract"),
                bad(
                        "id that nobody could write",
                        jar -> PluginJar.analysis(NAME, "Bad One", "x").build(jar),
                        "the plug-in id 'Bad One' is not made of lower-case words"),
                bad(
                        "constructor that throws",
                        jar -> withMember(jar, "public It() { throw new IllegalStateException(\"no moon\"); }"),
                        "cannot be built: java.lang.IllegalStateException: no moon"),
                bad(
                        "constructor that asks for the unknown",
                        jar -> withMember(jar, "@jakarta.inject.Inject public It(Runnable r) { r.run(); }"),
                        "cannot be built: No implementation for java.lang.Runnable was bound;"),
                bad(
                        "options record without descriptions",
                        jar -> PluginJar.named(NAME)
                                .source(
                                        NAME + ".It",
                                        PluginJar.analysisSource(NAME, "bad", "x", "")
                                                .replace("@Option(value = \"How often.\", defaultValue = \"1\", min = 1)", ""))
                                .build(jar),
                        "the options of org.example.bad.It are not usable: org.example.bad.It$Options.times lacks @Option"),
                bad(
                        "bad bundle version",
                        RefusalTest::badVersion,
                        "has a manifest that is not a bundle's"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badJars")
    void refusesInOneSentenceAndLivesOn(String name, Maker maker, String[] told) throws Exception {
        maker.make(fixture.deploy.resolve("bad.jar"));
        fixture.start();
        String sentence = fixture.refusal();
        assertThat(sentence).as(name).contains(told).startsWith("bad.jar").doesNotContain("\n");
        assertThat(fixture.ids()).containsExactly("good");
        assertThat(fixture.analyses().getFirst().builtIn()).isTrue();
        assertThat(fixture.isQuiet()).as("one event per refusal").isTrue();
    }

    @Test
    void takesTheMendedJar() throws Exception {
        Path jar = fixture.deploy.resolve("bad.jar");
        truncated(jar);
        fixture.startWatching();
        assertThat(fixture.refusal()).contains("cannot be read as a jar");
        PluginJar.analysis(NAME, "mended", "Mended.").build(jar);
        assertThat(fixture.event().sentence()).isEqualTo("bad.jar offers analysis mended");
        assertThat(fixture.ids()).containsExactly("good", "mended");
    }

    private static Arguments bad(String name, Maker maker, String... told) {
        return Arguments.of(name, maker, told);
    }

    private static void withMember(Path jar, String member) throws IOException {
        PluginJar.named(NAME)
                .source(NAME + ".It", PluginJar.analysisSource(NAME, "bad", "x", member))
                .build(jar);
    }

    private static void truncated(Path jar) throws IOException {
        PluginJar.analysis(NAME, "bad", "x").build(jar);
        byte[] bytes = Files.readAllBytes(jar);
        Files.write(jar, Arrays.copyOf(bytes, bytes.length / 2));
    }

    private static void badVersion(Path jar) throws IOException {
        Manifest manifest = new Manifest();
        Attributes attributes = manifest.getMainAttributes();
        attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        attributes.putValue("Bundle-ManifestVersion", "2");
        attributes.putValue("Bundle-SymbolicName", NAME);
        attributes.putValue("Bundle-Version", "one.two");
        attributes.putValue("Provide-Capability", "org.jackknife.plugin;class=x.Y;id=y;summary=y");
        write(jar, manifest);
    }

    private static void write(Path jar, Manifest manifest) throws IOException {
        try (OutputStream out = Files.newOutputStream(jar);
                JarOutputStream zip = new JarOutputStream(out, manifest)) {
            zip.flush();
        }
    }
}
