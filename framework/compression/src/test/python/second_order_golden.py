"""Writes second-order.json: what GPTQ (arXiv 2210.17323) and SparseGPT (arXiv 2301.00774) make of small seeded matrices.

Follows the equations one column at a time, in double precision, and nothing else: the inverse Hessian of the columns that
are left is kept explicitly and loses one row and column per step (GPTQ eq. 2 and 3, which are OBQ's),

    w  <-  w - (w_q - stored) / [H^-1]_qq * [H^-1]_q,:
    H^-1  <-  H^-1 - H^-1_:,q H^-1_q,: / [H^-1]_qq

without Cholesky factors, blocks, or lazy updates. Weights and activations come from a generator of a few integers that the
Java test repeats, so only results are stored. A case whose decisions are closer to a tie than single precision can tell is
left for the next seed.

    python3 second_order_golden.py ../resources/org/jackknife/compression/secondorder/second-order.json

Needs NumPy; written with 1.24.2.
"""
import json
import sys

import numpy

ROWS, COLUMNS, TOKENS = 12, 256, 512
DAMPING = 0.01
MASK_BLOCK = 128
CLOSEST_TIE = 2e-5


class Numbers:
    """Sums of four draws of a 64-bit linear congruential generator, exact in binary."""

    def __init__(self, seed):
        self.state = seed

    def next(self):
        total = 0.0
        for _ in range(4):
            self.state = (self.state * 6364136223846793005 + 1442695040888963407) % 2**64
            total += (self.state >> 40) / 2**24 - 0.5
        return total

    def array(self, *shape):
        return numpy.array([self.next() for _ in range(int(numpy.prod(shape)))]).reshape(shape)


def problem(seed, dead):
    """Weights, and activations of which neighbours are correlated and every 37th channel is strong."""
    numbers = Numbers(seed)
    weights = (numbers.array(ROWS, COLUMNS) / 16).astype(numpy.float32)
    activations = numbers.array(TOKENS, COLUMNS)
    for column in range(1, COLUMNS):
        activations[:, column] += 0.75 * activations[:, column - 1]
    activations[:, ::37] *= 8
    activations[:, dead] = 0
    activations = activations.astype(numpy.float32).astype(float)
    gram = (activations.T @ activations).astype(numpy.float32)
    return weights.astype(float), gram.astype(float)


def prepared(weights, gram, dead):
    weights = weights.copy()
    weights[:, dead] = 0
    live = numpy.setdiff1d(numpy.arange(COLUMNS), dead)
    hessian = gram.copy()
    hessian[live, live] += DAMPING * numpy.diag(gram)[live].mean()
    hessian[dead, dead] = 1
    return weights, numpy.linalg.inv(hessian)


class Scales:
    """b-bit integers times a scale, or times a scale plus a minimum, one for each row of a group."""

    def __init__(self, bits, symmetric):
        self.bits, self.symmetric = bits, symmetric

    def of(self, group):
        if self.symmetric:
            top = 2 ** (self.bits - 1) - 1
            return numpy.abs(group).max(axis=1) / top, numpy.zeros(len(group))
        low, high = numpy.minimum(group.min(axis=1), 0), numpy.maximum(group.max(axis=1), 0)
        scale = (high - low) / (2**self.bits - 1)
        return scale, -numpy.round(-low / scale) * scale

    def levels(self):
        return (-(2 ** (self.bits - 1)), 2 ** (self.bits - 1) - 1) if self.symmetric else (0, 2**self.bits - 1)


class Ties:
    """How close the closest decision was."""

    def __init__(self):
        self.closest = numpy.inf

    def rounding(self, levels, low, high):
        inside = levels[(levels > low - 0.5) & (levels < high + 0.5)]
        self.closest = min(self.closest, numpy.abs(inside - numpy.floor(inside) - 0.5).min(initial=numpy.inf))

    def order(self, scores, count):
        """Of sorted scores, the gap between the last one chosen and the first one that is not."""
        ordered = numpy.sort(scores, axis=-1)
        lower, upper = ordered[..., count - 1], ordered[..., count]
        gap = numpy.where(upper > 0, (upper - lower) / numpy.maximum(upper, 1e-300), numpy.inf)
        self.closest = min(self.closest, gap.min())


def round_to(now, scale, offset, scales, ties):
    low, high = scales.levels()
    levels = (now - offset) / scale
    ties.rounding(levels, low, high)
    levels = numpy.clip(numpy.round(levels), low, high)
    return levels, levels * scale + offset


def eliminate(inverse, column):
    inverse -= numpy.outer(inverse[:, column], inverse[column]) / inverse[column, column]


def gptq(case, weights, gram, ties):
    dead = case["dead"]
    weights, inverse = prepared(weights, gram, dead)
    scales = Scales(case["bits"], case["symmetric"])
    group = case["group"]
    order = numpy.argsort(-numpy.diag(gram), kind="stable") if case["activationOrder"] else numpy.arange(COLUMNS)
    fixed = [scales.of(weights[:, start:start + group]) for start in range(0, COLUMNS, group)]
    codes = numpy.zeros((ROWS, COLUMNS), int)
    stored = numpy.zeros((ROWS, COLUMNS))
    for column in order:
        if not case["staticGroups"] and column % group == 0:
            fixed[column // group] = scales.of(weights[:, column:column + group])
        scale, offset = fixed[column // group]
        levels, value = round_to(weights[:, column], scale, offset, scales, ties)
        codes[:, column] = levels - scales.levels()[0]
        stored[:, column] = value
        error = (weights[:, column] - value) / inverse[column, column]
        weights -= numpy.outer(error, inverse[column])
        eliminate(inverse, column)
    return codes, stored


def conditional_diagonal(inverse, start, end):
    """[H^-1]_cc of each column once all before it are gone."""
    inverse = inverse.copy()
    diagonal = []
    for column in range(start, end):
        diagonal.append(inverse[column, column])
        eliminate(inverse, column)
    return numpy.array(diagonal)


def choose(case, scores, ties):
    """The mask of some columns: the share of lowest scores, or the lowest of each group."""
    if case["pattern"] == "unstructured":
        count = round(case["sparsity"] * scores.size)
        ties.order(scores.ravel()[None], count)
        mask = numpy.zeros(scores.size, bool)
        mask[numpy.argsort(scores, axis=None, kind="stable")[:count]] = True
        return mask.reshape(scores.shape)
    zeros = int(case["pattern"].split(":")[0])
    ties.order(scores, zeros)
    mask = numpy.zeros(scores.shape, bool)
    numpy.put_along_axis(mask, numpy.argsort(scores, axis=1)[:, :zeros], True, axis=1)
    return mask


def sparsegpt(case, weights, gram, ties):
    weights, inverse = prepared(weights, gram, [])
    unstructured = case["pattern"] == "unstructured"
    width = MASK_BLOCK if unstructured else int(case["pattern"].split(":")[1])
    scales = Scales(case["bits"], True) if "bits" in case else None
    fixed = scales and [scales.of(weights[:, s:s + case["group"]]) for s in range(0, COLUMNS, case["group"])]
    mask = numpy.zeros((ROWS, COLUMNS), bool)
    codes = numpy.zeros((ROWS, COLUMNS), int)
    stored = numpy.zeros((ROWS, COLUMNS))
    for column in range(COLUMNS):
        if column % width == 0:
            end = min(column + width, COLUMNS)
            scores = weights[:, column:end] ** 2 / conditional_diagonal(inverse, column, end)
            mask[:, column:end] = choose(case, scores, ties)
        value = numpy.where(mask[:, column], 0, weights[:, column])
        if scales:
            scale, offset = fixed[column // case["group"]]
            levels, value = round_to(value, scale, offset, scales, ties)
            codes[:, column] = levels - scales.levels()[0]
        stored[:, column] = value
        error = (weights[:, column] - value) / inverse[column, column]
        weights -= numpy.outer(error, inverse[column])
        eliminate(inverse, column)
    return (codes if scales else mask.astype(int)), stored


def output_error(before, after, gram):
    change = after - before
    return float(numpy.sqrt(numpy.trace(change @ gram @ change.T) / numpy.trace(before @ gram @ before.T)))


GPTQ = [
    dict(bits=4, symmetric=True, group=128, activationOrder=False, staticGroups=False, dead=[]),
    dict(bits=4, symmetric=True, group=128, activationOrder=False, staticGroups=True, dead=[]),
    dict(bits=4, symmetric=True, group=128, activationOrder=True, staticGroups=True, dead=[]),
    dict(bits=4, symmetric=True, group=COLUMNS, activationOrder=True, staticGroups=True, dead=[5, 70, 71, 255]),
    dict(bits=4, symmetric=False, group=32, activationOrder=False, staticGroups=False, dead=[0, 31, 200]),
    dict(bits=3, symmetric=True, group=64, activationOrder=False, staticGroups=False, dead=[]),
    dict(bits=3, symmetric=False, group=COLUMNS, activationOrder=False, staticGroups=False, dead=[]),
    dict(bits=2, symmetric=False, group=32, activationOrder=True, staticGroups=True, dead=[]),
    dict(bits=8, symmetric=True, group=32, activationOrder=False, staticGroups=False, dead=[]),
]
SPARSEGPT = [
    dict(sparsity=0.5, pattern="unstructured"),
    dict(sparsity=0.7, pattern="unstructured"),
    dict(sparsity=0.5, pattern="2:4"),
    dict(sparsity=0.5, pattern="4:8"),
    dict(sparsity=0.5, pattern="unstructured", bits=4, group=64),
    dict(sparsity=0.5, pattern="2:4", bits=3, group=128),
]


def solved(case, method):
    for seed in range(1, 200):
        ties = Ties()
        weights, gram = problem(seed, case.get("dead", []))
        codes, stored = method(case, weights, gram, ties)
        if ties.closest > CLOSEST_TIE:
            rows = ["".join(f"{code:02x}" for code in row) for row in codes]
            return case | dict(method=method.__name__, seed=seed, outputError=output_error(weights, stored, gram), codes=rows)
    raise SystemExit(f"no seed without ties for {case}")


def main(target):
    cases = [solved(case, gptq) for case in GPTQ] + [solved(case, sparsegpt) for case in SPARSEGPT]
    shape = dict(rows=ROWS, columns=COLUMNS, tokens=TOKENS, damping=DAMPING, maskBlock=MASK_BLOCK)
    with open(target, "w", encoding="ascii") as file:
        json.dump(shape | dict(cases=cases), file, indent=1)
        file.write("\n")


if __name__ == "__main__":
    main(sys.argv[1])
