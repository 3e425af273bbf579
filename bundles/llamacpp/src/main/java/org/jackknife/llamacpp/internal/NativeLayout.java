package org.jackknife.llamacpp.internal;

import java.util.List;

/**
 * Says where the fields of llama.cpp's structs lie and what its functions and operators are called, for one build.
 *
 * <p>llama.cpp has no stable binary interface: every build needs its own table. {@link LayoutCheck} decides which
 * table fits a library, so that a table for a newer build is one more constant here.
 *
 * @param build the tag of llama.cpp
 * @param structs the structs in use
 * @param ops numbers of {@code enum ggml_op}
 * @param symbols names of functions that changed, or may change, between builds
 */
record NativeLayout(String build, Structs structs, Ops ops, Symbols symbols) {

    /** The structs of {@code llama.h} and {@code ggml.h}. */
    record Structs(StructTable model, StructTable context, StructTable batch, StructTable tensor, StructTable traits) {}

    /** Operators by number. */
    record Ops(int mulMat, int mulMatId) {}

    /** Functions by purpose. The grammar functions are C++, hence the mangled names. */
    record Symbols(
            String kvClear,
            String kvRemove,
            String kvCopy,
            String kvDefragment,
            String kvUpdate,
            String grammarParse,
            String grammarFree) {}

    /** The library inside java-llama.cpp 4.2.0. */
    static final NativeLayout B4916 = new NativeLayout(
            "b4916",
            new Structs(
                    StructTable.of("llama_model_params", 64)
                            .field("n_gpu_layers", 8)
                            .field("split_mode", 12)
                            .field("use_mmap", 57),
                    StructTable.of("llama_context_params", 120)
                            .field("n_ctx", 0)
                            .field("n_batch", 4)
                            .field("n_ubatch", 8)
                            .field("n_seq_max", 12)
                            .field("n_threads", 16)
                            .field("n_threads_batch", 20)
                            .field("rope_scaling_type", 24)
                            .field("yarn_beta_fast", 52)
                            .field("cb_eval", 72)
                            .field("cb_eval_user_data", 80)
                            .field("type_k", 88)
                            .field("type_v", 92)
                            .field("offload_kqv", 98)
                            .field("flash_attn", 99)
                            .field("no_perf", 100)
                            .field("abort_callback", 104)
                            .field("abort_callback_data", 112),
                    StructTable.of("llama_batch", 56)
                            .field("n_tokens", 0)
                            .field("token", 8)
                            .field("embd", 16)
                            .field("pos", 24)
                            .field("n_seq_id", 32)
                            .field("seq_id", 40)
                            .field("logits", 48),
                    StructTable.of("ggml_tensor", 336)
                            .field("type", 0)
                            .field("buffer", 8)
                            .field("ne", 16)
                            .field("nb", 48)
                            .field("op", 80)
                            .field("src", 152)
                            .field("data", 248)
                            .field("name", 256),
                    StructTable.of("ggml_type_traits", 64)
                            .field("blck_size", 8)
                            .field("type_size", 24)
                            .field("to_float", 40)),
            new Ops(27, 28),
            new Symbols(
                    "llama_kv_self_clear",
                    "llama_kv_self_seq_rm",
                    "llama_kv_self_seq_cp",
                    "llama_kv_self_defrag",
                    "llama_kv_self_update",
                    "_Z23llama_grammar_init_implPK11llama_vocabPKcS3_bPS3_mPKim",
                    "_Z23llama_grammar_free_implP13llama_grammar"));

    /** The tables to try, newest first. */
    static final List<NativeLayout> KNOWN = List.of(B4916);
}
