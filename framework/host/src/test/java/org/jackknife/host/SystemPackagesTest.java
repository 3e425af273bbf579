package org.jackknife.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SystemPackagesTest {

    @TempDir
    private Path lib;

    @Test
    void exportsWhatAManifestSaysWithoutUsesAndInEveryVersion() throws IOException {
        jar("real-1.0.jar", "Export-Package", "a.b;version=\"1.2.3\";uses:=\"x,y\",c.d;e.f;version=\"2\","
                + "g;version=\"1.7\",g;version=\"2.0\"");
        assertThat(list()).containsExactly(
                "a.b;version=\"1.2.3\"",
                "c.d;version=\"2.0.0\"",
                "e.f;version=\"2.0.0\"",
                "g;version=\"1.7.0\"",
                "g;version=\"2.0.0\"");
    }

    @Test
    void exportsEveryPackageOfAJarWithoutManifestInTheVersionOfItsName() throws IOException {
        jar("plain-4.2.0-SNAPSHOT.jar", "X", "y", "p/q/A.class", "p/r/B.class", "p/notes.txt", "META-INF/versions/9/p/C.class");
        assertThat(list()).containsExactly("p.q;version=\"4.2.0\"", "p.r;version=\"4.2.0\"");
    }

    @Test
    void keepsTheFrameworksOwnAndOurOwnInternalsBack() throws IOException {
        jar("osgi-1.jar", "Export-Package", "org.osgi.framework;version=\"1.10\"");
        jar("own-1.jar", "Bundle-SymbolicName", "org.jackknife.own", "org/jackknife/own/A.class");
        assertThat(list()).containsExactly("");
    }

    private String[] list() throws IOException {
        Path file = lib.resolve("packages.txt");
        SystemPackages.main(new String[] {lib.toString(), file.toString()});
        return SystemPackages.read(file).split(",");
    }

    private void jar(String name, String header, String value, String... entries) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().putValue(header, value);
        try (OutputStream out = Files.newOutputStream(lib.resolve(name));
                JarOutputStream zip = new JarOutputStream(out, manifest)) {
            for (String entry : entries) {
                zip.putNextEntry(new JarEntry(entry));
            }
        }
    }
}
