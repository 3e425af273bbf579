"""Writes awq_golden.txt: activations, weights of two matrices that read them, and what AWQ makes of them.

Written from section 3.2 of arXiv 2306.00978, with NumPy alone. Scales: s_j = mean|X_j|^a, at least 1e-4, divided by the
square root of the greatest times the least, for a = 0, 0.05, ..., 0.95; 1, and no part of that root, where X_j is zero on
all tokens. Duo scaling as in AutoAWQ: s_j = mean|X_j|^a / (m_j^(1-a) + 1e-4), with m_j the mean over all rows of both
matrices of |w| / (greatest |w| of its group + 1e-6). Loss (equation 4): the squared difference of Q(W*diag(s)) diag(s)^-1 X
and W X, summed over both matrices; the first a of least loss is taken. Then, for the second matrix, weights of each group
of a row are cut to (1 - i/20) of the group's greatest magnitude, i = 0 ... 9, and the first i of least squared difference
on the group's own inputs X/s is taken.

Rounding: symmetric s = max|w| / (2^(b-1) - 1), q from -2^(b-1) to 2^(b-1) - 1; asymmetric s = (max - min) / (2^b - 1),
z = round(-min / s), q from 0 to 2^b - 1; s and z*s are held as float16, ties of q go to even.

Line: name bits symmetric group duo tokens columns rows1 rows2 X W1 W2 losses best scales cuts2 integers1 integers2
error1 error2. Numbers are the bits of float32 in hexadecimal; losses, relative errors of outputs and a are decimal.

Run by: python3 awq_golden.py > awq_golden.txt   (made with NumPy 2.4.6)
"""
import numpy as np

F = np.float32


def bits_of(values):
    return "".join("%08x" % b for b in np.ascontiguousarray(values, dtype=F).view(np.uint32).ravel())


def held(values):
    return np.asarray(values).astype(np.float16).astype(F)


class Form:
    def __init__(self, bits, symmetric, group):
        self.bits, self.symmetric, self.group = bits, symmetric, group

    def grouped(self, weights):
        return weights.reshape(weights.shape[0], -1, self.group)

    def rounded(self, weights):
        """Integers and the values that they stand for."""
        w = self.grouped(weights.astype(F))
        if self.symmetric:
            scale = held(np.abs(w).max(axis=2, keepdims=True) / F(2 ** (self.bits - 1) - 1))
            offset = np.zeros_like(scale)
            low, high = -2 ** (self.bits - 1), 2 ** (self.bits - 1) - 1
        else:
            least, most = w.min(axis=2, keepdims=True), w.max(axis=2, keepdims=True)
            scale = held((most - least) / F(2 ** self.bits - 1))
            safe = np.where(scale == 0, F(1), scale)
            offset = np.where(scale == 0, held(least), held(-np.rint(-least / safe) * scale))
            low, high = 0, 2 ** self.bits - 1
        safe = np.where(scale == 0, F(1), scale)
        q = np.where(scale == 0, 0, np.clip(np.rint((w - offset) / safe), low, high))
        return q.reshape(weights.shape).astype(int), (q * scale + offset).reshape(weights.shape)


def scales_of(x, weights, form, alpha, duo):
    mean = np.abs(x.astype(np.float64)).mean(axis=0)
    s = mean ** alpha
    if duo:
        all_rows = form.grouped(np.abs(np.concatenate(weights)).astype(np.float64))
        share = all_rows / (all_rows.max(axis=2, keepdims=True) + 1e-6)
        s = s / (share.reshape(-1, x.shape[1]).mean(axis=0) ** (1 - alpha) + 1e-4)
    s = np.maximum(s, 1e-4)
    alive = mean > 0
    s = s / np.sqrt(s[alive].max() * s[alive].min())
    return np.where(alive, s, 1).astype(F)


def squared(x, change):
    return float(((x.astype(np.float64) @ change.astype(np.float64).T) ** 2).sum())


def cuts_of(x, weights, form):
    """The number i of each group of each row."""
    best = np.full((weights.shape[0], weights.shape[1] // form.group), np.inf)
    cuts = np.zeros(best.shape, dtype=int)
    most = np.abs(form.grouped(weights)).max(axis=2, keepdims=True)
    for i in range(10):
        bound = most * F(1 - i / 20)
        cut = np.clip(form.grouped(weights), -bound, bound).reshape(weights.shape)
        change = form.rounded(cut)[1].astype(np.float64) - weights
        for g in range(cuts.shape[1]):
            columns = slice(g * form.group, (g + 1) * form.group)
            error = ((x[:, columns].astype(np.float64) @ change[:, columns].T) ** 2).sum(axis=0)
            better = error < best[:, g]
            best[better, g], cuts[better, g] = error[better], i
    return cuts


def cut_by(cuts, weights, form):
    bound = np.abs(form.grouped(weights)).max(axis=2, keepdims=True) * (F(1) - cuts[:, :, None].astype(F) / F(20))
    return np.clip(form.grouped(weights), -bound, bound).reshape(weights.shape)


def hexed(q):
    return "".join("%02x" % (int(v) & 255) for v in q.ravel())


def case(name, form, x, weights, duo=False):
    x, weights = x.astype(F), [w.astype(F) for w in weights]
    losses, candidates = [], [scales_of(x, weights, form, i / 20, duo) for i in range(20)]
    for s in candidates:
        losses.append(sum(squared(x, form.rounded(w * s)[1] / s - w) for w in weights))
    best = int(np.argmin(losses))
    s = candidates[best]
    cuts = cuts_of(x / s, weights[1] * s, form)
    stored = [form.rounded(weights[0] * s), form.rounded(cut_by(cuts, weights[1] * s, form))]
    errors = [np.sqrt(squared(x, values / s - w) / squared(x, w)) for (_, values), w in zip(stored, weights)]
    print(name, form.bits, str(form.symmetric).lower(), form.group, str(duo).lower(), x.shape[0], x.shape[1],
          *(w.shape[0] for w in weights), bits_of(x), *(bits_of(w) for w in weights),
          ",".join("%.9e" % loss for loss in losses), best, bits_of(s), "".join(map(str, cuts.ravel())),
          *(hexed(q) for q, _ in stored), *("%.6e" % error for error in errors))


def activations(random, tokens, columns):
    common = random.normal(size=(tokens, 3)) @ random.normal(size=(3, columns)) * 0.5
    x = (common + random.normal(size=(tokens, columns))) * np.exp(random.normal(size=columns) / 2)
    x[:, 3::17] *= 12
    return x


def main():
    random = np.random.default_rng(20230601)
    for name, form, columns, duo in [
            ("four-bits-symmetric", Form(4, True, 32), 128, False), ("four-bits-asymmetric", Form(4, False, 32), 96, False),
            ("three-bits-wide-groups", Form(3, False, 64), 128, False), ("two-bits", Form(2, False, 32), 64, False),
            ("duo", Form(4, False, 32), 96, True), ("five-bits-one-group", Form(5, True, 64), 64, False)]:
        weights = [random.standard_t(5, size=(rows, columns)) * 0.05 for rows in (5, 4)]
        case(name, form, activations(random, 24, columns), weights, duo)
    # channels that never carried anything, a column of zeros, a row of zeros, a group of one value
    x = activations(random, 24, 64)
    x[:, [0, 20, 63]] = 0
    weights = [random.normal(size=(5, 64)) * 0.05 for _ in range(2)]
    weights[0][:, 9] = 0
    weights[1][:, 9] = 0
    weights[0][2] = 0
    weights[1][4, 32:] = 0.125
    case("dead-channels", Form(4, True, 32), x, weights)
    case("dead-channels-asymmetric", Form(4, False, 32), x, weights)


main()
