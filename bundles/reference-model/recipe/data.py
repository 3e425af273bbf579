"""Episodes from JSON Lines to packs of token rows.

One line per episode: {"id", "task", "seed", "split", "segments": [{"text", "role", "train"}]}. The texts in order are
exactly the prompt that inference renders; train marks what the model itself must say.
"""
from __future__ import annotations

import hashlib
import itertools
import json
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Iterator

import numpy as np
import torch
from torch import Tensor

from bpe import Tokenizer
from kernels import Layout

SAID, GIVEN, DRILL = 0, 1, 2            # kinds of rows, for weights and for the progress line
WEIGHTS = {SAID: 1.0, GIVEN: 0.04, DRILL: 0.5}
KIND_NAMES = {SAID: "said", GIVEN: "given", DRILL: "drill"}


@dataclass(frozen=True)
class Sequence:
    """Token ids and, for each, what it counts as when it is to be predicted (-1: not at all)."""

    prefix: str                          # documents with equal prefixes may share them; "" for none
    prefix_ids: np.ndarray
    ids: np.ndarray
    kinds: np.ndarray


def read(path: Path) -> Iterator[dict]:
    with path.open(encoding="utf-8") as file:
        for number, line in enumerate(file, 1):
            try:
                episode = json.loads(line)
                if not episode["segments"]:
                    raise ValueError("no segments")
                yield episode
            except (ValueError, KeyError) as error:
                raise ValueError(f"{path}, line {number}: not an episode ({error})") from error


def spread(path: Path, count: int) -> Iterator[dict]:
    """About count episodes, evenly over the file: files are sorted by task, so their beginning is one task only."""
    with path.open(encoding="utf-8") as file:
        lines = sum(1 for _ in file)
    return itertools.islice(read(path), 0, None, max(1, lines // count))


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def text_of(episode: dict) -> str:
    return "".join(s["text"] for s in episode["segments"])


def encode(episode: dict, tokenizer: Tokenizer) -> Sequence:
    """Segments are encoded one by one: they end at control tokens, where llama.cpp's tokenizer splits too."""
    segments = episode["segments"]
    shared = segments[0]["role"] == "system"
    prefix = segments[0]["text"] if shared else ""
    ids: list[int] = []
    kinds: list[int] = []
    for segment in segments[1:] if shared else segments:
        piece = tokenizer.encode(segment["text"])
        ids += piece
        kinds += [SAID if segment["train"] else GIVEN] * len(piece)
    return Sequence(prefix, np.array(tokenizer.encode(prefix), dtype=np.int64), np.array(ids, dtype=np.int64),
                    np.array(kinds, dtype=np.int8))


@dataclass
class Pack:
    """One batch: token rows, who sees whom, and the rows that predict with target, kind and weight."""

    tokens: Tensor
    layout: Layout
    rows: Tensor
    targets: Tensor
    kinds: Tensor
    scale: Tensor


def pack(sequences: list[Sequence]) -> Pack:
    """Documents with the same prefix form a group that computes it once; others stand alone."""
    groups: dict[tuple, list[Sequence]] = defaultdict(list)
    for n, sequence in enumerate(sequences):
        groups[(sequence.prefix, 0 if sequence.prefix else n)].append(sequence)
    tokens: list[np.ndarray] = []
    documents: list[tuple[int, int, int, int]] = []
    offsets, rows, targets, kinds = [0], [], [], []
    at = 0
    for members in groups.values():
        prefix_ids = members[0].prefix_ids
        prefix = (at, len(prefix_ids))
        if len(prefix_ids):
            documents.append((0, 0, *prefix))
            tokens.append(prefix_ids)
            at += len(prefix_ids)
        for s in members:
            documents.append((*prefix, at, len(s.ids)))
            tokens.append(s.ids)
            counted = np.flatnonzero(s.kinds[1:] >= 0) + 1
            rows.append(at + counted - 1)
            targets.append(s.ids[counted])
            kinds.append(s.kinds[counted])
            at += len(s.ids)
        offsets.append(len(documents))
    kind = np.concatenate(kinds)
    weight = np.array([WEIGHTS[k] for k in sorted(WEIGHTS)], dtype=np.float32)[kind]
    layout = Layout(torch.tensor(documents, dtype=torch.int32), torch.tensor(offsets, dtype=torch.int32))
    return Pack(torch.from_numpy(np.concatenate(tokens)), layout, torch.from_numpy(np.concatenate(rows)),
                torch.from_numpy(np.concatenate(targets)), torch.from_numpy(kind),
                torch.from_numpy(weight / weight.sum()))


class Batches:
    """An endless, seeded stream of sequences: every episode once in random order, then again."""

    def __init__(self, sequences: list[Sequence], seed: int) -> None:
        self.sequences = sequences
        self.random = np.random.default_rng(seed)
        self.order: list[int] = []

    def take(self, rows: int) -> list[Sequence]:
        """Sequences of about that many rows together, prefixes not counted."""
        taken: list[Sequence] = []
        while rows > 0:
            if not self.order:
                self.order = list(self.random.permutation(len(self.sequences)))
            taken.append(self.sequences[self.order.pop()])
            rows -= len(taken[-1].ids)
        return taken
