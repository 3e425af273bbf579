package org.jackknife.cli.internal;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jackknife.api.plugin.OptionSpec;
import org.jackknife.api.plugin.Plugins;
import org.jackknife.cli.CommandContext;
import org.jackknife.cli.InputException;
import org.jackknife.cli.Output;
import org.jackknife.cli.Table;
import org.jackknife.cli.Table.Column;
import org.jackknife.host.HostEvent;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows what is installed, and what each plug-in can be told. */
@Command(name = "list", description = "Show the installed plug-ins, or one of them with its options.")
final class ListCommand implements Callable<Integer> {

    private final CommandContext context;

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "KIND",
            description = "methods, engines, tasks, policies or analyses; all where left out.")
    private String kindName;

    @Parameters(index = "1", arity = "0..1", paramLabel = "ID", description = "One plug-in, with its options.")
    private String id;

    @Option(names = "--watch", description = "Go on and tell what comes and goes in the drop-in folder.")
    private boolean watch;

    ListCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws InterruptedException {
        List<PluginKind> kinds = kindName == null ? List.of(PluginKind.values()) : List.of(kind());
        Plugins plugins = watch ? context.watchedPlugins(this::tell) : context.plugins();
        List<PluginEntry> entries =
                kinds.stream().flatMap(kind -> kind.entries(plugins).stream()).toList();
        if (id == null) {
            showAll(entries);
        } else {
            showOne(entries.stream()
                    .filter(entry -> entry.id().equals(id))
                    .findFirst()
                    .orElseThrow(() -> unknown(entries)));
        }
        if (watch) {
            // until the user interrupts: events come on the host's own thread
            Thread.currentThread().join();
        }
        return ExitCode.OK;
    }

    private PluginKind kind() {
        return PluginKind.named(kindName)
                .orElseThrow(() -> new InputException("there is no kind of plug-in '%s'; the kinds are %s"
                        .formatted(
                                kindName,
                                Arrays.stream(PluginKind.values())
                                        .map(PluginKind::toString)
                                        .collect(Collectors.joining(", ")))));
    }

    private InputException unknown(List<PluginEntry> entries) {
        return new InputException("there is no %s '%s'; installed: %s"
                .formatted(
                        kind().singular(), id, entries.stream().map(PluginEntry::id).collect(Collectors.joining(", "))));
    }

    private void showAll(List<PluginEntry> entries) {
        if (context.json()) {
            context.output().json(entries);
            return;
        }
        Table table = Table.of(Column.LEFT, Column.LEFT, Column.WRAPPED, Column.LEFT).row("KIND", "ID", "SUMMARY", "FROM");
        entries.forEach(entry ->
                table.row(entry.kind(), entry.id(), entry.summary(), entry.builtIn() ? "built in" : entry.bundle()));
        context.output().table(table);
    }

    private void showOne(PluginEntry entry) {
        Output output = context.output();
        if (context.json()) {
            output.json(entry);
            return;
        }
        output.line(output.styled(Output.Style.BOLD, entry.kind() + " " + entry.id()) + ": " + entry.summary());
        showIfThere("version", entry.version());
        showIfThere(entry.kind().equals("task") ? "capability" : "source", entry.reference());
        showIfThere("bundle", entry.bundle() + (entry.builtIn() ? " (built in)" : " (dropped in)"));
        output.line("");
        if (entry.options().isEmpty()) {
            output.line("It takes no options.");
        } else {
            output.table(options(entry.options()));
        }
    }

    private void showIfThere(String label, String value) {
        if (!value.isEmpty()) {
            context.output().line("  %-10s %s".formatted(label, value));
        }
    }

    private static Table options(List<OptionSpec> options) {
        Table table = Table.of(
                        Column.LEFT, Column.LEFT, Column.LEFT, Column.LEFT, Column.WRAPPED, Column.WRAPPED)
                .row("OPTION", "TYPE", "UNIT", "DEFAULT", "ALLOWED", "MEANING");
        for (OptionSpec option : options) {
            table.row(
                    option.name(),
                    option.type(),
                    option.unit(),
                    option.defaultValue().orElse(option.required() ? "(required)" : "(none)"),
                    String.join(", ", option.allowed()),
                    option.summary());
        }
        return table;
    }

    private void tell(HostEvent event) {
        String kind = event.kind().name().toLowerCase(java.util.Locale.ROOT);
        if (context.json()) {
            context.output()
                    .jsonLine(Map.of(
                            "event", kind, "file", event.file().toString(), "sentence", event.sentence()));
        } else {
            context.output().line(kind + ": " + event.sentence());
        }
    }
}
