package org.jackknife.cli.internal.study;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jackknife.api.model.EmbeddedModel;
import org.jackknife.api.plugin.Contribution;
import org.jackknife.api.plugin.Plugins;
import org.jackknife.cli.CommandContext;
import org.jackknife.cli.InputException;
import org.jackknife.cli.Locations;
import org.jackknife.cli.internal.ProgramVersion;
import org.jackknife.study.Folders;
import org.jackknife.study.ModelSource;
import org.jackknife.study.Study;
import org.jackknife.study.WorkerLauncher;

/** Builds studies over the plug-ins and folders of this process. */
public final class Studies {

    /** The word for the embedded model, where a model file is asked for. */
    public static final String EMBEDDED = "embedded";

    /** Options of worker processes: they run native code, and several of them run at once. */
    private static final List<String> WORKER_OPTIONS = List.of(
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-XX:+UseSerialGC",
            "-Xshare:auto");

    private Studies() {}

    /**
     * A study whose runs are kept in the working folder's {@code runs}, and everything that can be made again in the
     * cache.
     */
    public static Study of(CommandContext context) throws IOException {
        return new Study(context.plugins(), folders(context), launcher(context.locations()), ProgramVersion.version());
    }

    /** Where studies of this process keep their files. */
    public static Folders folders(CommandContext context) throws IOException {
        Path cache = context.locations().cache();
        return new Folders(
                Path.of("runs"), cache.resolve("variants"), cache.resolve("models"), embedded(context.plugins(), cache));
    }

    private static Optional<Path> embedded(Plugins plugins, Path cache) throws IOException {
        List<Contribution<EmbeddedModel>> models = plugins.all(EmbeddedModel.class);
        if (models.isEmpty()) {
            return Optional.empty();
        }
        Path folder = cache.resolve("embedded");
        try {
            return Optional.of(models.getFirst().service().unpack(folder));
        } catch (IOException e) {
            throw new IOException("the embedded model cannot be unpacked to %s: %s; free space, or set JACKKNIFE_HOME to a folder with more"
                    .formatted(folder, e.getMessage()), e);
        }
    }

    /** The model that a user names by path, or the embedded one. */
    public static ModelSource model(String named) {
        if (named.equals(EMBEDDED)) {
            return new ModelSource(EMBEDDED, new ModelSource.Embedded());
        }
        Path file = Path.of(named).toAbsolutePath();
        if (!Files.isRegularFile(file)) {
            throw new InputException("there is no model file %s; give the path of a GGUF file, or '%s'".formatted(named, EMBEDDED));
        }
        String name = file.getFileName().toString().replaceFirst("\\.gguf$", "");
        return new ModelSource(name, new ModelSource.LocalFile(file));
    }

    /**
     * The file of a model that a user names by path, or of the embedded one.
     *
     * @throws NoSuchFileException if there is none
     */
    public static Path modelFile(CommandContext context, String named) throws IOException {
        if (named.equals(EMBEDDED) && !Files.exists(Path.of(named))) {
            return embedded(context.plugins(), context.locations().cache())
                    .orElseThrow(() -> new InputException("this installation carries no embedded model; give the path of a GGUF file"));
        }
        Path file = Path.of(named);
        if (!Files.exists(file)) {
            throw new NoSuchFileException(named);
        }
        return file;
    }

    private static WorkerLauncher launcher(Locations locations) {
        return WorkerLauncher.java(
                java.util.stream.Stream.concat(
                                WORKER_OPTIONS.stream(),
                                List.of(
                                        "-D%s=%s".formatted(Locations.HOME, locations.home()),
                                        "-D%s=%s".formatted(Locations.DEPLOY, locations.deploy()))
                                        .stream())
                        .toList(),
                System.getProperty("java.class.path"),
                "org.jackknife.cli.Main",
                WorkerCommand.NAME);
    }
}
