package org.jackknife.llamacpp.internal;

import de.kherud.llama.LlamaModel;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.jackknife.api.engine.EngineException;

/**
 * Finds the shared library to load: the one inside java-llama.cpp's jar, or the one in a user's folder.
 *
 * <p>The bundled library is unpacked into a private folder of the user, named by the hash of its content. The loader of
 * java-llama.cpp uses one shared name in the temporary folder and deletes what else lies there, so that two programs
 * can pull the file from under each other; a name made of the content cannot collide with another version.
 */
final class LibraryFile {

    private LibraryFile() {}

    /** The bundled library as a file, unpacked if need be. */
    static Path bundled() {
        String resource = "/de/kherud/llama/" + platform() + "/" + System.mapLibraryName("jllama");
        // a class literal does not initialise the class, whose static block would load the library through JNI
        URL url = LlamaModel.class.getResource(resource);
        if (url == null) {
            throw new EngineException(("java-llama.cpp holds no library for this platform (%s); point the engine's "
                    + "libraryDirectory option at a build of llama.cpp of your own").formatted(resource));
        }
        try (InputStream in = url.openStream()) {
            return unpack(in.readAllBytes(), System.mapLibraryName("jllama"));
        } catch (IOException e) {
            throw new EngineException("the bundled llama.cpp library cannot be unpacked: " + e.getMessage()
                    + "; make the home or temporary folder writable, or set XDG_CACHE_HOME", e);
        }
    }

    /** The library in a user's folder; nothing else is ever tried in its place. */
    static Path inDirectory(Path directory) {
        List<String> names = List.of(System.mapLibraryName("jllama"), System.mapLibraryName("llama"));
        return names.stream()
                .map(directory::resolve)
                .filter(Files::isRegularFile)
                .findFirst()
                .orElseThrow(() -> new EngineException("libraryDirectory %s holds none of %s"
                        .formatted(directory.toAbsolutePath(), String.join(", ", names))));
    }

    private static String platform() {
        String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        String arch = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
        if (os.contains("windows")) {
            throw new EngineException("the Windows library of java-llama.cpp exports its JNI functions only, so this "
                    + "engine cannot use it; run under WSL, or set libraryDirectory to a llama.cpp build");
        }
        String cpu = arch.equals("amd64") ? "x86_64" : arch.equals("arm64") ? "aarch64" : arch;
        return (os.contains("mac") ? "Mac/" : "Linux/") + cpu;
    }

    private static Path unpack(byte[] content, String name) throws IOException {
        byte[] digest = sha256(content);
        Path folder = privateFolder(HexFormat.of().formatHex(digest, 0, 16));
        Path target = folder.resolve(name);
        if (Files.isRegularFile(target) && Arrays.equals(sha256(Files.readAllBytes(target)), digest)) {
            return target;
        }
        Path part = Files.createTempFile(folder, name, ".part");
        try {
            Files.write(part, content);
            // a move is atomic: a second process sees the whole file or none
            Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(part);
        }
        return target;
    }

    private static Path privateFolder(String key) throws IOException {
        String cache = System.getenv("XDG_CACHE_HOME");
        Path base = cache == null || cache.isBlank()
                ? Path.of(System.getProperty("user.home"), ".cache")
                : Path.of(cache);
        var ownerOnly = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
        Path folder = base.resolve("jackknife").resolve("native").resolve(key);
        try {
            return Files.createDirectories(folder, ownerOnly);
        } catch (IOException e) {
            // a home that cannot be written to is common in containers; a fresh temporary folder is as private
            Path temporary = Files.createTempDirectory("jackknife-native");
            temporary.toFile().deleteOnExit();
            temporary.resolve(System.mapLibraryName("jllama")).toFile().deleteOnExit();
            return temporary;
        }
    }

    private static byte[] sha256(byte[] content) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(content);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
