package org.jackknife.gguf.internal;

import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jackknife.gguf.GgufException;
import org.jackknife.gguf.GgufMetadata;

/** Finds and opens all files of a model, which may be split into {@code name-00001-of-0000N.gguf} and its siblings. */
public final class SplitModel {
    private static final Pattern NAME = Pattern.compile("(.*)-(\\d{5})-of-(\\d{5})\\.gguf");
    private static final String COUNT = "split.count";
    private static final String NUMBER = "split.no";
    private static final String TENSORS = "split.tensors.count";

    private SplitModel() {}

    /** Opens the file, and with it all its siblings if its metadata says that the model is split. */
    public static List<MappedFile> open(Path path, Arena arena) throws GgufException {
        MappedFile first = MappedFile.open(path, 0, arena);
        if (!first.metadata().has(COUNT)) {
            return List.of(first);
        }
        int count = number(first, COUNT);
        if (count <= 1) {
            return List.of(first);
        }
        if (number(first, NUMBER) != 0) {
            throw new GgufException(path, "'" + NUMBER + "' is " + number(first, NUMBER)
                    + ", a split model is opened by its first file, " + sibling(path, 0, count).getFileName());
        }
        List<MappedFile> files = new ArrayList<>();
        for (int part = 0; part < count; part++) {
            MappedFile file = part == 0 ? first : MappedFile.open(sibling(path, part, count), part, arena);
            requireNumber(file, NUMBER, part);
            requireNumber(file, COUNT, count);
            files.add(file);
        }
        int total = files.stream().mapToInt(file -> file.tensors().size()).sum();
        requireNumber(files.getFirst(), TENSORS, total);
        return files;
    }

    /** Returns the keys of the whole model: those of the first file without the ones that describe the split. */
    public static GgufMetadata wholeModel(GgufMetadata first) {
        return first.without(COUNT).without(NUMBER).without(TENSORS);
    }

    private static Path sibling(Path path, int part, int count) throws GgufException {
        Matcher matcher = NAME.matcher(path.getFileName().toString());
        if (!matcher.matches() || Integer.parseInt(matcher.group(3)) != count) {
            throw new GgufException(path, "the model is split into " + count
                    + " files, so this file must be named like NAME-00001-of-%05d.gguf".formatted(count));
        }
        return path.resolveSibling("%s-%05d-of-%05d.gguf".formatted(matcher.group(1), part + 1, count));
    }

    private static void requireNumber(MappedFile file, String key, int expected) throws GgufException {
        int actual = number(file, key);
        if (actual != expected) {
            throw new GgufException(file.path(), "'" + key + "' is " + actual + ", expected " + expected
                    + "; the files of the split model do not belong together");
        }
    }

    private static int number(MappedFile file, String key) throws GgufException {
        return file.metadata()
                .integer(key)
                .filter(value -> value >= 0 && value <= Integer.MAX_VALUE)
                .map(Long::intValue)
                .orElseThrow(() -> new GgufException(file.path(), "'" + key + "' is missing or not a small integer"));
    }
}
