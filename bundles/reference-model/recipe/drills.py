"""Made-up documents that teach to copy and to look up, before and beside the episodes."""
from __future__ import annotations

import numpy as np

from bpe import SPECIALS, Tokenizer
from data import DRILL, Sequence

NO_PREFIX = np.zeros(0, dtype=np.int64)


class Drills:
    """Seeded stream of drills in the tokenizer's own tokens."""

    def __init__(self, tokenizer: Tokenizer, seed: int) -> None:
        self.tokenizer = tokenizer
        self.random = np.random.default_rng(seed)
        self.size = len(tokenizer.tokens) - len(SPECIALS)
        self.words = np.array([i for i, t in enumerate(tokenizer.tokens[:self.size]) if t.isalpha() and len(t) > 1])

    def take(self, rows: int) -> list[Sequence]:
        """Drills of about that many rows together."""
        taken: list[Sequence] = []
        while rows > 0:
            taken.append(self._copy() if self.random.random() < 0.35 else self._recall())
            rows -= len(taken[-1].ids)
        return taken

    def _copy(self) -> Sequence:
        """Noise, a passage, more noise, and the passage again; digits in half of the cases."""
        r = self.random
        choice = np.arange(48, 58) if r.random() < 0.4 else np.arange(self.size)
        passage = r.choice(choice, r.integers(8, 40))
        noise = [r.choice(choice, r.integers(0, 60)) for _ in range(2)]
        mark = self.tokenizer.encode("<|im_start|>")
        ids = np.concatenate([noise[0], mark, passage, noise[1], mark, passage]).astype(np.int64)
        kinds = np.full(len(ids), -1, dtype=np.int8)
        kinds[len(ids) - len(passage) + 2:] = DRILL          # the first two only say where to copy from
        return Sequence("", NO_PREFIX, ids, kinds)

    def _name(self) -> str:
        r = self.random
        parts = [self.tokenizer.decode(r.choice(self.words, r.integers(1, 4))).capitalize()
                 for _ in range(r.integers(1, 4))]
        return " ".join(parts)

    def _number(self) -> str:
        r = self.random
        style = r.integers(0, 4)
        if style == 0:
            return f"{r.uniform(-180, 180):.{r.integers(1, 5)}f}"
        if style == 1:
            return str(r.integers(1, 10 ** r.integers(1, 8)))
        if style == 2:
            return f"{r.integers(1950, 2030)}-{r.integers(1, 13):02d}-{r.integers(1, 29):02d}"
        return f"{r.uniform(0, 40):.1f}"

    def _recall(self) -> Sequence:
        """A record or a pair of lists as Python prints it, then questions answered with the key restated."""
        r = self.random
        keys = [self._name() if r.random() < 0.7 else self._number() for _ in range(r.integers(2, 10))]
        values = [self._number() if r.random() < 0.6 else self._name() for _ in keys]
        if r.random() < 0.5:
            shown = "{" + ", ".join(f"'{k}': {self._quoted(v)}" for k, v in zip(keys, values)) + "}"
        else:
            shown = "[" + ", ".join(f"{{'id': {self._quoted(v)}, 'name': '{k}'}}" for k, v in zip(keys, values)) + "]"
        pieces = [(f"<|im_start|>user\n{shown}", False)]
        for n in r.permutation(len(keys))[:4]:
            pieces += [(f"<|im_start|>user\n{keys[n]}?<|im_end|>\n<|im_start|>assistant\n", False),
                       (f'<tool_call>{{"name": "{keys[n]}", "arguments": {{"answer": {values[n]}}}}}</tool_call>', True)]
        ids: list[int] = []
        kinds: list[int] = []
        for text, counted in pieces:
            piece = self.tokenizer.encode(text)
            ids += piece
            kinds += [DRILL if counted else -1] * len(piece)
        return Sequence("", NO_PREFIX, np.array(ids, dtype=np.int64), np.array(kinds, dtype=np.int8))

    @staticmethod
    def _quoted(value: str) -> str:
        return value if value.replace(".", "").replace("-", "").isdigit() and value.count("-") < 2 else f"'{value}'"
