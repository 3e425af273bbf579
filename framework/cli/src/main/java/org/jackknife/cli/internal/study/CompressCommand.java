package org.jackknife.cli.internal.study;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jackknife.api.method.TensorReport;
import org.jackknife.api.model.Recipe;
import org.jackknife.cli.CommandContext;
import org.jackknife.cli.InputException;
import org.jackknife.cli.Table;
import org.jackknife.cli.Table.Column;
import org.jackknife.study.Study;
import org.jackknife.study.VariantReport;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Applies a recipe to a model. */
@Command(
        name = "compress",
        description = "Apply a recipe to a model and write the GGUF that comes of it.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  jackknife compress model.gguf --recipe 'quantize(type=Q4_K_M)' --out model-q4.gguf",
            "  jackknife compress embedded --recipe 'magnitude(sparsity=0.5) > quantize(type=Q8_0)' --out half.gguf"
        })
public final class CompressCommand implements Callable<Integer> {

    private final CommandContext context;

    @Parameters(paramLabel = "MODEL", description = "A GGUF file in F16, BF16 or F32, or 'embedded'.")
    private String model;

    @Option(names = "--recipe", required = true, description = "Methods in order, joined by '>'; see 'list methods'.")
    private String recipe;

    @Option(names = "--out", required = true, paramLabel = "FILE", description = "Where the result goes.")
    private Path out;

    @Option(names = "--explain", description = "Show what was done to each tensor.")
    private boolean explain;

    @Option(names = "--force", description = "Replace a file that is there.")
    private boolean force;

    public CompressCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        Recipe parsed = Recipe.parse(recipe);
        if (parsed.isDense()) {
            throw new InputException("the recipe 'dense' changes nothing; copy the file instead");
        }
        OutputFile file = OutputFile.of(out, force);
        Study study = Studies.of(context);
        VariantReport report = study.compress(Studies.model(model), parsed, new ConsoleProgress(context.output()));
        file.copyOf(study.variantFile(report));
        if (context.json()) {
            context.output().json(report);
        } else {
            show(report);
        }
        return ExitCode.OK;
    }

    private void show(VariantReport report) {
        report.notes().forEach(context.output()::note);
        if (explain) {
            Table table = Table.of(
                            Column.LEFT,
                            Column.LEFT,
                            Column.LEFT,
                            Column.RIGHT,
                            Column.RIGHT,
                            Column.RIGHT,
                            Column.RIGHT,
                            Column.WRAPPED)
                    .row("TENSOR", "FROM", "TO", "BYTES", "REL. ERROR", "OF OUTPUTS", "ZEROS, %", "NOTE");
            for (TensorReport tensor : report.tensors()) {
                table.row(
                        tensor.tensor(),
                        tensor.from(),
                        tensor.to(),
                        tensor.bytes(),
                        String.format(Locale.ROOT, "%.5f", tensor.relativeError()),
                        tensor.outputError()
                                .map(error -> String.format(Locale.ROOT, "%.5f", error))
                                .orElse(""),
                        String.format(Locale.ROOT, "%.1f", 100 * tensor.zeroFraction()),
                        tensor.note());
            }
            context.output().table(table);
        }
        context.output().line(String.format(Locale.ROOT, "%s: %.2f MB", out, report.bytes() / 1e6));
        context.output().line("recipe  " + recipe);
        context.output().line("sha256  " + report.sha256());
    }
}
