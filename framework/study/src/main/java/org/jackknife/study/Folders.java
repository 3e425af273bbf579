package org.jackknife.study;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Where studies keep their files. Folders are made when they are needed.
 *
 * @param runs one folder per run
 * @param variants compressed models by fingerprint; shared by all runs, also by those that go on at the same time
 * @param models models that were downloaded, by hash
 * @param embedded the model file of the distribution; empty where there is none
 */
public record Folders(Path runs, Path variants, Path models, Optional<Path> embedded) {

    /** The usual three folders within one. */
    public static Folders within(Path home, Optional<Path> embedded) {
        return new Folders(home.resolve("runs"), home.resolve("variants"), home.resolve("models"), embedded);
    }
}
