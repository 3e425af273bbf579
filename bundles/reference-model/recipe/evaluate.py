"""Quick check during training: which turns of held-out dialogues the model would say exactly, greedily.

Each turn is judged with the right history in front of it (teacher forcing): a turn is exact when every one of its
tokens is the greedy choice, which is what greedy decoding would then have produced.
"""
from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

import numpy as np
import torch

from bpe import Tokenizer
from data import SAID, Sequence, pack
from model import Model


@dataclass
class Fault:
    """The first wrong token of the first wrong turn of a dialogue."""

    dialogue: int
    wanted: str
    got: str


@dataclass
class Report:
    """Shares of exact turns and of dialogues with all turns exact, by name."""

    turns: dict[str, float]
    dialogues: dict[str, float]
    faults: list[Fault]

    def line(self) -> str:
        parts = [f"{name} turns {self.turns[name]:.2f} whole {self.dialogues[name]:.2f}" for name in self.turns]
        return "; ".join(parts)


def _turns(kinds: np.ndarray) -> list[tuple[int, int]]:
    """[start, end) of each stretch of said tokens."""
    said = np.concatenate([[0], kinds == SAID, [0]]).astype(int)
    edges = np.flatnonzero(np.diff(said))
    return list(zip(edges[::2], edges[1::2]))


@torch.no_grad()
def judge(model: Model, sequences: list[Sequence], names: list[str], tokenizer: Tokenizer, batch: int = 16) -> Report:
    """names: what each dialogue is counted under."""
    turns: dict[str, list[bool]] = defaultdict(list)
    whole: dict[str, list[bool]] = defaultdict(list)
    faults: list[Fault] = []
    order = sorted(range(len(sequences)), key=lambda n: sequences[n].prefix)
    for chunk in (order[i:i + batch] for i in range(0, len(order), batch)):
        members = [sequences[n] for n in chunk]
        p = pack(members)
        choice = model.logits(p.tokens, p.layout, p.rows).argmax(1).numpy()
        at = 0
        for n, s in zip(chunk, members):
            said = choice[at:at + len(s.ids) - 1]            # prediction of ids[1:]
            at += len(s.ids) - 1
            exact = []
            for start, end in _turns(s.kinds):
                wrong = np.flatnonzero(said[start - 1:end - 1] != s.ids[start:end])
                exact.append(len(wrong) == 0)
                if len(wrong) and all(exact[:-1]):
                    w = start + wrong[0]
                    faults.append(Fault(n, tokenizer.decode(s.ids[start:end]),
                                        tokenizer.decode([*s.ids[start:w], said[w - 1]])))
            turns[names[n]] += exact
            whole[names[n]].append(all(exact))
    ordered = sorted(turns)
    return Report({k: float(np.mean(turns[k])) for k in ordered}, {k: float(np.mean(whole[k])) for k in ordered}, faults)
