package org.jackknife.cli.internal.inspect;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jackknife.api.plugin.Contribution;
import org.jackknife.cli.CommandContext;
import org.jackknife.cli.Output;
import org.jackknife.cli.Table;
import org.jackknife.cli.Table.Column;
import org.jackknife.cli.internal.study.Studies;
import org.jackknife.gguf.Finding;
import org.jackknife.gguf.Gguf;
import org.jackknife.gguf.TensorCodec;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows what a model file says and holds, and what is wrong with it. */
@Command(
        name = "inspect",
        description = {
            "Show a GGUF file: model, chat template, tensors, true bits per weight, zeros, faults.",
            "Exit status 2 where the file has a fault that llama.cpp must not see."
        })
public final class InspectCommand implements Callable<Integer> {

    private final CommandContext context;

    @Parameters(index = "0", paramLabel = "FILE", description = "The GGUF file, of a split model the first one; or 'embedded'.")
    private String file;

    @Option(names = "--no-zeros", description = "Leave the weights unread, which is quick also on large files.")
    private boolean noZeros;

    public InspectCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        try (Gguf model = Gguf.open(Studies.modelFile(context, file))) {
            Inspection inspection = Inspection.of(model, noZeros ? Optional.empty() : Optional.of(codecs()));
            if (context.json()) {
                context.output().json(inspection);
            } else {
                show(inspection);
            }
            return inspection.findings().stream().anyMatch(Finding::isError) ? ExitCode.USAGE : ExitCode.OK;
        }
    }

    private Codecs codecs() {
        return new Codecs(() -> context.plugins().all(TensorCodec.class).stream()
                .map(Contribution::service)
                .toList());
    }

    private void show(Inspection it) {
        showModel(it);
        context.output().line("");
        context.output().table(types(it));
        context.output().line("");
        context.output().table(tensors(it));
        showFindings(it.findings());
    }

    private void showModel(Inspection it) {
        field("file", "%s (GGUF version %d, %d file%s)"
                .formatted(it.file(), it.ggufVersion(), it.files(), it.files() == 1 ? "" : "s"));
        field("model", it.name().isEmpty() ? "(no name)" : it.name());
        field("architecture", "%s, %s blocks, width %s"
                .formatted(it.architecture(), orUnknown(it.blocks()), orUnknown(it.width())));
        field("context", orUnknown(it.context()) + " tokens");
        field("vocabulary", "%d tokens (%s)".formatted(it.vocabulary(), it.tokenizer()));
        field("parameters", String.format(Locale.ROOT, "%,d", it.parameters()));
        field("size", "%s, %s bits per weight".formatted(bytes(it.tensorBytes()), decimals(it.bitsPerWeight(), 2)));
        field("template", it.template().toString());
    }

    private void field(String label, String value) {
        Table.of(Column.LEFT, Column.WRAPPED).row("%-12s".formatted(label), value).render(Output.WIDTH)
                .forEach(context.output()::line);
    }

    private static Table types(Inspection it) {
        Table table = Table.of(Column.LEFT, Column.RIGHT, Column.RIGHT, Column.RIGHT, Column.RIGHT, Column.RIGHT)
                .row("TYPE", "TENSORS", "WEIGHTS", "SIZE", "SHARE", "BITS/WEIGHT");
        for (Inspection.TypeEntry type : it.types()) {
            table.row(
                    type.type(),
                    type.tensors(),
                    String.format(Locale.ROOT, "%,d", type.weights()),
                    bytes(type.bytes()),
                    decimals(100.0 * type.bytes() / it.tensorBytes(), 1) + " %",
                    decimals(type.bitsPerWeight(), 2));
        }
        return table;
    }

    private static Table tensors(Inspection it) {
        Table table = Table.of(Column.LEFT, Column.LEFT, Column.LEFT, Column.RIGHT, Column.RIGHT)
                .row("TENSOR", "TYPE", "SHAPE", "SIZE", "ZEROS");
        for (Inspection.TensorEntry tensor : it.tensors()) {
            table.row(
                    tensor.name(),
                    tensor.type(),
                    tensor.shape().stream().map(String::valueOf).collect(Collectors.joining(" x ")),
                    bytes(tensor.bytes()),
                    tensor.zeroFraction().map(zeros -> decimals(100 * zeros, 2) + " %").orElse("-"));
        }
        return table;
    }

    private void showFindings(List<Finding> findings) {
        Output output = context.output();
        output.line("");
        if (findings.isEmpty()) {
            output.line(output.styled(Output.Style.GREEN, "No faults found."));
        }
        for (Finding finding : findings) {
            Output.Style style = finding.isError() ? Output.Style.RED : Output.Style.YELLOW;
            String severity = finding.severity().name().toLowerCase(Locale.ROOT);
            output.line(output.styled(style, severity + ": ") + finding.where() + ": " + finding.message());
        }
    }

    private static String orUnknown(Optional<Long> value) {
        return value.map(String::valueOf).orElse("unknown");
    }

    private static String decimals(double value, int digits) {
        return String.format(Locale.ROOT, "%." + digits + "f", value);
    }

    private static String bytes(long bytes) {
        return bytes < 10_000 ? bytes + " B" : decimals(bytes / 1e6, 2) + " MB";
    }
}
