package org.jackknife.compression;

import org.jackknife.api.plugin.Option;

/**
 * Chooses matrices and says whether they may come from blocks; a component of the options of every
 * {@link MatrixMethod}.
 *
 * @param selection which matrices
 * @param dequantise whether matrices that are quantised already are decoded and treated, with a note in the report;
 *     they are refused otherwise
 */
public record MatrixOptions(
        SelectionOptions selection,
        @Option(value = "Treat what is quantised already as if it were the original.", defaultValue = "false")
                boolean dequantise) {}
