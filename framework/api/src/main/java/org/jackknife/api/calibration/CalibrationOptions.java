package org.jackknife.api.calibration;

import org.jackknife.api.plugin.Option;

/**
 * Names the corpus of a calibration and how it is read; a component of the options of every method that calibrates.
 *
 * @param corpus a text file, a JSON Lines file, or {@code agentic}: trajectories of the installed tasks' oracles, rendered
 *     by the model's chat template
 * @param samples sequences that are run, at least 1
 * @param length tokens of a sequence; shorter where the model's context is
 * @param calibrationSeed chooses the sequences
 * @param sequential whether a block sees what the blocks before it give after they were compressed
 */
public record CalibrationOptions(
        @Option(
                        value = "Calibration text: a .txt or .jsonl file, 'agentic' for oracle trajectories of all"
                                + " installed tasks, or 'agentic:TASK' for those of one.",
                        defaultValue = "agentic")
                String corpus,
        @Option(value = "Calibration sequences.", defaultValue = "128", min = 1, max = 1_000_000) int samples,
        @Option(
                        value = "Length of a calibration sequence, at most the model's context.",
                        unit = "tokens",
                        defaultValue = "2048",
                        min = 8,
                        max = 1_000_000)
                int length,
        @Option(value = "Chooses the calibration sequences.", defaultValue = "0", min = 0, max = 2_147_483_647)
                long calibrationSeed,
        @Option(
                        value = "Calibrate each block on the outputs of the blocks compressed before it.",
                        defaultValue = "false")
                boolean sequential) {}
