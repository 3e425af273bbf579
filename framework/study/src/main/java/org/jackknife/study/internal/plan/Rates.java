package org.jackknife.study.internal.plan;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.jackknife.study.Cell;
import org.jackknife.study.RunSummary;
import org.jackknife.study.RunSummary.CellRate;
import org.jackknife.study.internal.Json;

/** How fast earlier runs of this folder were. */
record Rates(List<CellRate> cells, int runs) {

    /** Reads the summaries of all runs in a folder. */
    static Rates of(Path runs) throws IOException {
        List<CellRate> cells = new ArrayList<>();
        int count = 0;
        if (Files.isDirectory(runs)) {
            try (Stream<Path> folders = Files.list(runs)) {
                for (Path folder : folders.sorted().toList()) {
                    Path file = folder.resolve(RunSummary.FILE_NAME);
                    if (Files.isRegularFile(file)) {
                        cells.addAll(Json.MAPPER.readValue(file.toFile(), RunSummary.class).cells());
                        count++;
                    }
                }
            }
        }
        return new Rates(cells, count);
    }

    /**
     * Seconds per episode of this task and policy: of the same file where it was played before, otherwise of other files,
     * scaled by size.
     */
    OptionalDouble episodeSeconds(Cell cell, String policy, String sha256, long bytes) {
        List<CellRate> alike = cells.stream()
                .filter(rate -> rate.episodes() > 0
                        && rate.policy().equals(policy)
                        && rate.cell().task().equals(cell.task()))
                .toList();
        List<CellRate> same =
                alike.stream().filter(rate -> !sha256.isEmpty() && rate.model().equals(sha256)).toList();
        if (!same.isEmpty()) {
            return mean(same, rate -> 1);
        }
        return mean(alike, rate -> rate.bytes() > 0 && bytes > 0 ? (double) bytes / rate.bytes() : 1);
    }

    private interface Scale {
        double of(CellRate rate);
    }

    private static OptionalDouble mean(List<CellRate> rates, Scale scale) {
        return rates.stream()
                .mapToDouble(rate -> rate.seconds() / rate.episodes() * scale.of(rate))
                .average();
    }
}
