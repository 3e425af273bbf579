"""Times GPTQ (arXiv 2210.17323, algorithm 1) and SparseGPT (arXiv 2301.00774, algorithm 1) in PyTorch, on the processor.

A straightforward implementation of what the papers describe: Hessian with damping, upper Cholesky factor of its inverse,
blocks of 128 columns, lazy batch updates. It is what the Java kernels are compared with; see docs/benchmarks.md.

    second_order_baseline.py make FOLDER ROWS COLUMNS       writes weights.f32 and gram.f32
    second_order_baseline.py gptq|sparsegpt FOLDER ROWS COLUMNS [ROUNDS]

Prints seconds, processor seconds and the relative output error of each round. Needs torch with an optimised BLAS and LAPACK;
the number of threads is OMP_NUM_THREADS.
"""
import os
import pathlib
import sys
import time

import torch

BLOCK = 128
DAMPING = 0.01
TOKENS_PER_CHANNEL = 2


def make(folder, rows, columns):
    """Correlated activations with a few strong channels, as those of language models."""
    generator = torch.Generator().manual_seed(1)
    tokens = TOKENS_PER_CHANNEL * columns
    rank = columns // 8
    shared = torch.randn(tokens, rank, generator=generator) @ torch.randn(rank, columns, generator=generator) / rank**0.5
    activations = shared + 0.5 * torch.randn(tokens, columns, generator=generator)
    activations *= torch.exp(0.5 * torch.randn(columns, generator=generator))
    gram = activations.T @ activations
    weights = 0.02 * torch.randn(rows, columns, generator=generator)
    folder.mkdir(parents=True, exist_ok=True)
    weights.numpy().tofile(folder / "weights.f32")
    ((gram + gram.T) / 2).numpy().tofile(folder / "gram.f32")


def read(folder, rows, columns):
    weights = torch.from_file(str(folder / "weights.f32"), size=rows * columns).reshape(rows, columns)
    gram = torch.from_file(str(folder / "gram.f32"), size=columns * columns).reshape(columns, columns)
    return weights, gram


def inverse_factor(gram):
    """The upper Cholesky factor of the inverse of the damped Hessian."""
    hessian = gram.clone()
    diagonal = torch.arange(len(hessian))
    hessian[diagonal, diagonal] += DAMPING * torch.mean(torch.diag(hessian))
    return torch.linalg.cholesky(torch.cholesky_inverse(torch.linalg.cholesky(hessian)), upper=True)


def sweep(weights, gram, begin, store):
    """Blocks of columns with lazy batch updates; begin(block, diagonal) starts one, store(column, now) gives what is stored."""
    weights = weights.clone()
    factor = inverse_factor(gram)
    stored = torch.empty_like(weights)
    columns = weights.shape[1]
    for start in range(0, columns, BLOCK):
        end = min(start + BLOCK, columns)
        block = weights[:, start:end].clone()
        errors = torch.empty_like(block)
        local = factor[start:end, start:end]
        begin(block, torch.diag(local))
        for column in range(end - start):
            now = block[:, column]
            value = store(column, now)
            stored[:, start + column] = value
            error = (now - value) / local[column, column]
            block[:, column:] -= torch.outer(error, local[column, column:])
            errors[:, column] = error
        weights[:, end:] -= errors @ factor[start:end, end:]
    return stored


def gptq(weights, gram):
    """4 bits, symmetric, groups as long as blocks, with the scale max|w| / 7 of the updated weights."""
    scale = torch.empty(len(weights))

    def begin(block, diagonal):
        torch.div(block.abs().amax(dim=1), 7, out=scale)

    def store(column, now):
        return torch.clamp(torch.round(now / scale), -8, 7) * scale

    return sweep(weights, gram, begin, store)


def sparsegpt(weights, gram):
    """Half of each block of 128 columns becomes zero."""
    kept = {}

    def begin(block, diagonal):
        score = block**2 / diagonal**2
        kept["mask"] = score >= torch.sort(score.flatten())[0][score.numel() // 2]

    def store(column, now):
        return now * kept["mask"][:, column]

    return sweep(weights, gram, begin, store)


def output_error(before, after, gram):
    """The relative error of the outputs, from the Gram matrix of the inputs."""
    change = after - before
    return (((change @ gram) * change).sum(dtype=torch.float64) / ((before @ gram) * before).sum(dtype=torch.float64)).sqrt()


def main(what, folder, rows, columns, rounds="1"):
    folder, rows, columns = pathlib.Path(folder), int(rows), int(columns)
    torch.set_num_threads(int(os.environ["OMP_NUM_THREADS"]))
    if what == "make":
        make(folder, rows, columns)
        return
    method = {"gptq": gptq, "sparsegpt": sparsegpt}[what]
    weights, gram = read(folder, rows, columns)
    for _ in range(int(rounds)):
        wall, processor = time.perf_counter(), time.process_time()
        result = method(weights, gram)
        wall, processor = time.perf_counter() - wall, time.process_time() - processor
        error = output_error(weights, result, gram).item()
        zeros = (result == 0).double().mean().item()
        print(f"{what} {rows}x{columns}: {wall:.2f} s, {processor:.2f} s of processor, output error {error:.5f}, zeros {zeros:.4f}",
              flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
