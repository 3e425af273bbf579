"""Writes a model as GGUF version 3 (github.com/ggml-org/ggml, docs/gguf.md): matrices F16, norms F32."""
from __future__ import annotations

import struct
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np

from bpe import Tokenizer
from model import HEAD, Model

ALIGNMENT = 32
U32, F32, BOOL, STRING, ARRAY, U64, I32 = 4, 6, 7, 8, 9, 10, 5
TYPE_F32, TYPE_F16 = 0, 1
FILE_TYPE_F16 = 1


def _string(text: str) -> bytes:
    data = text.encode("utf-8")
    return struct.pack("<Q", len(data)) + data


def _value(kind: int, value: Any) -> bytes:
    if kind == STRING:
        return _string(value)
    if kind == ARRAY:
        item, values = value
        return struct.pack("<IQ", item, len(values)) + b"".join(_value(item, v) for v in values)
    return struct.pack({U32: "<I", I32: "<i", F32: "<f", BOOL: "<?", U64: "<Q"}[kind], value)


def metadata(model: Model, tokenizer: Tokenizer, chat_template: str, provenance: dict[str, str]) -> list[tuple]:
    """(key, type, value) in file order. provenance: further string keys, such as the data's hash."""
    shape, ids = model.shape, tokenizer.ids
    return [
        ("general.architecture", STRING, "llama"),
        ("general.name", STRING, "jackknife-reference"),
        ("general.file_type", U32, FILE_TYPE_F16),
        ("general.license", STRING, "apache-2.0"),
        *((key, STRING, value) for key, value in provenance.items()),
        ("llama.vocab_size", U32, shape.vocabulary),
        ("llama.context_length", U32, shape.context),
        ("llama.embedding_length", U32, shape.width),
        ("llama.block_count", U32, shape.layers),
        ("llama.feed_forward_length", U32, shape.hidden),
        ("llama.attention.head_count", U32, shape.heads),
        ("llama.attention.head_count_kv", U32, shape.kv_heads),
        ("llama.attention.key_length", U32, HEAD),
        ("llama.attention.value_length", U32, HEAD),
        ("llama.rope.dimension_count", U32, HEAD),
        ("llama.rope.freq_base", F32, shape.theta),
        ("llama.attention.layer_norm_rms_epsilon", F32, shape.eps),
        ("tokenizer.ggml.model", STRING, "gpt2"),
        ("tokenizer.ggml.pre", STRING, "gpt-2"),
        ("tokenizer.ggml.tokens", ARRAY, (STRING, tokenizer.tokens)),
        ("tokenizer.ggml.token_type", ARRAY, (I32, tokenizer.types())),
        ("tokenizer.ggml.merges", ARRAY, (STRING, [" ".join(m) for m in tokenizer.merges])),
        ("tokenizer.ggml.bos_token_id", U32, ids["<|endoftext|>"]),
        ("tokenizer.ggml.eos_token_id", U32, ids["<|im_end|>"]),
        ("tokenizer.ggml.padding_token_id", U32, ids["<|endoftext|>"]),
        ("tokenizer.ggml.add_bos_token", BOOL, False),
        ("tokenizer.ggml.add_space_prefix", BOOL, False),
        ("tokenizer.chat_template", STRING, chat_template),
    ]


def tensors(model: Model) -> list[tuple[str, np.ndarray]]:
    """Names of llama.cpp and arrays [out, in]; the tied embedding is also the output matrix."""
    shape = model.shape
    q, kv = shape.heads * HEAD, shape.kv_heads * HEAD
    found = [("token_embd.weight", model.embedding)]
    for n, block in enumerate(model.blocks):
        named = [("attn_norm", block.attn_norm), ("attn_q", block.qkv[:q]), ("attn_k", block.qkv[q:q + kv]),
                 ("attn_v", block.qkv[q + kv:]), ("attn_output", block.out), ("ffn_norm", block.ffn_norm),
                 ("ffn_gate", block.gate_up[:shape.hidden]), ("ffn_up", block.gate_up[shape.hidden:]),
                 ("ffn_down", block.down)]
        found += [(f"blk.{n}.{name}.weight", tensor) for name, tensor in named]
    found.append(("output_norm.weight", model.output_norm))
    return [(name, t.detach().numpy().astype(np.float16 if t.dim() == 2 else np.float32)) for name, t in found]


def _pad(file: BinaryIO) -> None:
    file.write(b"\0" * (-file.tell() % ALIGNMENT))


def write(path: Path, model: Model, tokenizer: Tokenizer, chat_template: str, provenance: dict[str, str]) -> None:
    """Writes the whole file beside its final name, then renames it."""
    entries, arrays = metadata(model, tokenizer, chat_template, provenance), tensors(model)
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(path.name + ".partial")
    with partial.open("wb") as file:
        file.write(b"GGUF" + struct.pack("<IQQ", 3, len(arrays), len(entries)))
        for key, kind, value in entries:
            file.write(_string(key) + struct.pack("<I", kind) + _value(kind, value))
        offset = 0
        for name, array in arrays:
            kind = TYPE_F16 if array.dtype == np.float16 else TYPE_F32
            dims = array.shape[::-1]
            file.write(_string(name) + struct.pack(f"<I{len(dims)}QIQ", len(dims), *dims, kind, offset))
            offset += array.nbytes + (-array.nbytes % ALIGNMENT)
        for _, array in arrays:
            _pad(file)
            file.write(array.tobytes())
        _pad(file)
    partial.rename(path)
