"""Writes smoothquant_golden.txt: activations, weights of two matrices that read them, scales, and 8-bit integers.

Written from equations 3 and 4 of arXiv 2211.10438, with NumPy alone: s_j = max|X_j|^a / max|W_j|^(1-a), with max|W_j| over
both matrices; floors of 1e-5 for max|W_j| and s_j as in the authors' code; 1 where X_j is zero on all tokens. The
integers are those of W*diag(s) in blocks of 32 along a row: d = max|w| / 127, q = round(w / d) with halves away from
zero; blocks hold d as float16. The error is that of the whole product with both sides in 8 bits, Q(X/s) Q(W s)^T against X W^T, over the norm of
the latter, beside that of Q(X) Q(W)^T. Numbers are the bits of float32 in hexadecimal.

Line: name alpha tokens columns rows1 rows2 X W1 W2 scales integers1 integers2 error error-without

Run by: python3 smoothquant_golden.py > smoothquant_golden.txt   (made with NumPy 2.4.6)
"""
import numpy as np


def bits(values):
    return "".join("%08x" % b for b in np.ascontiguousarray(values, dtype=np.float32).view(np.uint32).ravel())


def integers(weights):
    blocks = weights.reshape(weights.shape[0], -1, 32)
    step = np.abs(blocks).max(axis=2, keepdims=True) / 127
    scaled = np.divide(blocks, step, out=np.zeros_like(blocks), where=step > 0)
    whole = np.sign(scaled) * np.floor(np.abs(scaled) + 0.5)
    held = step.astype(np.float16).astype(np.float64)
    return whole.reshape(weights.shape), (whole * held).reshape(weights.shape)


def scales_of(x, weights, alpha):
    largest_x = np.abs(x).max(axis=0)
    largest_w = np.maximum(np.abs(np.concatenate(weights)).max(axis=0), 1e-5)
    scales = np.maximum(largest_x ** alpha / largest_w ** (1 - alpha), 1e-5)
    return np.where(largest_x == 0, 1.0, scales)


def error(x, w, scales):
    exact = x @ w.T
    return np.linalg.norm(integers(x / scales)[1] @ integers(w * scales)[1].T - exact) / np.linalg.norm(exact)


def case(name, alpha, x, first, second):
    x, first, second = (np.asarray(a, dtype=np.float32).astype(np.float64) for a in (x, first, second))
    scales = scales_of(x, [first, second], alpha)
    both = np.concatenate([first, second])
    whole = ["".join("%02x" % (int(q) & 255) for q in integers(w * scales)[0].ravel()) for w in (first, second)]
    print(name, alpha, x.shape[0], x.shape[1], first.shape[0], second.shape[0], bits(x), bits(first), bits(second),
          bits(scales), *whole, "%.6e" % error(x, both, scales), "%.6e" % error(x, both, np.ones(x.shape[1])))


def main():
    random = np.random.default_rng(20221118)
    for name, alpha, columns in [("half", 0.5, 64), ("strong", 0.8, 96), ("weights-alone", 0.0, 32), ("activations-alone", 1.0, 32)]:
        x = random.normal(size=(20, columns)) * np.exp(random.normal(size=columns) / 2)
        # outliers of activations as published: a few channels far above the rest
        x[:, ::19] *= 60
        case(name, alpha, x, random.normal(size=(5, columns)) * 0.05, random.normal(size=(3, columns)) * 0.05)
    x = random.normal(size=(20, 32))
    x[:, [0, 5, 31]] = 0
    x[:, 9] = 1e-9
    first, second = random.normal(size=(4, 32)), random.normal(size=(4, 32))
    first[:, [5, 7]] = 0
    second[:, [5, 7]] = 0
    case("dead-channels-and-columns", 0.5, x, first, second)


main()
