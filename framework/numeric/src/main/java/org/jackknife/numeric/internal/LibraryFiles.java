package org.jackknife.numeric.internal;

import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import org.jackknife.numeric.NativeLibraryException;

/**
 * Unpacks OpenBLAS and the libraries it needs from the jar on the class path into a private folder of the user.
 *
 * <p>The folder is named by the checksums that the jar's directory holds, so that another version gets another folder.
 * A file that is there is used if its own checksum is the same: reading 40 MB from the page cache takes a tenth of the
 * time of inflating them.
 */
final class LibraryFiles {

    private static final String ROOT = "org/bytedeco/openblas/";

    private LibraryFiles() {}

    /** The files in the order in which they must be loaded, OpenBLAS last. */
    static List<Path> unpacked() {
        String platform = platform();
        List<ZipEntry> entries = new ArrayList<>();
        List<URL> urls = new ArrayList<>();
        for (String name : names(platform)) {
            URL url = LibraryFiles.class.getClassLoader().getResource(ROOT + platform + "/" + name);
            if (url == null) {
                throw new NativeLibraryException(("OpenBLAS for this platform is not on the class path (%s%s/%s); add "
                        + "org.bytedeco:openblas with the classifier %s").formatted(ROOT, platform, name, platform));
            }
            urls.add(url);
            entries.add(entry(url));
        }
        try {
            Path folder = privateFolder(key(entries));
            List<Path> files = new ArrayList<>();
            for (int i = 0; i < urls.size(); i++) {
                files.add(unpack(urls.get(i), entries.get(i), folder));
            }
            return files;
        } catch (IOException e) {
            throw new NativeLibraryException("OpenBLAS cannot be unpacked: " + e.getMessage()
                    + "; make the home or temporary folder writable, or set XDG_CACHE_HOME", e);
        }
    }

    private static List<String> names(String platform) {
        return switch (platform) {
            case "linux-x86_64" -> List.of("libgcc_s.so.1", "libquadmath.so.0", "libgfortran.so.5", "libopenblas.so.0");
            case "linux-arm64" -> List.of("libgcc_s.so.1", "libgfortran.so.5", "libopenblas.so.0");
            case "macosx-arm64" ->
                List.of("libgcc_s.1.1.dylib", "libquadmath.0.dylib", "libgfortran.5.dylib", "libopenblas.0.dylib");
            default -> throw new NativeLibraryException("there is no OpenBLAS for this platform (" + platform
                    + "); Jackknife runs on linux-x86_64, linux-arm64 and macosx-arm64");
        };
    }

    private static String platform() {
        String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        String arch = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
        String cpu = arch.equals("amd64") ? "x86_64" : arch.equals("aarch64") ? "arm64" : arch;
        return (os.contains("mac") ? "macosx-" : os.contains("linux") ? "linux-" : os + "-") + cpu;
    }

    private static ZipEntry entry(URL url) {
        try {
            if (url.openConnection() instanceof JarURLConnection connection) {
                return connection.getJarEntry();
            }
        } catch (IOException e) {
            throw new NativeLibraryException(url + " cannot be read: " + e.getMessage(), e);
        }
        throw new NativeLibraryException(url + " is not inside a jar; put the jar of OpenBLAS on the class path as it is");
    }

    private static String key(List<ZipEntry> entries) {
        StringBuilder key = new StringBuilder("openblas");
        entries.forEach(entry -> key.append("-%08x".formatted(entry.getCrc())));
        return key.toString();
    }

    private static Path unpack(URL url, ZipEntry entry, Path folder) throws IOException {
        String name = entry.getName().substring(entry.getName().lastIndexOf('/') + 1);
        Path target = folder.resolve(name);
        if (Files.isRegularFile(target) && Files.size(target) == entry.getSize() && crc(target) == entry.getCrc()) {
            return target;
        }
        Path part = Files.createTempFile(folder, name, ".part");
        try (InputStream in = url.openStream()) {
            Files.copy(in, part, StandardCopyOption.REPLACE_EXISTING);
            // a move is atomic: a second process sees the whole file or none
            Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(part);
        }
        return target;
    }

    private static long crc(Path file) throws IOException {
        CRC32 crc = new CRC32();
        byte[] buffer = new byte[1 << 16];
        try (InputStream in = Files.newInputStream(file)) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                crc.update(buffer, 0, read);
            }
        }
        return crc.getValue();
    }

    private static Path privateFolder(String key) throws IOException {
        String cache = System.getenv("XDG_CACHE_HOME");
        Path base = cache == null || cache.isBlank()
                ? Path.of(System.getProperty("user.home"), ".cache")
                : Path.of(cache);
        var ownerOnly = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
        try {
            return Files.createDirectories(base.resolve("jackknife").resolve("native").resolve(key), ownerOnly);
        } catch (IOException e) {
            // a home that cannot be written to is common in containers; a fresh temporary folder is as private
            Path temporary = Files.createTempDirectory("jackknife-native");
            deleteAtExit(temporary, names(platform()));
            return temporary;
        }
    }

    private static void deleteAtExit(Path folder, List<String> names) {
        // files before their folder: what is registered last is deleted first
        folder.toFile().deleteOnExit();
        names.forEach(name -> folder.resolve(name).toFile().deleteOnExit());
    }
}
