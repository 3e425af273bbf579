package org.jackknife.cli.internal;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** Tells the program's version and what it runs on. */
public final class ProgramVersion implements IVersionProvider {

    /** The version alone, such as {@code 0.1.0}. */
    public static String version() throws IOException {
        Properties properties = new Properties();
        try (InputStream in = ProgramVersion.class.getResourceAsStream("/org/jackknife/cli/version.properties")) {
            properties.load(in);
        }
        return properties.getProperty("version");
    }

    @Override
    public String[] getVersion() throws IOException {
        return new String[] {
            "jackknife %s (Java %s, %s %s)"
                    .formatted(
                            version(),
                            Runtime.version(),
                            System.getProperty("os.name"),
                            System.getProperty("os.arch"))
        };
    }
}
