package org.jackknife.gguf.testing;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jackknife.gguf.GgufMetadata;
import org.jackknife.gguf.GgufType;
import org.jackknife.gguf.GgufValue;
import org.jackknife.gguf.TensorSpec;
import org.jackknife.gguf.TensorType;

/** Changes what a well-formed file says: values, types and lengths of metadata, and declarations of tensors. */
public final class FieldMutator {
    private static final long[] NUMBERS = {
        0, 1, 2, 3, 4, 5, 8, 16, 31, 32, 64, 100, 128, 255, 256, 257, 258, 512, 513, 1024, 4096, 65_536, 0x7FFF_FFFFL,
        0x8000_0000L, 0xFFFF_FFFFL
    };
    private static final float[] FLOATS = {
        0, -0.0f, 1, -1, 0.5f, 1e-5f, -1e-5f, 1e-30f, 1e30f, Float.MAX_VALUE, Float.NaN, Float.POSITIVE_INFINITY,
        Float.NEGATIVE_INFINITY
    };
    private static final List<String> STRINGS = List.of(
            "", "\0", "a", "a b", "llama", "gpt2", "qwen2", "bert", "t5", "rwkv", "none", "no_vocab", "linear", "yarn",
            "longrope", "default", "phi-3", "gemma2", "mamba", "<0x0A>", "\u2581", "\uFFFF", "x".repeat(5000));
    private static final List<String> KEYS = List.of(
            "expert_count", "expert_used_count", "attention.key_length", "attention.value_length", "rope.scaling.type",
            "rope.scaling.factor", "rope.scaling.original_context_length", "rope.scaling.finetuned", "vocab_size",
            "attention.sliding_window", "attention.causal", "attention.clamp_kqv", "attention.layer_norm_epsilon",
            "rope.scale_linear", "rope.scaling.attn_factor", "attn_logit_softcapping", "logit_scale", "tensor_data_layout",
            "pooling_type", "attention.max_alibi_bias", "rope.scaling.yarn_log_multiplier", "use_parallel_residual");
    private static final List<String> TOKENIZER_KEYS = List.of(
            "scores", "merges", "eot_token_id", "eom_token_id", "padding_token_id", "seperator_token_id", "mask_token_id",
            "fim_pre_token_id", "add_eos_token", "add_space_prefix", "remove_extra_whitespaces", "token_type_count",
            "precompiled_charsmap", "cls_token_id");

    private final Random random;

    /** Makes a mutator whose choices follow from the random generator alone. */
    public FieldMutator(Random random) {
        this.random = random;
    }

    /** Changes, removes, adds or renames one key. */
    public GgufMetadata mutate(GgufMetadata metadata) {
        List<String> keys = new ArrayList<>(metadata.values().keySet());
        String key = pick(keys);
        GgufValue value = metadata.get(key).orElseThrow();
        return switch (random.nextInt(6)) {
            case 0 -> metadata.without(key);
            case 1 -> metadata.with(addedKey(metadata), anyValue());
            case 2 -> shuffled(metadata);
            case 3 -> metadata.with(key, anyValue());
            default -> metadata.with(key, similar(value));
        };
    }

    /** Changes one tensor's name, type or shape, or the set or order of tensors. */
    public List<TensorSpec> mutate(List<TensorSpec> tensors) {
        List<TensorSpec> changed = new ArrayList<>(tensors);
        int index = random.nextInt(changed.size());
        TensorSpec tensor = changed.get(index);
        switch (random.nextInt(5)) {
            case 0 -> changed.remove(index);
            case 1 -> changed.set(index, new TensorSpec(tensor.name() + "x", tensor.type(), tensor.shape()));
            case 2 -> changed.set(index, new TensorSpec(tensor.name(), anyType(tensor), tensor.shape()));
            case 3 -> Collections.shuffle(changed, random);
            default -> changed.set(index, new TensorSpec(tensor.name(), tensor.type(), otherShape(tensor)));
        }
        return changed;
    }

    private String addedKey(GgufMetadata metadata) {
        return random.nextInt(3) == 0
                ? "tokenizer.ggml." + pick(TOKENIZER_KEYS)
                : metadata.string("general.architecture").orElse("llama") + "." + pick(KEYS);
    }

    private GgufMetadata shuffled(GgufMetadata metadata) {
        List<Map.Entry<String, GgufValue>> entries = new ArrayList<>(metadata.values().entrySet());
        Collections.shuffle(entries, random);
        Map<String, GgufValue> values = new LinkedHashMap<>();
        entries.forEach(entry -> values.put(entry.getKey(), entry.getValue()));
        return GgufMetadata.of(values);
    }

    private GgufValue anyValue() {
        long number = NUMBERS[random.nextInt(NUMBERS.length)];
        float real = FLOATS[random.nextInt(FLOATS.length)];
        return switch (random.nextInt(14)) {
            case 0 -> new GgufValue.U8((int) number & 0xFF);
            case 1 -> new GgufValue.I8((byte) number);
            case 2 -> new GgufValue.U16((int) number & 0xFFFF);
            case 3 -> new GgufValue.I16((short) number);
            case 4, 5 -> GgufValue.u32(number);
            case 6 -> new GgufValue.I32((int) number);
            case 7 -> GgufValue.f32(real);
            case 8 -> GgufValue.bool(random.nextBoolean());
            case 9 -> GgufValue.of(pick(STRINGS));
            case 10 -> new GgufValue.U64(number);
            case 11 -> new GgufValue.I64(number);
            case 12 -> new GgufValue.F64(real);
            default -> anyArray();
        };
    }

    private GgufValue anyArray() {
        return switch (random.nextInt(4)) {
            case 0 -> GgufValue.i32s(2, 2);
            case 1 -> GgufValue.f32s(1, 2);
            case 2 -> new GgufValue.Array(GgufType.STRING, List.of());
            default -> GgufValue.strings(List.of("a", "b"));
        };
    }

    /** Another value of the same type; of an array, one with an element or the length changed. */
    private GgufValue similar(GgufValue value) {
        return switch (value) {
            case GgufValue.U32 v -> GgufValue.u32(random.nextBoolean() ? NUMBERS[random.nextInt(NUMBERS.length)]
                    : Math.max(0, v.value() + random.nextInt(5) - 2));
            case GgufValue.F32 v -> GgufValue.f32(FLOATS[random.nextInt(FLOATS.length)]);
            case GgufValue.Bool v -> GgufValue.bool(!v.value());
            case GgufValue.Str v -> GgufValue.of(pick(STRINGS));
            case GgufValue.Array v -> similarArray(v);
            default -> anyValue();
        };
    }

    private GgufValue similarArray(GgufValue.Array array) {
        List<GgufValue> elements = new ArrayList<>(array.elements());
        if (elements.isEmpty()) {
            return array;
        }
        int index = random.nextInt(elements.size());
        switch (random.nextInt(6)) {
            case 0 -> elements.remove(index);
            case 1 -> elements.add(elements.get(index));
            case 2 -> elements.set(index, elements.get(random.nextInt(elements.size())));
            case 3 -> elements.subList(index, elements.size()).clear();
            case 4 -> Collections.swap(elements, index, random.nextInt(elements.size()));
            default -> elements.set(index, otherElement(array.elementType(), elements.get(index)));
        }
        return new GgufValue.Array(array.elementType(), elements);
    }

    private GgufValue otherElement(GgufType type, GgufValue old) {
        return switch (type) {
            case STRING -> GgufValue.of(pick(STRINGS));
            case FLOAT32 -> GgufValue.f32(FLOATS[random.nextInt(FLOATS.length)]);
            case INT32 -> new GgufValue.I32(random.nextInt(12) - 2);
            default -> old;
        };
    }

    private TensorType anyType(TensorSpec tensor) {
        List<TensorType> fitting = java.util.Arrays.stream(TensorType.values())
                .filter(type -> !type.removed() && tensor.shape().getFirst() % type.blockSize() == 0)
                .toList();
        return pick(fitting);
    }

    private List<Long> otherShape(TensorSpec tensor) {
        List<Long> shape = new ArrayList<>(tensor.shape());
        switch (random.nextInt(4)) {
            case 0 -> Collections.reverse(shape);
            case 1 -> shape.add(1L);
            case 2 -> shape.set(shape.size() - 1, shape.getLast() + 1);
            default -> shape.set(0, shape.getFirst() * 2);
        }
        boolean fits = shape.getFirst() % tensor.type().blockSize() == 0 && shape.size() <= TensorSpec.MAX_DIMENSIONS;
        return fits ? shape : tensor.shape();
    }

    private <T> T pick(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }
}
