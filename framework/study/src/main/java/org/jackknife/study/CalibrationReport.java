package org.jackknife.study;

import java.nio.file.Path;
import java.util.List;

/**
 * What a calibration gathered.
 *
 * @param model the name of the model
 * @param corpus which corpus, in words
 * @param sequences how many were run
 * @param length tokens of a sequence
 * @param tensors how many matrices were reached
 * @param file the file in the store that keeps it, an importance matrix in llama-imatrix's GGUF form
 * @param notes what is worth knowing, such as experts that no token reached
 */
public record CalibrationReport(
        String model, String corpus, int sequences, int length, int tensors, Path file, List<String> notes) {

    public CalibrationReport {
        notes = List.copyOf(notes);
    }
}
