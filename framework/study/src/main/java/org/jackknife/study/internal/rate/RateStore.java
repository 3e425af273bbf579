package org.jackknife.study.internal.rate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jackknife.study.internal.Json;

/**
 * Remembers rates beside the variants, by processor and number of threads.
 *
 * @param folder of the variant store
 * @param processor the processor's name
 * @param threads threads of a compression
 */
record RateStore(Path folder, String processor, int threads) {

    static final String FILE_NAME = "rates.json";

    /** Rates of one processor, as the file holds them. */
    private record Entry(String processor, int threads, Map<String, Double> perSecond) {

        private boolean isOf(RateStore store) {
            return processor.equals(store.processor) && threads == store.threads;
        }
    }

    private record Content(List<Entry> machines) {}

    /** What was measured so far. */
    MachineRates find() throws IOException {
        MachineRates rates = MachineRates.NONE;
        for (Entry entry : read().machines()) {
            if (entry.isOf(this)) {
                for (Map.Entry<String, Double> rate : entry.perSecond().entrySet()) {
                    rates = rates.with(Map.of(WorkKind.parse(rate.getKey()), rate.getValue()));
                }
            }
        }
        return rates;
    }

    /** Remembers rates in the place of those that are there for this processor. */
    void keep(MachineRates rates) throws IOException {
        List<Entry> entries = new ArrayList<>(read().machines());
        entries.removeIf(entry -> entry.isOf(this));
        Map<String, Double> names = new java.util.TreeMap<>();
        rates.perSecond().forEach((kind, rate) -> names.put(kind.toString(), rate));
        entries.add(new Entry(processor, threads, names));
        Files.createDirectories(folder);
        // two plans may measure at once: each writes a file of its own, and one of the two stays
        Path partial = Files.createTempFile(folder, "rates", ".partial");
        Json.MAPPER.writerWithDefaultPrettyPrinter().writeValue(partial.toFile(), new Content(entries));
        Files.move(partial, file(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private Content read() throws IOException {
        return Files.isRegularFile(file()) ? Json.MAPPER.readValue(file().toFile(), Content.class) : new Content(List.of());
    }

    private Path file() {
        return folder.resolve(FILE_NAME);
    }
}
