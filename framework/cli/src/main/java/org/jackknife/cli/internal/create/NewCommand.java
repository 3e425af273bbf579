package org.jackknife.cli.internal.create;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jackknife.cli.CommandContext;
import org.jackknife.cli.InputException;
import org.jackknife.cli.internal.ProgramVersion;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes a small Maven project with a working plug-in and its test. */
@Command(name = "new", description = "Make a Maven project with a working plug-in to start from.")
public final class NewCommand implements Callable<Integer> {

    private static final Pattern ID = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*");
    private static final Pattern PACKAGE = Pattern.compile("[a-z][a-z0-9_]*(\\.[a-z][a-z0-9_]*)*");

    /** What can be made. */
    enum Kind {
        METHOD("method-plugin", "Method", "methods"),
        ENVIRONMENT("environment-plugin", "Task", "tasks");

        private final String template;
        private final String suffix;
        private final String listed;

        Kind(String template, String suffix, String listed) {
            this.template = template;
            this.suffix = suffix;
            this.listed = listed;
        }

        /** The class for an id: {@code my-method} becomes {@code MyMethod}, {@code box} becomes {@code BoxTask}. */
        private String className(String id) {
            String name = Arrays.stream(id.split("-"))
                    .map(word -> Character.toUpperCase(word.charAt(0)) + word.substring(1))
                    .collect(Collectors.joining());
            return name.endsWith(suffix) ? name : name + suffix;
        }
    }

    private final CommandContext context;

    @Parameters(index = "0", paramLabel = "KIND", description = "method or environment.")
    private Kind kind;

    @Parameters(index = "1", paramLabel = "ID", description = "The plug-in's id, such as my-method.")
    private String id;

    @Option(
            names = "--package",
            paramLabel = "PACKAGE",
            defaultValue = "org.example",
            description = "The Java package (default: ${DEFAULT-VALUE}).")
    private String packageName;

    @Option(names = "--out", required = true, paramLabel = "DIR", description = "The folder to make.")
    private Path out;

    public NewCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        check(ID, id, "id", "lower-case words, digits and hyphens, such as my-method");
        check(PACKAGE, packageName, "package", "lower-case words with dots, such as org.example");
        requireEmpty();
        Path home = context.locations().home();
        Path templates = home.resolve("templates");
        new Template(templates.resolve("common")).copy(out, marks(home));
        new Template(templates.resolve(kind.template)).copy(out, marks(home));
        Path jar = out.resolve("target").resolve(id + "-1.0.0.jar");
        if (context.json()) {
            context.output().json(Map.of(
                    "kind", kind.name().toLowerCase(Locale.ROOT),
                    "id", id,
                    "folder", out.toString(),
                    "jar", jar.toString(),
                    "deploy", context.locations().deploy().toString()));
            return ExitCode.OK;
        }
        context.output().line("""
                %s holds a working %s plug-in. Next:
                  mvn -f %s package
                  cp %s %s/
                  jackknife list %s %s"""
                .formatted(
                        out,
                        kind.name().toLowerCase(Locale.ROOT),
                        out,
                        jar,
                        context.locations().deploy(),
                        kind.listed,
                        id));
        return ExitCode.OK;
    }

    private Map<String, String> marks(Path home) {
        return Map.of(
                "@ID@", id,
                "@PACKAGE@", packageName,
                "@CLASS@", kind.className(id),
                "@VERSION@", ProgramVersion.version(),
                "@REPOSITORY@", home.resolve("repository").toUri().toString());
    }

    private static void check(Pattern pattern, String value, String what, String allowed) {
        if (!pattern.matcher(value).matches()) {
            throw new InputException("the %s is '%s', but must be made of %s".formatted(what, value, allowed));
        }
    }

    private void requireEmpty() throws IOException {
        if (Files.exists(out)) {
            try (Stream<Path> files = Files.list(out)) {
                if (files.findAny().isPresent()) {
                    throw new InputException("%s is not empty; name a folder that does not exist yet".formatted(out));
                }
            }
        }
    }
}
