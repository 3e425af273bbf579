package org.jackknife.host.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/** Finds bundle files. */
public final class BundleFiles {

    private BundleFiles() {}

    /** The path itself where it is a jar or an exploded bundle, otherwise the jars in the folder, by name. */
    public static List<Path> expand(Path path) throws IOException {
        boolean folder = Files.isDirectory(path) && !Files.exists(path.resolve(JarFile.MANIFEST_NAME));
        return folder ? jars(path) : List.of(path);
    }

    /** The jars in a folder, by name; none where the folder does not exist. */
    static List<Path> jars(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".jar") && Files.isRegularFile(file))
                    .sorted()
                    .toList();
        }
    }
}
