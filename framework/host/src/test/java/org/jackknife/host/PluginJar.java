package org.jackknife.host;

import aQute.bnd.osgi.Analyzer;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/** Builds a plug-in's jar in a test: javac for the classes, bnd for the manifest, as a real plug-in's build does. */
final class PluginJar {

    private final String symbolicName;
    private final Map<String, String> sources = new LinkedHashMap<>();
    private final Map<String, String> instructions = new LinkedHashMap<>();
    private String leftOut = "";

    private PluginJar(String symbolicName) {
        this.symbolicName = symbolicName;
    }

    static PluginJar named(String symbolicName) {
        return new PluginJar(symbolicName);
    }

    /** An analysis, the smallest contract, in a package of the symbolic name. */
    static PluginJar analysis(String symbolicName, String id, String summary) {
        return named(symbolicName).source(symbolicName + ".It", analysisSource(symbolicName, id, summary, ""));
    }

    static String analysisSource(String packageName, String id, String summary, String members) {
        return """
                package %s;
                import java.util.Map;
                import org.jackknife.api.analysis.Analysis;
                import org.jackknife.api.engine.TokenSession;
                import org.jackknife.api.plugin.*;
                @Plugin(value = "%s", summary = "%s")
                public class It implements Analysis<It.Options> {
                    public record Options(@Option(value = "How often.", defaultValue = "1", min = 1) int times) {}
                    public String version() { return "1"; }
                    public Class<Options> optionsType() { return Options.class; }
                    public Map<String, Double> compare(
                            TokenSession a, TokenSession b, int[][] tokens, Options options, Progress progress) {
                        return Map.of();
                    }
                    %s
                }
                """
                .formatted(packageName, id, summary, members);
    }

    PluginJar source(String className, String text) {
        sources.put(className, text);
        return this;
    }

    /** A line of a bnd file, where a test needs what the annotations do not write. */
    PluginJar instruction(String name, String value) {
        instructions.put(name, value);
        return this;
    }

    /** Compiles classes of that package but leaves them out of the jar. */
    PluginJar without(String packageName) {
        leftOut = packageName;
        return this;
    }

    /** Builds the jar and moves it into place in one step, as a careful user would. */
    Path build(Path jar, Path... classPath) throws IOException {
        Path work = Files.createTempDirectory(jar.toAbsolutePath().getParent().getParent(), "build");
        Path classes = compile(work, classPath);
        if (!leftOut.isEmpty()) {
            delete(classes.resolve(leftOut.replace('.', '/')));
        }
        Path built = work.resolve("built.jar");
        try (Analyzer analyzer = new Analyzer()) {
            analyzer.setJar(classes.toFile());
            for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
                analyzer.addClasspath(new File(entry));
            }
            for (Path entry : classPath) {
                analyzer.addClasspath(entry.toFile());
            }
            analyzer.setBundleSymbolicName(symbolicName);
            analyzer.setBundleVersion("1.0.0");
            instructions.forEach(analyzer::setProperty);
            analyzer.getJar().setManifest(analyzer.calcManifest());
            analyzer.getJar().write(built.toFile());
        } catch (Exception e) {
            throw new IOException("the test's own jar cannot be built: " + e, e);
        }
        return Files.move(built, jar, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    private Path compile(Path work, Path... classPath) throws IOException {
        Path classes = Files.createDirectories(work.resolve("classes"));
        String fullPath = Stream.concat(
                        Stream.of(System.getProperty("java.class.path")),
                        Arrays.stream(classPath).map(Path::toString))
                .reduce((a, b) -> a + File.pathSeparator + b)
                .orElseThrow();
        JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
        List<String> arguments =
                new java.util.ArrayList<>(List.of("-proc:none", "-d", classes.toString(), "-cp", fullPath));
        for (Map.Entry<String, String> source : sources.entrySet()) {
            Path file = work.resolve("src").resolve(source.getKey().replace('.', '/') + ".java");
            Files.createDirectories(file.getParent());
            arguments.add(Files.writeString(file, source.getValue()).toString());
        }
        if (javac.run(null, null, null, arguments.toArray(String[]::new)) != 0) {
            throw new IOException("the test's own source does not compile");
        }
        return classes;
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> tree = Files.walk(folder)) {
            for (Path path : tree.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
