package org.jackknife.quantize.internal;

/** What a matrix is for, as its name tells: mixes give some roles more bits. */
enum Role {
    OUTPUT,
    EMBEDDING,
    ATTENTION_V,
    ATTENTION_K,
    ATTENTION_Q,
    ATTENTION_QKV,
    ATTENTION_OUTPUT,
    FFN_DOWN,
    FFN_GATE,
    FFN_UP,
    OTHER;

    static Role of(String tensor) {
        return switch (tensor) {
            case "output.weight" -> OUTPUT;
            case "token_embd.weight" -> EMBEDDING;
            default -> inBlock(tensor);
        };
    }

    private static Role inBlock(String tensor) {
        if (tensor.contains("attn_v.weight")) {
            return ATTENTION_V;
        } else if (tensor.contains("attn_k.weight")) {
            return ATTENTION_K;
        } else if (tensor.contains("attn_q.weight")) {
            return ATTENTION_Q;
        } else if (tensor.contains("ffn_down")) {
            return FFN_DOWN;
        } else if (tensor.contains("attn_output.weight")) {
            return ATTENTION_OUTPUT;
        } else if (tensor.contains("attn_qkv.weight")) {
            return ATTENTION_QKV;
        } else if (tensor.contains("ffn_gate")) {
            return FFN_GATE;
        } else {
            return tensor.contains("ffn_up") ? FFN_UP : OTHER;
        }
    }
}
