package org.jackknife.study;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import org.jackknife.api.trajectory.Trajectory;
import org.jackknife.study.internal.Json;
import org.jackknife.study.internal.journal.LineSplitter;

/**
 * Reads the journal of a run, line by line and never whole: JSON Lines, one {@link JournalEvent} each.
 *
 * <p>A last line without its line feed was torn by a crash: it is dropped, and {@link #tornBytes} tells. Any other line
 * that cannot be read is an error that names its number. A journal may be read while the run goes on.
 */
public final class Journal {

    /** The journal's name in the folder of a run. */
    public static final String FILE_NAME = "journal.jsonl";

    private final Path file;
    private long tornBytes;

    private Journal(Path file) {
        this.file = file;
    }

    /**
     * The journal of a run.
     *
     * @param runOrFile the folder of a run, or a journal itself
     * @throws StudyException if there is no such file
     */
    public static Journal of(Path runOrFile) {
        Path file = Files.isDirectory(runOrFile) ? runOrFile.resolve(FILE_NAME) : runOrFile;
        if (!Files.isRegularFile(file)) {
            throw new StudyException("%s: there is no journal; give the folder of a run, which holds %s"
                    .formatted(runOrFile, FILE_NAME));
        }
        return new Journal(file);
    }

    public Path file() {
        return file;
    }

    /**
     * Hands over all events in order.
     *
     * @throws StudyException if a line cannot be read or the journal's version is another
     */
    public void read(Consumer<JournalEvent> consumer) {
        try (LineSplitter lines = new LineSplitter(Files.newInputStream(file))) {
            for (byte[] line = lines.next(); line != null; line = lines.next()) {
                consumer.accept(event(line, lines.number()));
            }
            tornBytes = lines.tornBytes();
        } catch (IOException e) {
            throw new StudyException("%s: cannot be read: %s".formatted(file, e), e);
        }
    }

    /** Hands over all trajectories in order. */
    public void episodes(Consumer<Trajectory> consumer) {
        read(event -> {
            if (event instanceof JournalEvent.EpisodePlayed played) {
                consumer.accept(played.trajectory());
            }
        });
    }

    /** The first line, which says what the run was about. */
    public JournalEvent.RunStarted start() {
        try (LineSplitter lines = new LineSplitter(Files.newInputStream(file))) {
            byte[] line = lines.next();
            if (line == null) {
                throw new StudyException(file + ": the journal is empty; start the run anew");
            }
            if (event(line, 1) instanceof JournalEvent.RunStarted started) {
                return started;
            }
            throw new StudyException(file + ":1: expected the event run-started; this is not a whole journal");
        } catch (IOException e) {
            throw new StudyException("%s: cannot be read: %s".formatted(file, e), e);
        }
    }

    /** How many bytes of a torn last line the latest {@link #read} dropped; 0 before. */
    public long tornBytes() {
        return tornBytes;
    }

    private JournalEvent event(byte[] line, long number) {
        JournalEvent event;
        try {
            event = Json.MAPPER.readValue(line, JournalEvent.class);
        } catch (IOException e) {
            throw new StudyException("%s:%d: not an event of a journal: %s".formatted(file, number, firstLine(e)), e);
        }
        if (event instanceof JournalEvent.RunStarted started && started.schema() != JournalEvent.SCHEMA) {
            throw new StudyException("%s: journal of version %d, this program reads version %d; use the program that wrote it"
                    .formatted(file, started.schema(), JournalEvent.SCHEMA));
        }
        return event;
    }

    private static String firstLine(IOException e) {
        return e.getMessage().lines().findFirst().orElse(e.toString());
    }

    /**
     * The lines without their times, sorted: equal for two runs of one scenario, however their cells were interleaved.
     *
     * @throws StudyException as {@link #read}
     */
    public List<String> withoutTimes() {
        List<String> stripped = new ArrayList<>();
        try (LineSplitter lines = new LineSplitter(Files.newInputStream(file))) {
            for (byte[] line = lines.next(); line != null; line = lines.next()) {
                stripped.add(withoutTimes(Json.MAPPER.readTree(line)));
            }
        } catch (IOException e) {
            throw new StudyException("%s: cannot be read: %s".formatted(file, e), e);
        }
        Collections.sort(stripped);
        return stripped;
    }

    private static String withoutTimes(JsonNode event) {
        if (event instanceof ObjectNode object) {
            object.remove(List.of("at", "seconds"));
        }
        for (JsonNode step : event.path("trajectory").path("steps")) {
            ((ObjectNode) step).remove("times");
        }
        return event.toString();
    }
}
