"""Writes rtn_golden.txt: weights, the integers that they are rounded to, and what these stand for.

Written from the usual formulae (as in arXiv 2210.17323 and the programs around it) with NumPy alone. For a group of
weights w and b bits:

  symmetric   s = max|w| / (2^(b-1) - 1),   q = clamp(round(w / s), -2^(b-1), 2^(b-1) - 1),           w' = s q
  asymmetric  s = (max - min) / (2^b - 1),  z = round(-min / s),  q = clamp(round(w / s) + z, 0, 2^b - 1),  w' = s (q - z)

GGUF holds s and -z s as float16, so both are rounded to it before weights are rounded to what then can be stored:
q = clamp(round((w + z s) / s)). A search, where there is one, shrinks max and min by 0.01 at a time down to 0.21 and
keeps the least sum of squared errors, the widest range of equal ones.

Each line: name bits symmetric group search rows columns weights integers scales offsets; floats are the bits of float32
in hexadecimal, integers are two hexadecimal digits each, counted from the lowest level; there is a scale and an offset
for each group. The last columns of some rows hold special cases: all zero, all equal, an outlier, far from zero.

Run by: python3 rtn_golden.py > rtn_golden.txt   (made with NumPy 2.4.6)
"""
import numpy as np


def bits_of(values):
    return "".join("%08x" % b for b in np.ascontiguousarray(values, dtype=np.float32).view(np.uint32).ravel())


def half(value):
    return np.float32(np.float16(value))


def grid(group, bits, symmetric, share):
    if symmetric:
        return half(share * np.abs(group).max() / (2 ** (bits - 1) - 1)), np.float32(0), -(2 ** (bits - 1))
    low, high = share * float(group.min()), share * float(group.max())
    scale = half((high - low) / (2 ** bits - 1))
    if scale == 0:
        return scale, half(low), 0
    return scale, half(-np.rint(-low / scale) * scale), 0


def rounded(group, scale, offset, lowest, bits):
    if scale == 0:
        return np.full(group.shape, 0)
    levels = np.rint((group - offset) / scale)
    assert levels.dtype == np.float32
    return np.clip(levels, lowest, lowest + 2 ** bits - 1).astype(int)


def quantise(group, bits, symmetric, search):
    best = None
    for step in range(80 if search else 1):
        scale, offset, lowest = grid(group.astype(np.float64), bits, symmetric, 1 - step / 100)
        levels = rounded(group, scale, offset, lowest, bits)
        values = (scale * levels.astype(np.float32) + offset).astype(np.float32)
        error = ((group.astype(np.float64) - values) ** 2).sum()
        if best is None or error < best[0]:
            best = (error, levels - lowest, scale, offset)
    return best[1:]


def case(weights, bits, symmetric, group, search):
    rows, columns = weights.shape
    span = group or columns
    codes, scales, offsets = np.zeros(weights.shape, dtype=int), [], []
    for row in range(rows):
        for start in range(0, columns, span):
            at = (row, slice(start, start + span))
            codes[at], scale, offset = quantise(weights[at], bits, symmetric, search)
            scales.append(scale)
            offsets.append(offset)
    name = f"{bits}-bit-{'symmetric' if symmetric else 'asymmetric'}-{group or 'channel'}{'-search' if search else ''}"
    print(name, bits, str(symmetric).lower(), group or "channel", str(search).lower(), rows, columns,
          bits_of(weights), "".join("%02x" % c for c in codes.ravel()), bits_of(scales), bits_of(offsets))


def main():
    random = np.random.default_rng(4)
    for search in (False, True):
        for symmetric in (True, False):
            for bits in (2, 3, 4, 5, 8):
                if bits == 8 and not symmetric:
                    continue
                for group in (32, 64, 128, 0):
                    if (search or bits == 5) and group != 64:
                        continue
                    columns = {32: 64, 64: 64, 128: 128, 0: 96}[group]
                    weights = random.normal(scale=0.05, size=(3, columns)).astype(np.float32)
                    special = weights[1:, -min(32, columns):]
                    special[0, :] = 0 if group == 32 else special[0, :]
                    special[0, 5] = 0 if group == 32 else 1.75
                    special[1, :] = 0.37 if group == 32 else special[1, :] + np.float32(0.5)
                    case(weights, bits, symmetric, group, search)


main()
