"""Writes wanda_golden.txt: weights, channel norms and the masks that follow from them.

Written from equation 1 of arXiv 2306.11695 and the text around it, with NumPy alone: S_ij = |W_ij| * ||X_j||_2, and in
every row the floor(K * s) lowest scores go, or n of every m neighbours; a stable sort settles ties. Numbers are the bits
of float32 in hexadecimal, so that nothing is lost on the way.

Run by: python3 wanda_golden.py > wanda_golden.txt   (made with NumPy 2.4.6)
"""
import numpy as np


def bits(values):
    return "".join("%08x" % b for b in np.ascontiguousarray(values, dtype=np.float32).view(np.uint32).ravel())


def mask_of(scores, pattern, sparsity):
    rows, columns = scores.shape
    mask = np.zeros((rows, columns), dtype=int)
    if pattern == "unstructured":
        groups, zeros = columns, int(columns * sparsity)
    else:
        zeros, groups = (int(n) for n in pattern.split(":"))
    for row in range(rows):
        for start in range(0, columns, groups):
            order = np.argsort(scores[row, start:start + groups], kind="stable")
            mask[row, start + order[:zeros]] = 1
    return mask


def case(name, weights, activations, pattern, sparsity):
    weights = np.asarray(weights, dtype=np.float32)
    squares = (np.asarray(activations, dtype=np.float64) ** 2).sum(axis=0).astype(np.float32)
    scores = np.abs(weights) * np.sqrt(squares)
    mask = mask_of(scores, pattern, sparsity)
    rows, columns = weights.shape
    print(name, rows, columns, pattern, sparsity, bits(weights), bits(squares), "".join(map(str, mask.ravel())))


def main():
    random = np.random.default_rng(20230620)
    for rows, columns, sparsity in [(5, 37, 0.5), (3, 64, 0.3), (2, 129, 0.75), (4, 16, 0.0), (4, 16, 1.0), (1, 1, 0.9)]:
        scales = np.exp(random.normal(size=columns))
        case(f"random-{columns}-{sparsity}", random.normal(size=(rows, columns)),
             random.normal(size=(50, columns)) * scales, "unstructured", sparsity)
    for pattern, columns in [("2:4", 36), ("4:8", 40)]:
        case(f"random-{pattern}", random.normal(size=(6, columns)),
             random.normal(size=(50, columns)) * np.exp(random.normal(size=columns)), pattern, 0.5)
    # few different weights and norms that are powers of two: many scores are equal to the last bit
    for pattern, sparsity in [("unstructured", 0.4), ("2:4", 0.5), ("4:8", 0.5)]:
        case(f"ties-{pattern}", random.integers(-2, 3, size=(8, 32)) * 0.25,
             np.diag(2.0 ** random.integers(-1, 2, size=32)), pattern, sparsity)
    # channels that never carried anything, among them that of the largest weights
    activations = random.normal(size=(20, 24))
    activations[:, [0, 7, 8, 23]] = 0
    weights = random.normal(size=(4, 24))
    weights[:, 7] = 100
    case("dead-channels", weights, activations, "unstructured", 0.5)


main()
