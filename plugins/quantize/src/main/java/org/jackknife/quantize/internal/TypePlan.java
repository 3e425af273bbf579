package org.jackknife.quantize.internal;

import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jackknife.compression.Overrides;
import org.jackknife.gguf.GgufMetadata;
import org.jackknife.gguf.TensorSpec;
import org.jackknife.gguf.TensorType;
import org.jackknife.quantize.QuantizeMethod.Options;

/** Decides the type of every tensor of a model: rules of the mix, the user's overrides, and what rows allow. */
public final class TypePlan {

    private static final Pattern BLOCK = Pattern.compile("blk\\.(\\d+)\\..*");

    /** Matrices that llama.cpp leaves alone because they are small and steer much: routers, positions, state-space parts. */
    private static final Pattern KEPT = Pattern.compile(
            ".*_norm\\.weight|.*ffn_gate_inp\\.weight.*|(position_embd|token_types)\\.weight|.*ssm_conv1d\\.weight.*"
                    + "|.*time_mix_(first|w[0-2]|v[0-2]|a[0-2]|g[12]|decay_w[12]|lerp_fused)\\.weight.*"
                    + "|.*attn_rel_b\\.weight.*");

    private final Options options;
    private final ModelShape model;
    private final MixRules rules;
    private final Overrides<TensorType> overrides;
    private final Map<Role, Integer> seen = new EnumMap<>(Role.class);

    private TypePlan(Options options, ModelShape model) {
        this.options = options;
        this.model = model;
        this.rules = new MixRules(options.type(), model);
        this.overrides = Overrides.ofTypes(options.override());
    }

    /**
     * The tensors with the types that they get, in the order of the file.
     *
     * @throws org.jackknife.api.method.MethodException if the model lacks a key that the mix needs
     */
    public static List<TensorSpec> of(Options options, GgufMetadata metadata, List<TensorSpec> tensors) {
        TypePlan plan = new TypePlan(options, ModelShape.of(metadata, tensors, options.imatrix().isPresent()));
        // llama.cpp visits tensors by block and name, whatever the order of the file; rules count in that order
        Map<String, TensorType> types = new HashMap<>();
        tensors.stream()
                .sorted(Comparator.comparingInt((TensorSpec tensor) -> block(tensor.name()))
                        .thenComparing(TensorSpec::name))
                .forEach(tensor -> types.put(tensor.name(), plan.typeOf(tensor)));
        return tensors.stream()
                .map(tensor -> new TensorSpec(tensor.name(), types.get(tensor.name()), tensor.shape()))
                .toList();
    }

    private TensorType typeOf(TensorSpec tensor) {
        if (!isMatrix(tensor)) {
            return tensor.type();
        }
        Role role = Role.of(tensor.name());
        TensorType base = options.type().base();
        if (base.quantized() && !options.pure()) {
            int position = seen.merge(role, 1, Integer::sum) - 1;
            boolean byBlock = model.experts() > 1
                    && !Mix.LOWEST.contains(options.type())
                    && (role == Role.FFN_DOWN || role == Role.FFN_GATE || role == Role.FFN_UP);
            base = rules.typeOf(role, byBlock ? block(tensor.name()) : position, tensor.shape().getFirst());
        }
        return chosen(tensor, role).orElse(fitting(base, tensor.shape().getFirst()));
    }

    private static boolean isMatrix(TensorSpec tensor) {
        long dimensions = tensor.shape().stream().filter(length -> length > 1).count();
        return tensor.name().endsWith("weight")
                && dimensions >= 2
                && !KEPT.matcher(tensor.name()).matches();
    }

    /** The type that the user chose for this tensor, never second-guessed: a row that it does not take is refused later. */
    private Optional<TensorType> chosen(TensorSpec tensor, Role role) {
        Optional<String> byRole =
                switch (role) {
                    case OUTPUT -> options.outputType();
                    case EMBEDDING -> options.embeddingType().or(() -> model.tiedOutput() ? options.outputType() : Optional.empty());
                    default -> Optional.empty();
                };
        return overrides.of(tensor.name()).or(() -> byRole.map(Overrides::type));
    }

    /** llama.cpp's way out when a row cannot be divided into the blocks of a type. */
    private static TensorType fitting(TensorType type, long rowLength) {
        if (rowLength % type.blockSize() == 0) {
            return type;
        }
        TensorType smaller =
                switch (type) {
                    case TQ1_0, TQ2_0 -> TensorType.Q4_0;
                    case Q4_K -> TensorType.Q5_0;
                    case Q5_K -> TensorType.Q5_1;
                    case Q6_K -> TensorType.Q8_0;
                    default -> TensorType.IQ4_NL;
                };
        return rowLength % smaller.blockSize() == 0 ? smaller : TensorType.F16;
    }

    private static int block(String tensor) {
        Matcher matcher = BLOCK.matcher(tensor);
        return matcher.matches() ? Integer.parseInt(matcher.group(1)) : -1;
    }
}
