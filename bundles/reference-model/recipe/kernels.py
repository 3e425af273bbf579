"""Autograd functions over kernels.cpp.

The shared library is compiled on first use into a cache folder named after the source's hash, for the CPU at hand.
Activations between functions are bfloat16, the residual stream and all weights are float32.
"""
from __future__ import annotations

import ctypes
import hashlib
import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor

HEAD = 64
FLAGS = ["-O3", "-march=native", "-fopenmp", "-fno-math-errno", "-fno-trapping-math", "-shared", "-fPIC"]


def _library() -> ctypes.CDLL:
    source = Path(__file__).with_name("kernels.cpp")
    digest = hashlib.sha256(source.read_bytes() + " ".join(FLAGS).encode()).hexdigest()[:16]
    cache = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "jackknife" / "recipe"
    library = cache / f"kernels-{digest}.so"
    if not library.exists():
        cache.mkdir(parents=True, exist_ok=True)
        partial = cache / f"{library.name}.{os.getpid()}"
        subprocess.run(["g++", *FLAGS, "-o", str(partial), str(source)], check=True)
        partial.rename(library)
    return ctypes.CDLL(str(library))


_LIB = _library()


def _call(name: str, *arguments: Tensor | int | float) -> None:
    """Calls a kernel with tensors as addresses; every tensor must be contiguous."""
    converted = []
    for a in arguments:
        if isinstance(a, Tensor):
            if not a.is_contiguous():
                raise ValueError(f"{name}: a tensor of shape {tuple(a.shape)} is not contiguous")
            converted.append(ctypes.c_void_p(a.data_ptr()))
        else:
            converted.append(ctypes.c_float(a) if isinstance(a, float) else ctypes.c_int(a))
    getattr(_LIB, name)(*converted)


@dataclass
class Layout:
    """Which rows of a pack belong together.

    documents: int32 [n, 4], one line each (prefix_start, prefix_len, start, len), grouped; the first of a group of
    several is the prefix of the others. groups: int32 [g + 1], offsets into documents.
    """

    documents: Tensor
    groups: Tensor


def rotation_table(positions: int, theta: float) -> Tensor:
    """cos and sin of RoPE (arXiv 2104.09864), interleaved: [positions, 64] as cos0, sin0, cos1, sin1, ..."""
    frequency = theta ** (-torch.arange(0, HEAD, 2, dtype=torch.float64) / HEAD)
    angle = torch.arange(positions, dtype=torch.float64)[:, None] * frequency[None, :]
    return torch.stack([angle.cos(), angle.sin()], dim=-1).reshape(positions, HEAD).float().contiguous()


class Attention(torch.autograd.Function):
    """Causal attention with two query heads per key-value head, over [rows, (heads + 2 kv_heads) * 64] bf16."""

    @staticmethod
    def forward(ctx, qkv: Tensor, table: Tensor, layout: Layout, heads: int) -> Tensor:
        out = torch.empty(qkv.shape[0], heads * HEAD, dtype=torch.bfloat16)
        lse = torch.empty(qkv.shape[0], heads)
        _call("attention_forward", qkv, table, layout.documents, layout.groups, len(layout.groups) - 1, heads, out, lse)
        ctx.save_for_backward(qkv, table, out, lse)
        ctx.layout, ctx.heads = layout, heads
        return out

    @staticmethod
    def backward(ctx, dout: Tensor):
        qkv, table, out, lse = ctx.saved_tensors
        dqkv = torch.empty_like(qkv)
        layout: Layout = ctx.layout
        _call("attention_backward", qkv, table, layout.documents, layout.groups, len(layout.groups) - 1, ctx.heads,
              out, lse, dout.contiguous(), dqkv)
        return dqkv, None, None, None


class AddNorm(torch.autograd.Function):
    """(x float32, delta bf16, weight) -> (x + delta float32, RMSNorm of it bf16)."""

    @staticmethod
    def forward(ctx, x: Tensor, delta: Tensor, weight: Tensor, eps: float):
        rows, width = x.shape
        total, y = torch.empty_like(x), torch.empty(rows, width, dtype=torch.bfloat16)
        inverse = torch.empty(rows)
        _call("add_rmsnorm_forward", x, delta, weight, rows, width, float(eps), total, y, inverse)
        ctx.save_for_backward(total, weight, inverse)
        return total, y

    @staticmethod
    def backward(ctx, dtotal: Tensor, dy: Tensor):
        total, weight, inverse = ctx.saved_tensors
        rows, width = total.shape
        dx, ddelta = torch.empty_like(total), torch.empty(rows, width, dtype=torch.bfloat16)
        dweight = torch.zeros_like(weight)
        _call("add_rmsnorm_backward", total, weight, inverse, dtotal.contiguous(), dy.contiguous(), rows, width,
              dx, ddelta, dweight)
        return dx, ddelta, dweight, None


class SwiGlu(torch.autograd.Function):
    """[rows, 2 * width] (gate, up) -> silu(gate) * up, bf16."""

    @staticmethod
    def forward(ctx, gate_up: Tensor) -> Tensor:
        rows, width = gate_up.shape[0], gate_up.shape[1] // 2
        out = torch.empty(rows, width, dtype=torch.bfloat16)
        _call("swiglu_forward", gate_up, rows, width, out)
        ctx.save_for_backward(gate_up)
        return out

    @staticmethod
    def backward(ctx, dout: Tensor) -> Tensor:
        (gate_up,) = ctx.saved_tensors
        grad = torch.empty_like(gate_up)
        _call("swiglu_backward", gate_up, dout.contiguous(), gate_up.shape[0], gate_up.shape[1] // 2, grad)
        return grad


class Linear(torch.autograd.Function):
    """x @ weight.T with a bf16 product and a float32 weight, whose gradient is float32 again."""

    @staticmethod
    def forward(ctx, x: Tensor, weight: Tensor) -> Tensor:
        rounded = weight.bfloat16()
        ctx.save_for_backward(x, rounded)
        return x @ rounded.t()

    @staticmethod
    def backward(ctx, dy: Tensor):
        x, rounded = ctx.saved_tensors
        return dy @ rounded, (dy.t() @ x).float()


class CrossEntropy(torch.autograd.Function):
    """(logits bf16, targets int64, scale) -> (sum of scale * loss, loss per row, greedy hit per row).

    The logits' memory is reused for their gradient, so they must not be used elsewhere.
    """

    @staticmethod
    def forward(ctx, logits: Tensor, targets: Tensor, scale: Tensor):
        rows, vocabulary = logits.shape
        loss, right = torch.empty(rows), torch.empty(rows, dtype=torch.uint8)
        _call("cross_entropy", logits, targets, scale, rows, vocabulary, loss, right)
        ctx.save_for_backward(logits)
        ctx.mark_non_differentiable(loss, right)
        return (loss * scale).sum(), loss, right

    @staticmethod
    def backward(ctx, dtotal: Tensor, _loss: Tensor, _right: Tensor):
        (gradient,) = ctx.saved_tensors
        if dtotal.item() != 1.0:
            gradient = gradient * dtotal
        return gradient, None, None
