package org.jackknife.host.internal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.zip.ZipException;
import org.jackknife.api.plugin.Plugin;
import org.osgi.framework.Constants;

/**
 * What a file says about itself before the framework sees it.
 *
 * @param path the jar or exploded folder
 * @param symbolicName its symbolic name, without directives
 */
record BundleFile(Path path, String symbolicName) {

    /**
     * Reads a file's manifest.
     *
     * @throws RefusedException if the file is no bundle, or a bundle that can add nothing
     */
    static BundleFile read(Path path) throws RefusedException {
        Attributes manifest = manifest(path)
                .map(Manifest::getMainAttributes)
                .orElseThrow(() -> plain(path, "it has no manifest"));
        String symbolicName = manifest.getValue(Constants.BUNDLE_SYMBOLICNAME);
        if (symbolicName == null) {
            throw plain(path, "its manifest has no Bundle-SymbolicName");
        }
        String capabilities = manifest.getValue(Constants.PROVIDE_CAPABILITY);
        boolean offersPlugin = capabilities != null && capabilities.contains(Plugin.NAMESPACE);
        if (!offersPlugin && manifest.getValue(Constants.EXPORT_PACKAGE) == null) {
            throw new RefusedException(("%s offers nothing: its manifest lists no plug-in and exports no package; "
                            + "annotate the plug-in class with @Plugin and build with bnd-maven-plugin")
                    .formatted(path.getFileName()));
        }
        return new BundleFile(path, symbolicName.split(";", 2)[0].strip());
    }

    String name() {
        return path.getFileName().toString();
    }

    private static Optional<Manifest> manifest(Path path) throws RefusedException {
        try {
            if (Files.isDirectory(path)) {
                Path file = path.resolve(JarFile.MANIFEST_NAME);
                return Files.exists(file) ? Optional.of(read(file, new Manifest())) : Optional.empty();
            }
            try (JarFile jar = new JarFile(path.toFile())) {
                return Optional.ofNullable(jar.getManifest());
            }
        } catch (ZipException e) {
            throw new RefusedException(
                    "%s cannot be read as a jar (%s): it is damaged or was copied in part; copy it again"
                            .formatted(path.getFileName(), e.getMessage()),
                    e);
        } catch (IOException e) {
            throw new RefusedException("%s cannot be read: %s".formatted(path.getFileName(), e.getMessage()), e);
        }
    }

    private static Manifest read(Path file, Manifest manifest) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            manifest.read(in);
        }
        return manifest;
    }

    private static RefusedException plain(Path path, String why) {
        return new RefusedException(("%s is a plain jar, not a bundle: %s; build it with bnd-maven-plugin, "
                        + "as the project made by 'jackknife new' does")
                .formatted(path.getFileName(), why));
    }
}
