"""The reference model: a LLaMA of d 256 with tied embeddings, and initial weights that already copy."""
from __future__ import annotations

import math
from dataclasses import dataclass

import torch
from torch import Tensor, nn

from kernels import HEAD, AddNorm, Attention, CrossEntropy, Layout, Linear, SwiGlu, rotation_table


@dataclass(frozen=True)
class Shape:
    """Sizes of the model. Widths are multiples of 256, so that every K-quant of llama.cpp applies."""

    vocabulary: int
    width: int = 256
    layers: int = 4
    heads: int = 4
    hidden: int = 512
    context: int = 2048
    theta: float = 1e6
    eps: float = 1e-5

    @property
    def kv_heads(self) -> int:
        return self.heads // 2


class Block(nn.Module):
    """Weights of one layer, in llama.cpp's orientation [out, in]; q, k, v and gate, up are stacked."""

    def __init__(self, shape: Shape, generator: torch.Generator) -> None:
        super().__init__()

        def weight(rows: int, columns: int, std: float) -> nn.Parameter:
            return nn.Parameter(torch.randn(rows, columns, generator=generator) * std)

        std = 0.02
        out_std = std / math.sqrt(2 * shape.layers)
        self.attn_norm = nn.Parameter(torch.ones(shape.width))
        self.qkv = weight((shape.heads + 2 * shape.kv_heads) * HEAD, shape.width, std)
        self.out = weight(shape.width, shape.heads * HEAD, out_std)
        self.ffn_norm = nn.Parameter(torch.ones(shape.width))
        self.gate_up = weight(2 * shape.hidden, shape.width, std)
        self.down = weight(shape.width, shape.hidden, out_std)


class Model(nn.Module):
    """Forward pass over a pack of token rows (see kernels.Layout)."""

    def __init__(self, shape: Shape, seed: int) -> None:
        super().__init__()
        generator = torch.Generator().manual_seed(seed)
        self.shape = shape
        self.embedding = nn.Parameter(torch.randn(shape.vocabulary, shape.width, generator=generator) * 0.02)
        self.blocks = nn.ModuleList(Block(shape, generator) for _ in range(shape.layers))
        self.output_norm = nn.Parameter(torch.ones(shape.width))
        self.table = rotation_table(shape.context, shape.theta)
        install_copying(self, generator)

    def hidden(self, tokens: Tensor, layout: Layout) -> Tensor:
        """tokens int64 [rows] -> final normed states bf16 [rows, width]."""
        shape = self.shape
        x = self.embedding[tokens]
        delta = torch.zeros(x.shape, dtype=torch.bfloat16)
        for block in self.blocks:
            x, y = AddNorm.apply(x, delta, block.attn_norm, shape.eps)
            mixed = Attention.apply(Linear.apply(y, block.qkv), self.table, layout, shape.heads)
            delta = Linear.apply(mixed, block.out)
            x, y = AddNorm.apply(x, delta, block.ffn_norm, shape.eps)
            delta = Linear.apply(SwiGlu.apply(Linear.apply(y, block.gate_up)), block.down)
        _, y = AddNorm.apply(x, delta, self.output_norm, shape.eps)
        return y

    def loss(self, tokens: Tensor, layout: Layout, rows: Tensor, targets: Tensor, scale: Tensor):
        """Weighted loss at the rows that predict something: (sum of scale * loss, loss per row, greedy hit)."""
        logits = Linear.apply(self.hidden(tokens, layout)[rows], self.embedding)
        return CrossEntropy.apply(logits, targets, scale)

    @torch.no_grad()
    def logits(self, tokens: Tensor, layout: Layout, rows: Tensor) -> Tensor:
        """float32 logits at the given rows."""
        return self.hidden(tokens, layout)[rows].float() @ self.embedding.t()


# Places in the residual stream while the copying circuit is laid: one constant, the token itself, and what the
# heads of layer 0 bring from one and from two tokens back. Training is free to move everything afterwards.
CONSTANT = 0
IDENTITY = slice(1, 129)
ONE_BACK = slice(129, 193)
TWO_BACK = slice(193, 256)


@torch.no_grad()
def install_copying(model: Model, generator: torch.Generator) -> None:
    """Writes an induction circuit (arXiv 2209.11895) into layers 0 and 1.

    Layer 0: heads 0 and 1 look one and two tokens back (position only, by RoPE) and bring that token's identity.
    Layer 1: every head looks for the place whose two previous tokens are the present two, and copies the token there.
    Without this, induction heads did not form in the time two cores give.
    """
    shape = model.shape
    if shape.width != 256 or shape.heads != 4 or shape.layers < 2:
        raise ValueError(f"the copying circuit is laid out for width 256 and 4 heads, not {shape}")
    scale = 0.25
    model.embedding.mul_(0.1)
    model.embedding[:, CONSTANT] = scale
    identity = torch.randn(shape.vocabulary, 128, generator=generator)
    model.embedding[:, IDENTITY] = identity / identity.norm(dim=1, keepdim=True) * scale * 4
    _look_back(model, generator)
    _match_and_copy(model, generator)


def _look_back(model: Model, generator: torch.Generator) -> None:
    block, shape = model.blocks[0], model.shape
    frequency = shape.theta ** (-torch.arange(0, HEAD, 2, dtype=torch.float64) / HEAD)
    fast = 8                                        # pairs that turn quickly tell neighbouring positions apart
    key = torch.zeros(HEAD)
    key[0:2 * fast:2] = 1.0
    k_rows = shape.heads * HEAD
    v_rows = k_rows + shape.kv_heads * HEAD
    block.qkv[0:2 * HEAD] *= 0.1
    block.qkv[k_rows:k_rows + HEAD] *= 0.1
    block.qkv[k_rows:k_rows + HEAD, CONSTANT] = key * 3.0
    project = torch.randn(HEAD, 128, generator=generator) / math.sqrt(128)
    block.qkv[v_rows:v_rows + HEAD] = 0.0
    block.qkv[v_rows:v_rows + HEAD, IDENTITY] = project
    block.out.mul_(0.3)
    for head, (offset, place, size) in enumerate([(1, ONE_BACK, 64), (2, TWO_BACK, 63)]):
        angle = -offset * frequency[:fast]          # the query turned back by the offset meets the key in phase
        query = torch.zeros(HEAD)
        query[0:2 * fast:2], query[1:2 * fast:2] = angle.cos().float(), angle.sin().float()
        block.qkv[head * HEAD:(head + 1) * HEAD, CONSTANT] = query * 12.0
        block.out[:, head * HEAD:(head + 1) * HEAD] = 0.0
        block.out[place, head * HEAD:head * HEAD + size] = torch.eye(size) * 0.7


def _match_and_copy(model: Model, generator: torch.Generator) -> None:
    block, shape = model.blocks[1], model.shape
    first = model.blocks[0].qkv
    v_rows = (shape.heads + shape.kv_heads) * HEAD
    project = first[v_rows:v_rows + HEAD, IDENTITY].clone()      # identity -> what layer 0 brought
    slow = 32                                       # the slowest 16 pairs hardly turn within a dialogue
    for g in range(shape.kv_heads):
        one = torch.randn(slow, 64, generator=generator) / 8
        two = torch.randn(slow, 63, generator=generator) / 8
        k = block.qkv[(shape.heads + g) * HEAD:(shape.heads + g + 1) * HEAD]
        k.mul_(0.1)
        k[HEAD - slow:, ONE_BACK] = one * 3
        k[HEAD - slow:, TWO_BACK] = two * 2
        for head in (2 * g, 2 * g + 1):
            q = block.qkv[head * HEAD:(head + 1) * HEAD]
            q.mul_(0.1)
            q[HEAD - slow:, IDENTITY] = one @ project * 3
            q[HEAD - slow:, ONE_BACK][:, :63] += two @ torch.eye(63, 63) * 2
            half = slice(1 + 64 * g, 65 + 64 * g)
            block.out[:, head * HEAD:(head + 1) * HEAD] = 0.0
            block.out[half, head * HEAD:(head + 1) * HEAD] = torch.eye(HEAD) * 2.0
        v = block.qkv[v_rows + g * HEAD:v_rows + (g + 1) * HEAD]
        v.zero_()
        v[:, slice(1 + 64 * g, 65 + 64 * g)] = torch.eye(HEAD)
