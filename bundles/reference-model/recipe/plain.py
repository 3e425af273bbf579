"""The same model in plain float32 PyTorch, one dialogue at a time: what kernels.py is tested against, and the source of
the expected outputs in the bundle's Java tests."""
from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional as F

from model import HEAD, Model


def norm(x: Tensor, weight: Tensor, eps: float) -> Tensor:
    return x * torch.rsqrt(x.square().mean(-1, keepdim=True) + eps) * weight


def _rotate(x: Tensor, table: Tensor) -> Tensor:
    """x [rows, heads, 64], pairs of neighbours turned by their position's angle."""
    pairs = x.unflatten(-1, (HEAD // 2, 2))
    cos, sin = table[:len(x)].reshape(len(x), 1, HEAD // 2, 2).unbind(-1)
    turned = torch.stack([pairs[..., 0] * cos - pairs[..., 1] * sin, pairs[..., 0] * sin + pairs[..., 1] * cos], -1)
    return turned.flatten(-2)


def attend(qkv: Tensor, model: Model) -> Tensor:
    shape, rows = model.shape, len(qkv)
    q, k, v = qkv.split([shape.heads * HEAD, shape.kv_heads * HEAD, shape.kv_heads * HEAD], dim=1)
    q = _rotate(q.reshape(rows, shape.heads, HEAD), model.table)
    k = _rotate(k.reshape(rows, shape.kv_heads, HEAD), model.table).repeat_interleave(2, dim=1)
    v = v.reshape(rows, shape.kv_heads, HEAD).repeat_interleave(2, dim=1)
    scores = torch.einsum("qhd,khd->hqk", q, k) / HEAD ** 0.5
    future = torch.ones(rows, rows, dtype=torch.bool).triu(1)
    weights = scores.masked_fill(future, float("-inf")).softmax(-1)
    return torch.einsum("hqk,khd->qhd", weights, v).reshape(rows, -1)


def logits(model: Model, tokens: Tensor) -> Tensor:
    """tokens int64 [rows] of one dialogue -> float32 [rows, vocabulary]."""
    x, eps = model.embedding[tokens], model.shape.eps
    for block in model.blocks:
        x = x + attend(norm(x, block.attn_norm, eps) @ block.qkv.t(), model) @ block.out.t()
        gate, up = (norm(x, block.ffn_norm, eps) @ block.gate_up.t()).chunk(2, dim=1)
        x = x + (F.silu(gate) * up) @ block.down.t()
    return norm(x, model.output_norm, eps) @ model.embedding.t()


@torch.no_grad()
def greedy(model: Model, prompt: list[int], end: int, limit: int = 80) -> list[int]:
    """The most probable continuation, token by token, without the end token."""
    said: list[int] = []
    while len(said) < limit:
        token = int(logits(model, torch.tensor(prompt + said))[-1].argmax())
        if token == end:
            break
        said.append(token)
    return said
