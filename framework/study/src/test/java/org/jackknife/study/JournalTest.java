package org.jackknife.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jackknife.study.internal.journal.JournalWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {

    private static final JournalEvent EVENT =
            new JournalEvent.VariantFailed(Instant.parse("2026-01-01T00:00:00Z"), "q4", "it does not fit");

    @TempDir
    Path folder;

    private Path file() {
        return folder.resolve(Journal.FILE_NAME);
    }

    private Path written(int events) {
        try (JournalWriter writer = JournalWriter.open(file(), 0)) {
            for (int i = 0; i < events; i++) {
                writer.append(List.of(EVENT));
            }
        }
        return file();
    }

    private static List<JournalEvent> read(Journal journal) {
        List<JournalEvent> events = new ArrayList<>();
        journal.read(events::add);
        return events;
    }

    @Test
    void anEventIsOneLineAndReadBack() throws IOException {
        Journal journal = Journal.of(written(2));

        assertThat(Files.readString(file()))
                .isEqualTo(("{\"event\":\"variant-failed\",\"at\":\"2026-01-01T00:00:00Z\",\"variant\":\"q4\","
                                + "\"detail\":\"it does not fit\"}\n")
                        .repeat(2));
        assertThat(read(journal)).containsExactly(EVENT, EVENT);
        assertThat(journal.tornBytes()).isZero();
    }

    @Test
    void aTornLastLineIsDroppedAndToldAndOverwritten() throws IOException {
        long whole = Files.size(written(2));
        Files.writeString(file(), "{\"event\":\"episo", StandardOpenOption.APPEND);
        Journal journal = Journal.of(folder);

        assertThat(read(journal)).hasSize(2);
        assertThat(journal.tornBytes()).isEqualTo(15);

        try (JournalWriter writer = JournalWriter.open(file(), whole)) {
            writer.append(List.of(EVENT));
        }
        assertThat(read(Journal.of(folder))).hasSize(3);
    }

    @Test
    void aDamagedLineInTheMiddleIsAnErrorWithItsNumber() throws IOException {
        Files.writeString(file(), "{\"event\":\"variant-failed\"}\nnot json\n");

        assertThatThrownBy(() -> read(Journal.of(file())))
                .isInstanceOf(StudyException.class)
                .hasMessageStartingWith(file() + ":2: not an event of a journal");
    }

    @Test
    void anotherVersionIsRefused() throws IOException {
        Files.writeString(file(), "{\"event\":\"run-started\",\"schema\":2}\n");

        assertThatThrownBy(() -> Journal.of(file()).start())
                .hasMessage(file() + ": journal of version 2, this program reads version 1; use the program that wrote it");
    }

    @Test
    void aMissingJournalIsNamed() {
        assertThatThrownBy(() -> Journal.of(folder))
                .hasMessage(folder + ": there is no journal; give the folder of a run, which holds journal.jsonl");
    }

    /** A disk that takes a given number of bytes and is full then. */
    private static final class FullDisk implements JournalWriter.Store {
        private final ByteBuffer taken;

        FullDisk(int bytes) {
            taken = ByteBuffer.allocate(bytes);
        }

        @Override
        public int write(ByteBuffer bytes, long position) throws IOException {
            if (!taken.hasRemaining()) {
                throw new IOException("No space left on device");
            }
            int length = Math.min(bytes.remaining(), taken.remaining());
            taken.put(bytes.slice(bytes.position(), length));
            bytes.position(bytes.position() + length);
            return length;
        }

        @Override
        public void force() {}

        @Override
        public void truncate(long size) {
            taken.position((int) size);
        }

        @Override
        public void close() {}
    }

    @Test
    void onAFullDiskWholeLinesStayAndNothingIsWrittenAfterwards() throws IOException {
        long line = Files.size(written(1));
        FullDisk disk = new FullDisk((int) (line * 5 / 2));
        JournalWriter writer = new JournalWriter(file(), disk, 0);
        writer.append(List.of(EVENT));
        writer.append(List.of(EVENT));

        assertThatThrownBy(() -> writer.append(List.of(EVENT)))
                .isInstanceOf(StudyException.class)
                .hasMessage("the journal " + file() + " cannot be written: No space left on device; nothing before it is lost:"
                        + " free space or mend the disk, then resume the run");
        assertThat(disk.taken.position()).isEqualTo(2 * line);
        assertThatThrownBy(() -> writer.append(List.of(EVENT))).isInstanceOf(StudyException.class);
        assertThat(disk.taken.position()).isEqualTo(2 * line);
    }
}
