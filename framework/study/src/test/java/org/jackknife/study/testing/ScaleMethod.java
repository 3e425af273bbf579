package org.jackknife.study.testing;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import org.jackknife.api.method.Method;
import org.jackknife.api.method.MethodContext;
import org.jackknife.api.method.MethodException;
import org.jackknife.api.method.TensorReport;
import org.jackknife.api.plugin.Option;
import org.jackknife.gguf.Gguf;
import org.jackknife.gguf.GgufWriter;
import org.jackknife.gguf.TensorInfo;
import org.jackknife.gguf.TensorSpec;
import org.jackknife.gguf.TensorType;

/** Multiplies all weights of F32 tensors. */
public final class ScaleMethod implements Method<ScaleMethod.Options> {

    public record Options(
            @Option(value = "The factor.", defaultValue = "0.5") double factor,
            @Option(value = "Milliseconds per tensor.", defaultValue = "0", min = 0) int millis,
            @Option("A file that gets the name of every tensor that is worked on.") Optional<Path> works) {}

    @Override
    public Class<Options> optionsType() {
        return Options.class;
    }

    @Override
    public String version() {
        return "1";
    }

    @Override
    public void compress(Options options, MethodContext context) throws IOException {
        Gguf source = context.source();
        List<TensorSpec> specs = source.tensors().stream().map(TensorInfo::spec).toList();
        try (GgufWriter writer = context.create(source.metadata(), specs);
                Arena arena = Arena.ofConfined()) {
            int done = 0;
            for (TensorInfo tensor : source.tensors()) {
                context.progress().at(done++, specs.size(), tensor.name());
                if (writer.isComplete(tensor.name())) {
                    continue;
                }
                note(tensor, options);
                pause(options);
                MemorySegment data = arena.allocate(tensor.byteSize()).copyFrom(source.data(tensor));
                if (tensor.type() == TensorType.F32) {
                    scale(data, (float) options.factor());
                }
                writer.write(tensor.name(), data);
                context.report(new TensorReport(
                        tensor.name(), tensor.type(), tensor.type(), tensor.byteSize(), 0.5, Optional.empty(), 0, ""));
            }
            writer.commit();
        }
    }

    private static void note(TensorInfo tensor, Options options) throws IOException {
        if (options.works().isPresent()) {
            Files.writeString(
                    options.works().get(), tensor.name() + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        }
    }

    private static void scale(MemorySegment data, float factor) {
        for (long at = 0; at < data.byteSize(); at += Float.BYTES) {
            data.set(ValueLayout.JAVA_FLOAT_UNALIGNED, at, data.get(ValueLayout.JAVA_FLOAT_UNALIGNED, at) * factor);
        }
    }

    private static void pause(Options options) {
        try {
            Thread.sleep(options.millis());
        } catch (InterruptedException e) {
            throw new MethodException("interrupted", e);
        }
    }
}
