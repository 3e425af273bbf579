package org.jackknife.cli.internal.create;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A folder of files with marks such as {@code @ID@} in names and texts.
 *
 * @param folder the template
 */
record Template(Path folder) {

    private static final String PACKAGE = "@PACKAGE@";

    /**
     * Copies the template with every mark replaced.
     *
     * @param marks mark to replacement; in a path, the dots of the package become folders
     */
    void copy(Path target, Map<String, String> marks) throws IOException {
        List<Path> files;
        try (Stream<Path> tree = Files.walk(folder)) {
            files = tree.filter(Files::isRegularFile).toList();
        }
        for (Path file : files) {
            String name = folder.relativize(file).toString();
            name = name.replace(PACKAGE, marks.get(PACKAGE).replace('.', '/'));
            Path copy = target.resolve(replaced(name, marks));
            Files.createDirectories(copy.getParent());
            Files.writeString(copy, replaced(Files.readString(file), marks));
        }
    }

    private static String replaced(String text, Map<String, String> marks) {
        String result = text;
        for (Map.Entry<String, String> mark : marks.entrySet()) {
            result = result.replace(mark.getKey(), mark.getValue());
        }
        return result;
    }
}
