package org.jackknife.gguf.internal.check;

import java.util.Set;

/** What llama.cpp b4916 knows by name, and its limits. */
public final class LlamaCpp {
    /** Architectures it loads. */
    public static final Set<String> ARCHITECTURES = Set.of(
            "llama", "deci", "falcon", "grok", "gpt2", "gptneox", "mpt", "baichuan", "starcoder", "refact", "bert",
            "nomic-bert", "jina-bert-v2", "bloom", "stablelm", "qwen", "qwen2", "qwen2moe", "qwen2vl", "phi2", "phi3",
            "phimoe", "plamo", "codeshell", "orion", "internlm2", "minicpm", "minicpm3", "gemma", "gemma2", "gemma3",
            "starcoder2", "mamba", "xverse", "command-r", "cohere2", "dbrx", "olmo", "olmo2", "olmoe", "openelm",
            "arctic", "deepseek", "deepseek2", "chatglm", "bitnet", "t5", "t5encoder", "jais", "nemotron", "exaone",
            "rwkv6", "rwkv6qwen2", "rwkv7", "arwkv7", "granite", "granitemoe", "chameleon", "wavtokenizer-dec");

    /** Architectures without attention heads. */
    static final Set<String> RECURRENT = Set.of("mamba", "rwkv6", "rwkv6qwen2", "rwkv7", "arwkv7");

    /** Ways of splitting text before byte pair encoding, {@code tokenizer.ggml.pre}. */
    public static final Set<String> PRE_TOKENIZERS = Set.of(
            "default", "llama3", "llama-v3", "llama-bpe", "falcon3", "deepseek-llm", "deepseek-coder", "deepseek-v3",
            "falcon", "mpt", "starcoder", "gpt-2", "phi-2", "jina-es", "jina-de", "gigachat", "jina-v1-en",
            "jina-v2-es", "jina-v2-de", "jina-v2-code", "roberta-bpe", "refact", "command-r", "qwen2",
            "deepseek-r1-qwen", "stablelm2", "olmo", "dbrx", "smaug-bpe", "poro-chat", "chatglm-bpe", "viking", "jais",
            "tekken", "smollm", "codeshell", "bloom", "gpt3-finnish", "exaone", "chameleon", "minerva-7b", "megrez",
            "gpt-4o");

    /** Values of {@code rope.scaling.type}; any other trips an assertion. */
    static final Set<String> ROPE_SCALINGS = Set.of("none", "linear", "yarn", "longrope");

    /** LLAMA_MAX_LAYERS. */
    static final int MAX_BLOCKS = 512;

    /** LLAMA_MAX_EXPERTS. */
    static final int MAX_EXPERTS = 256;

    /** Blocks of Gemma 2 with 2, 9 and 27 billion parameters. */
    static final Set<Long> GEMMA2_BLOCKS = Set.of(26L, 42L, 46L);

    /** Gemma 3 alternates five blocks with a window and one without. */
    static final long GEMMA3_LEAST_BLOCKS = 6;

    private LlamaCpp() {}
}
