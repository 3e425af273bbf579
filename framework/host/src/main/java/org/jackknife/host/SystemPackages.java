package org.jackknife.host;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.osgi.framework.Constants;
import org.osgi.framework.Version;

/**
 * Lists the packages of the class path that bundles may import.
 *
 * <p>Libraries stay on the class path of the host, where native code and service loaders work without wrapping, and the
 * framework exports their packages. A jar with an OSGi manifest exports what its manifest says; of any other jar all
 * packages are exported, in the version that its file name carries.
 */
public final class SystemPackages {

    private static final Pattern VERSION_IN_NAME = Pattern.compile("-(\\d+(?:\\.\\d+){0,2})[^/]*\\.jar$");
    /** One clause of Export-Package: its packages, then its parameters, some of them quoted. */
    private static final Pattern CLAUSE = Pattern.compile("((?:[^,;\"]|\"[^\"]*\")+(?:;(?:[^,\"]|\"[^\"]*\")*)?)(?:,|$)");
    private static final Pattern VERSION_PARAMETER = Pattern.compile(";\\s*version\\s*=\\s*\"?([^\";]+)\"?");
    private static final String OWN_PREFIX = "org.jackknife.";

    private SystemPackages() {}

    /**
     * Writes the list for a folder of jars: {@code SystemPackages LIB_FOLDER FILE}. The distribution's build calls this.
     */
    public static void main(String[] arguments) throws IOException {
        try (Stream<Path> files = Files.list(Path.of(arguments[0]))) {
            List<Path> jars = files.filter(file -> file.toString().endsWith(".jar")).sorted().toList();
            Files.writeString(Path.of(arguments[1]), String.join(",\n", clauses(jars)) + "\n");
        }
    }

    /** The value of {@code org.osgi.framework.system.packages.extra}, read from a file that {@link #main} wrote. */
    public static String read(Path file) throws IOException {
        return Files.readString(file).replace("\n", "");
    }

    /** The same value, computed from the class path of this process. */
    public static String ofClassPath() throws IOException {
        List<Path> entries = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !entry.isEmpty())
                .map(Path::of)
                .filter(Files::exists)
                .toList();
        return String.join(",", clauses(entries));
    }

    private static List<String> clauses(List<Path> entries) throws IOException {
        // a jar may export a package in several versions on purpose, as slf4j-api does for its old users
        Map<String, Set<Version>> packages = new TreeMap<>();
        for (Path entry : entries) {
            packagesOf(entry).forEach((name, versions) ->
                    packages.computeIfAbsent(name, key -> new TreeSet<>()).addAll(versions));
        }
        return packages.entrySet().stream()
                .filter(entry -> !isFrameworks(entry.getKey()))
                .flatMap(entry -> entry.getValue().stream()
                        .map(version -> entry.getKey() + ";version=\"" + version + "\""))
                .toList();
    }

    /** The framework exports its own packages, and those of the JDK, without being told. */
    private static boolean isFrameworks(String name) {
        return name.startsWith("org.osgi.") || name.startsWith("org.apache.felix") || name.startsWith("java.");
    }

    private static Map<String, Set<Version>> packagesOf(Path entry) throws IOException {
        Attributes manifest = manifestOf(entry);
        String exports = manifest.getValue(Constants.EXPORT_PACKAGE);
        if (exports != null) {
            return exported(exports);
        }
        String symbolicName = manifest.getValue(Constants.BUNDLE_SYMBOLICNAME);
        boolean keepsToItself = symbolicName != null && symbolicName.startsWith(OWN_PREFIX);
        return keepsToItself || Files.isDirectory(entry) ? Map.of() : scanned(entry);
    }

    private static Attributes manifestOf(Path entry) throws IOException {
        Manifest manifest = null;
        if (Files.isDirectory(entry)) {
            Path file = entry.resolve(JarFile.MANIFEST_NAME);
            if (Files.exists(file)) {
                try (InputStream in = Files.newInputStream(file)) {
                    manifest = new Manifest(in);
                }
            }
        } else {
            try (JarFile jar = new JarFile(entry.toFile())) {
                manifest = jar.getManifest();
            }
        }
        return manifest == null ? new Attributes() : manifest.getMainAttributes();
    }

    private static Map<String, Set<Version>> exported(String header) {
        Map<String, Set<Version>> packages = new TreeMap<>();
        Matcher clause = CLAUSE.matcher(header);
        while (clause.find()) {
            String text = clause.group(1);
            Matcher version = VERSION_PARAMETER.matcher(text);
            Version parsed = version.find() ? Version.parseVersion(version.group(1).strip()) : Version.emptyVersion;
            names(text).forEach(name ->
                    packages.computeIfAbsent(name, key -> new TreeSet<>()).add(parsed));
        }
        return packages;
    }

    /** The packages of a clause: its parts up to the first parameter. */
    private static Stream<String> names(String clause) {
        return Arrays.stream(clause.split(";")).map(String::strip).takeWhile(part -> !part.contains("="));
    }

    private static Map<String, Set<Version>> scanned(Path jarFile) {
        Matcher version = VERSION_IN_NAME.matcher(jarFile.getFileName().toString());
        Version parsed = version.find() ? Version.parseVersion(version.group(1)) : Version.emptyVersion;
        try (JarFile jar = new JarFile(jarFile.toFile())) {
            return jar.stream()
                    .map(entry -> entry.getName())
                    .filter(name -> name.endsWith(".class") && name.contains("/") && !name.startsWith("META-INF/"))
                    .map(name -> name.substring(0, name.lastIndexOf('/')).replace('/', '.'))
                    .distinct()
                    .collect(Collectors.toMap(name -> name, name -> Set.of(parsed)));
        } catch (IOException e) {
            throw new UncheckedIOException(jarFile + " on the class path cannot be read", e);
        }
    }
}
