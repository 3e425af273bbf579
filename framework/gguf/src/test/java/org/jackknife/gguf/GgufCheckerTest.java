package org.jackknife.gguf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jackknife.gguf.testing.FixtureModels;
import org.jackknife.gguf.testing.FixtureVocabulary;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every fault that was seen to crash llama.cpp b4916, to make it refuse a model, or to pass it quietly. */
class GgufCheckerTest {
    private static final String TOKENS = "tokenizer.ggml.tokens";
    private static final String TYPES = "tokenizer.ggml.token_type";
    private static final String MERGES = "tokenizer.ggml.merges";
    private static final FixtureModels BPE = FixtureModels.of("llama");
    private static final FixtureModels SPM = BPE.with(FixtureVocabulary.SPM);
    private static final FixtureModels GEMMA3 = FixtureModels.of("gemma3");

    @TempDir
    Path folder;

    static Stream<Arguments> faults() {
        return Stream.of(
                // crash while loading
                fault("duplicate tokens", BPE, TOKENS, tokens(BPE, list -> set(list, 5, list.get(7)))),
                fault("tokens that are numbers", BPE, TOKENS, GgufValue.i32s(1, 2)),
                fault("merges that are numbers", BPE, MERGES, GgufValue.f32s(1, 2)),
                fault("scalar tokens", BPE, TOKENS, GgufValue.of("a")),
                fault("no tokens", BPE, TOKENS, GgufValue.strings(List.of())),
                fault("file type of another type", BPE, "general.file_type", GgufValue.f32(0)),
                fault("unknown rope scaling", BPE, "llama.rope.scaling.type", GgufValue.of("cubic")),
                fault("too many experts", BPE, "llama.expert_count", GgufValue.u32(257)),
                fault("more experts used than there are", BPE, "llama.expert_used_count", GgufValue.u32(1)),
                fault("head counts as numbers with fraction", BPE, "llama.attention.head_count", GgufValue.f32s(4, 4)),
                fault("byte tokens in a WordPiece vocabulary", SPM, "tokenizer.ggml.model", GgufValue.of("bert")),
                // crash while computing
                fault("NaN epsilon", BPE, "llama.attention.layer_norm_rms_epsilon", GgufValue.f32(Float.NaN)),
                fault("negative epsilon", BPE, "llama.attention.layer_norm_rms_epsilon", GgufValue.f32(-1e-5f)),
                fault("heads that do not divide", BPE, "llama.attention.head_count_kv", GgufValue.u32(3)),
                fault("value heads of another length", BPE, "llama.attention.value_length", GgufValue.u32(16)),
                fault("a gemma3 without a block that sees all",
                        GEMMA3.with(new FixtureModels.Sizes(5, 32, 4, 2, 32, 0)),
                        "gemma3.attention.sliding_window",
                        GgufValue.u32(64)),
                // quietly wrong
                fault("short token types", BPE, TYPES, GgufValue.i32s(1, 1)),
                fault("token types of another type", BPE, TYPES, GgufValue.f32s(new float[267])),
                fault("unknown token type", BPE, TYPES, types(BPE, 7)),
                fault("short scores", SPM, "tokenizer.ggml.scores", GgufValue.f32s(0, 0)),
                fault("end of sequence out of range", BPE, "tokenizer.ggml.eos_token_id", GgufValue.u32(267)),
                fault("beginning of sequence out of range", BPE, "tokenizer.ggml.bos_token_id", GgufValue.u32(-1 & 0xFFFFFFFFL)),
                fault("padding out of range", BPE, "tokenizer.ggml.padding_token_id", GgufValue.u32(9999)),
                fault("merge of one piece", BPE, MERGES, GgufValue.strings(List.of("h e", "ll"))),
                fault("merge without right piece", BPE, MERGES, GgufValue.strings(List.of("h "))),
                fault("no byte tokens", SPM, TOKENS, tokens(SPM, list -> set(list, 3 + 0xF0, "other"))),
                fault("byte token that says no byte", SPM, TOKENS, tokens(SPM, list -> set(list, 3 + 'a', "<byte>"))),
                // refused by llama.cpp with a reason that nobody sees
                fault("unknown architecture", BPE, "general.architecture", GgufValue.of("lama")),
                fault("unknown tokenizer", BPE, "tokenizer.ggml.model", GgufValue.of("gpt3")),
                fault("unknown pre-tokenizer", BPE, "tokenizer.ggml.pre", GgufValue.of("gpt-5")),
                fault("integer of another width", BPE, "llama.block_count", new GgufValue.U64(2)),
                fault("more blocks than tensors", BPE, "llama.block_count", GgufValue.u32(3)),
                fault("fewer blocks than tensors", BPE, "llama.block_count", GgufValue.u32(1)),
                fault("no blocks", BPE, "llama.block_count", GgufValue.u32(0)),
                fault("other embedding length", BPE, "llama.embedding_length", GgufValue.u32(64)),
                fault("other feed-forward length", BPE, "llama.feed_forward_length", GgufValue.u32(65)),
                fault("rotation of half a head", BPE, "llama.rope.dimension_count", GgufValue.u32(4)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("faults")
    void refuses(String name, FixtureModels model, String key, GgufValue value) throws IOException {
        Path file = model.write(folder.resolve("bad.gguf"), model.metadata().with(key, value));
        assertThat(GgufChecker.check(file)).filteredOn(Finding::isError).as(name).isNotEmpty();
        assertThatThrownBy(() -> Gguf.openChecked(file))
                .isInstanceOf(GgufException.class)
                .hasMessageContaining("bad.gguf");
    }

    @ParameterizedTest
    @org.junit.jupiter.params.provider.ValueSource(
            strings = {
                "general.architecture",
                "llama.block_count",
                "llama.context_length",
                "llama.embedding_length",
                "llama.feed_forward_length",
                "llama.attention.head_count",
                "llama.attention.layer_norm_rms_epsilon",
                "tokenizer.ggml.model",
                TOKENS,
                MERGES
            })
    void namesAMissingKey(String key) throws IOException {
        Path file = BPE.write(folder.resolve("bad.gguf"), BPE.metadata().without(key));
        assertThat(GgufChecker.check(file)).filteredOn(Finding::isError).anySatisfy(finding -> {
            assertThat(finding.where()).isEqualTo(key);
            assertThat(finding.message()).contains("missing");
        });
    }

    @Test
    void namesTheMissingWindowOfGemma3() throws IOException {
        String window = "gemma3.attention.sliding_window";
        Path file = GEMMA3.write(folder.resolve("bad.gguf"), GEMMA3.metadata().without(window));
        assertThat(GgufChecker.check(file))
                .filteredOn(Finding::isError)
                .extracting(Finding::where)
                .containsExactly(window);
    }

    @Test
    void takesAnAssumedSpecialTokenForGiven() throws IOException {
        List<String> few = List.of("a", "b", "c");
        GgufMetadata metadata = BPE.metadata()
                .with(TOKENS, GgufValue.strings(few))
                .with(TYPES, GgufValue.i32s(1, 1, 1))
                .without("tokenizer.ggml.bos_token_id");
        assertThat(GgufChecker.check(BPE.write(folder.resolve("few.gguf"), metadata)))
                .anySatisfy(finding -> assertThat(finding.toString())
                        .contains("bos_token_id: is missing and taken to be 11, there are tokens 0 to 2"));
    }

    @Test
    void warnsButAcceptsWhereItKnowsNoTensors() throws IOException {
        GgufMetadata metadata = GgufMetadata.empty();
        for (var entry : BPE.metadata().values().entrySet()) {
            metadata = metadata.with(entry.getKey().replace("llama.", "olmo2."), entry.getValue());
        }
        Path file = BPE.write(folder.resolve("olmo2.gguf"), metadata.with("general.architecture", "olmo2"));
        assertThat(GgufChecker.check(file)).hasSize(1).noneMatch(Finding::isError);
    }

    @Test
    void refusesTypesThatGgmlCannotComputeWith() throws IOException {
        List<TensorSpec> tensors = new ArrayList<>(BPE.tensors());
        tensors.replaceAll(tensor -> tensor.name().equals("output_norm.weight")
                ? new TensorSpec(tensor.name(), TensorType.F16, tensor.shape())
                : tensor.name().endsWith("ffn_up.weight")
                        ? new TensorSpec(tensor.name(), TensorType.Q8_1, tensor.shape())
                        : tensor);
        assertThat(GgufChecker.check(writeZeros(BPE.metadata(), tensors)))
                .extracting(Finding::where)
                .containsExactlyInAnyOrder("output_norm.weight", "blk.0.ffn_up.weight", "blk.1.ffn_up.weight");
    }

    /** Sets one 16-bit scale, or the one number, of a single block to NaN, wherever its place may be. */
    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.MATCH_NONE,
            names = {"Q4_2", "Q4_3", "Q4_0_.*", "IQ4_NL_.*", "I8", "I16", "I32", "I64"})
    void findsNotANumberInEveryType(TensorType type) throws IOException {
        int scales = 0;
        byte[] zeros = new byte[type.blockBytes()];
        for (int at = 0; at + 1 < zeros.length; at += 2) {
            byte[] block = zeros.clone();
            block[at] = (byte) 0xFF;
            block[at + 1] = (byte) 0x7F;
            scales += deepFindings(type, block).isEmpty() ? 0 : 1;
        }
        assertThat(deepFindings(type, zeros)).isEmpty();
        assertThat(scales).as("places in a block of %s where a NaN is found", type).isEqualTo(scalesOf(type));
    }

    @Test
    void findsTheNotANumberThatLlamaCppWouldDecodeFromAnIq1mBlock() throws IOException {
        byte[] block = new byte[TensorType.IQ1_M.blockBytes()];
        for (int at = 48; at < 56; at += 2) {
            block[at + 1] = (byte) 0xF0;
        }
        assertThat(deepFindings(TensorType.IQ1_M, block)).hasSize(1);
    }

    @Test
    void saysWhereTheNotANumberIs() throws IOException {
        byte[] rows = new byte[3 * 4 * Float.BYTES];
        MemorySegment.ofArray(rows)
                .set(ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN), 4 * 6, Float.NaN);
        Path file = folder.resolve("nan.gguf");
        try (GgufWriter writer = GgufWriter.create(
                file, GgufMetadata.empty(), List.of(TensorSpec.of("w", TensorType.F32, 4, 3)))) {
            writer.write("w", MemorySegment.ofArray(rows));
            writer.commit();
        }
        try (Gguf model = Gguf.open(file)) {
            assertThat(GgufChecker.checkDeeply(model)).anySatisfy(finding -> assertThat(finding.toString())
                    .isEqualTo("ERROR w: holds NaN or infinity in row 1, at or behind column 2"));
        }
    }

    /** F16 scales of a block struct in ggml-common.h; a float counts once, at its upper half. */
    private static int scalesOf(TensorType type) {
        return switch (type) {
            case Q4_1, Q5_1, Q8_1, Q2_K, Q4_K, Q5_K -> 2;
            case IQ1_M -> 0;
            default -> 1;
        };
    }

    private List<Finding> deepFindings(TensorType type, byte[] block) throws IOException {
        Path file = folder.resolve("block.gguf");
        TensorSpec spec = TensorSpec.of("w", type, type.blockSize());
        try (GgufWriter writer = GgufWriter.create(file, GgufMetadata.empty(), List.of(spec))) {
            writer.write("w", MemorySegment.ofArray(block));
            writer.commit();
        }
        try (Gguf model = Gguf.open(file)) {
            return GgufChecker.checkDeeply(model).stream()
                    .filter(finding -> finding.message().startsWith("holds NaN"))
                    .toList();
        }
    }

    private Path writeZeros(GgufMetadata metadata, List<TensorSpec> tensors) throws IOException {
        Path file = folder.resolve("zeros.gguf");
        try (GgufWriter writer = GgufWriter.create(file, metadata, tensors)) {
            for (TensorSpec tensor : tensors) {
                writer.write(tensor.name(), MemorySegment.ofArray(new byte[(int) tensor.byteSize()]));
            }
            writer.commit();
        }
        return file;
    }

    private static Arguments fault(String name, FixtureModels model, String key, GgufValue value) {
        return Arguments.of(name, model, key, value);
    }

    private static GgufValue tokens(FixtureModels model, UnaryOperator<List<String>> change) {
        return GgufValue.strings(change.apply(new ArrayList<>(model.metadata().strings(TOKENS).orElseThrow())));
    }

    private static GgufValue types(FixtureModels model, int first) {
        int[] types = model.metadata().integers(TYPES).orElseThrow().stream().mapToInt(Long::intValue).toArray();
        types[0] = first;
        return GgufValue.i32s(types);
    }

    private static List<String> set(List<String> list, int index, String value) {
        list.set(index, value);
        return list;
    }
}
