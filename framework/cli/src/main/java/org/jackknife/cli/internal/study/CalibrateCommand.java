package org.jackknife.cli.internal.study;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jackknife.api.calibration.CalibrationOptions;
import org.jackknife.api.plugin.OptionSchema;
import org.jackknife.calibration.ImportanceMatrix;
import org.jackknife.cli.CommandContext;
import org.jackknife.study.CalibrationReport;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes what a model's matrices see on a corpus. */
@Command(
        name = "calibrate",
        description = "Run a model over a corpus and write what its matrices see as an importance matrix, for 'quantize'"
                + " and for llama-quantize.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  jackknife calibrate model.gguf --out model.imatrix.gguf",
            "  jackknife calibrate model.gguf --corpus wiki.txt --samples 64 --length 512 --format dat --out wiki.dat"
        })
public final class CalibrateCommand implements Callable<Integer> {

    /** The forms of the file. */
    enum Format {
        GGUF,
        DAT
    }

    private final CommandContext context;

    @Parameters(paramLabel = "MODEL", description = "A GGUF file, or 'embedded'.")
    private String model;

    @Option(
            names = "--corpus",
            defaultValue = "agentic",
            description = "A .txt or .jsonl file, 'agentic' for trajectories of all installed tasks, 'agentic:TASK' for one"
                    + " (default: ${DEFAULT-VALUE}).")
    private String corpus;

    @Option(names = "--samples", defaultValue = "128", description = "How many sequences (default: ${DEFAULT-VALUE}).")
    private int samples;

    @Option(
            names = "--length",
            defaultValue = "2048",
            description = "Tokens of a sequence, at most the model's context (default: ${DEFAULT-VALUE}).")
    private int length;

    @Option(names = "--seed", defaultValue = "0", description = "Chooses the sequences (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Option(
            names = "--format",
            defaultValue = "gguf",
            description = "gguf, or dat for llama.cpp before July 2025 (default: ${DEFAULT-VALUE}).")
    private Format format;

    @Option(names = "--out", required = true, paramLabel = "FILE", description = "Where the result goes.")
    private Path out;

    @Option(names = "--force", description = "Replace a file that is there.")
    private boolean force;

    public CalibrateCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        OutputFile file = OutputFile.of(out, force);
        CalibrationReport report =
                Studies.of(context).calibrate(Studies.model(model), options(), new ConsoleProgress(context.output()));
        switch (format) {
            case GGUF -> file.copyOf(report.file());
            case DAT -> file.write(ImportanceMatrix.read(report.file())::writeBinary);
        }
        if (context.json()) {
            context.output().json(report);
        } else {
            report.notes().forEach(context.output()::note);
            context.output().line("%s: importance of the inputs of %d matrices, over %d sequences of %d tokens of %s"
                    .formatted(out, report.tensors(), report.sequences(), report.length(), report.corpus()));
        }
        return ExitCode.OK;
    }

    /** By the same rules as options of methods. */
    private CalibrationOptions options() {
        return OptionSchema.of(CalibrationOptions.class)
                .bind(
                        "calibrate",
                        Map.of(
                                "corpus", corpus,
                                "samples", Integer.toString(samples),
                                "length", Integer.toString(length),
                                "calibrationSeed", Long.toString(seed)));
    }
}
