package org.jackknife.study.testing;

import java.util.List;
import org.jackknife.api.method.Method;
import org.jackknife.api.method.MethodContext;
import org.jackknife.api.method.MethodException;
import org.jackknife.api.plugin.Option;
import org.jackknife.gguf.GgufMetadata;
import org.jackknife.gguf.TensorSpec;
import org.jackknife.gguf.TensorType;

/** Promises F16 when planned, or refuses; and always refuses in the end. */
public final class ChoosyMethod implements Method<ChoosyMethod.Options> {

    public record Options(@Option(value = "When to refuse.", defaultValue = "plan") When when) {}

    /** When to refuse. */
    public enum When {
        plan,
        compress
    }

    @Override
    public Class<Options> optionsType() {
        return Options.class;
    }

    @Override
    public String version() {
        return "1";
    }

    @Override
    public List<TensorSpec> plan(Options options, GgufMetadata metadata, List<TensorSpec> tensors) {
        if (options.when() == When.plan) {
            throw new MethodException("choosy needs an importance matrix; choose another type");
        }
        return tensors.stream()
                .map(tensor -> new TensorSpec(tensor.name(), TensorType.F16, tensor.shape()))
                .toList();
    }

    @Override
    public void compress(Options options, MethodContext context) {
        throw new MethodException("choosy does not like this model");
    }
}
