package org.jackknife.cli.internal;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** Tells the program's version and what it runs on. */
public final class ProgramVersion implements IVersionProvider {

    /** The version alone, such as {@code 0.1.0}. */
    public static String version() {
        Properties properties = new Properties();
        try (InputStream in = ProgramVersion.class.getResourceAsStream("/org/jackknife/cli/version.properties")) {
            properties.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException("version.properties of the program's own jar cannot be read", e);
        }
        return properties.getProperty("version");
    }

    /** The version with Java and system, in one line. */
    public static String text() {
        return "jackknife %s (Java %s, %s %s)"
                .formatted(
                        version(), Runtime.version(), System.getProperty("os.name"), System.getProperty("os.arch"));
    }

    @Override
    public String[] getVersion() {
        return new String[] {text()};
    }
}
