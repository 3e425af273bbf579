"""Trains the reference model on oracle episodes and writes it as GGUF. Run through train.sh, which checks the machine.

Everything random is seeded; on one machine with one thread count the same data give the same model up to the order
of floating-point sums. The clock only decides how many steps fit: --minutes sets the length of the cosine.
"""
from __future__ import annotations

import argparse
import json
import math
import time
from collections import Counter
from dataclasses import asdict, dataclass
from pathlib import Path

import torch

import gguf_file
from bpe import Tokenizer, train as train_tokenizer
from data import KIND_NAMES, Batches, Sequence, digest, encode, pack, read, spread, text_of
from drills import Drills
from evaluate import judge
from model import Model, Shape

VERSION = "2"
PEAK_RATE = 1e-3
FINAL_SHARE = 0.02                       # of the peak, at the end of the cosine
EMBEDDING_SHARE = 0.1                    # of every other weight's rate; higher rates lose the copying circuit
WARM_UP_STEPS = 60
DRILLS_ALONE = 0.08                      # share of the run with nothing but drills
DRILLS_BESIDE = 0.12                     # share of the rows afterwards
TOKENIZER_EPISODES = 6000
JUDGED = 300                             # held-out dialogues that each export is judged by


@dataclass
class Progress:
    """Where a run stands; kept in checkpoints."""

    step: int = 0
    seconds: float = 0.0
    tokens: int = 0


def parse() -> argparse.Namespace:
    p = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    p.add_argument("--train", type=Path, required=True, help="episodes to learn from, JSON Lines")
    p.add_argument("--heldout", type=Path, required=True, help="episodes to judge by, JSON Lines")
    p.add_argument("--template", type=Path, required=True, help="chat template to store in the model")
    p.add_argument("--out", type=Path, required=True, help="GGUF file to write")
    p.add_argument("--work", type=Path, required=True, help="folder for tokenizer, checkpoint and log")
    p.add_argument("--minutes", type=float, default=65, help="time to train")
    p.add_argument("--export-minutes", type=float, default=6, help="time between checkpoints, each exported")
    p.add_argument("--rows", type=int, default=4096, help="token rows of a batch, shared prefixes not counted")
    p.add_argument("--layers", type=int, default=5)
    p.add_argument("--hidden", type=int, default=768)
    p.add_argument("--vocabulary", type=int, default=1280)
    p.add_argument("--seed", type=int, default=20250)
    p.add_argument("--threads", type=int, default=2)
    return p.parse_args()


class Run:
    """One training run: model, optimiser, data, and the clock."""

    def __init__(self, options: argparse.Namespace) -> None:
        self.options = options
        options.work.mkdir(parents=True, exist_ok=True)
        self.tokenizer = self._tokenizer()
        heldout = self._encode(options.heldout)
        self.episodes = self._without_leaks(self._encode(options.train), heldout)
        # every task has its share, however the file is sorted
        self.heldout = heldout[::max(1, len(heldout) // JUDGED)]
        shape = Shape(len(self.tokenizer.tokens), layers=options.layers, hidden=options.hidden)
        self.model = Model(shape, options.seed)
        embedding = [self.model.embedding]
        norms = [p for p in self.model.parameters() if p.dim() == 1]
        others = [p for p in self.model.parameters() if p.dim() == 2 and p is not embedding[0]]
        groups = [{"params": others, "share": 1.0, "weight_decay": 0.05},
                  {"params": norms, "share": 1.0, "weight_decay": 0.0},
                  {"params": embedding, "share": EMBEDDING_SHARE, "weight_decay": 0.0}]
        self.optimiser = torch.optim.AdamW(groups, lr=PEAK_RATE, betas=(0.9, 0.98), eps=1e-9)
        self.progress = Progress()
        self._resume()
        # a resumed run continues with other random choices, not with those it has already seen
        self.batches = Batches([s for s, _ in self.episodes], options.seed + self.progress.step)
        self.drills = Drills(self.tokenizer, options.seed + 1 + self.progress.step)

    def _tokenizer(self) -> Tokenizer:
        path = self.options.work / "tokenizer.json"
        if not path.exists():
            texts = (text_of(e) for e in spread(self.options.train, TOKENIZER_EPISODES))
            train_tokenizer(texts, self.options.vocabulary).save(path)
        return Tokenizer.load(path)

    def _encode(self, path: Path) -> list[tuple[Sequence, str]]:
        found: list[tuple[Sequence, str]] = []
        lengths: list[int] = []
        for episode in read(path):
            sequence = encode(episode, self.tokenizer)
            whole = [*sequence.prefix_ids, *sequence.ids]
            if len(found) < 200 and self.tokenizer.encode(text_of(episode)) != whole:
                raise ValueError(f"{path}: episode {episode['id']} has a segment boundary inside a token")
            lengths.append(len(whole))
            found.append((sequence, episode["task"]))
        lengths.sort()
        rows = sum(len(s.ids) for s, _ in found)
        print(f"{path.name}: {len(found)} episodes, {rows} own rows, length median {lengths[len(lengths) // 2]}, "
              f"largest {lengths[-1]}, {dict(Counter(name for _, name in found))}", flush=True)
        return found

    @staticmethod
    def _without_leaks(
            episodes: list[tuple[Sequence, str]], heldout: list[tuple[Sequence, str]]) -> list[tuple[Sequence, str]]:
        """Seeds never meet, but two seeds can tell the same short story: such an episode is not trained on."""
        unseen = {s.ids.tobytes() for s, _ in heldout}
        kept = [(s, name) for s, name in episodes if s.ids.tobytes() not in unseen]
        print(f"{len(episodes) - len(kept)} training episodes dropped that are held out too", flush=True)
        return kept

    def _checkpoint(self) -> Path:
        return self.options.work / "checkpoint.pt"

    def _resume(self) -> None:
        if self._checkpoint().exists():
            state = torch.load(self._checkpoint())
            self.model.load_state_dict(state["model"])
            self.optimiser.load_state_dict(state["optimiser"])
            self.progress = Progress(**state["progress"])
            print(f"resumed at step {self.progress.step}, {self.progress.seconds / 60:.1f} minutes", flush=True)

    def save(self) -> None:
        partial = self._checkpoint().with_suffix(".partial")
        torch.save({"model": self.model.state_dict(), "optimiser": self.optimiser.state_dict(),
                    "progress": asdict(self.progress)}, partial)
        partial.rename(self._checkpoint())
        o = self.options
        provenance = {"jackknife.recipe.version": VERSION, "jackknife.recipe.seed": str(o.seed),
                      "jackknife.recipe.steps": str(self.progress.step),
                      "jackknife.recipe.tokens": str(self.progress.tokens),
                      "jackknife.recipe.data.sha256": digest(o.train)}
        gguf_file.write(o.out, self.model, self.tokenizer, o.template.read_text(encoding="utf-8"), provenance)
        (o.work / "provenance.json").write_text(json.dumps(provenance, indent=2) + "\n")

    def judge(self) -> None:
        report = judge(self.model, [s for s, _ in self.heldout], [name for _, name in self.heldout], self.tokenizer)
        print(f"held out: {report.line()}", flush=True)
        for fault in report.faults[:6]:
            print(f"  wanted {fault.wanted!r}\n     got {fault.got!r}", flush=True)

    def rate(self, share: float) -> float:
        """Learning rate at this share of the run: short warm-up by steps, then a cosine by time."""
        cosine = FINAL_SHARE + (1 - FINAL_SHARE) * 0.5 * (1 + math.cos(math.pi * min(share, 1.0)))
        return PEAK_RATE * cosine * min(1.0, (self.progress.step + 1) / WARM_UP_STEPS)

    def step(self, share: float) -> tuple[dict[str, float], dict[str, float]]:
        """One batch; loss and greedy accuracy by kind of row."""
        rows = self.options.rows
        if share < DRILLS_ALONE:
            sequences = self.drills.take(rows)
        else:
            sequences = self.batches.take(int(rows * (1 - DRILLS_BESIDE))) + self.drills.take(int(rows * DRILLS_BESIDE))
        p = pack(sequences)
        total, loss, right = self.model.loss(p.tokens, p.layout, p.rows, p.targets, p.scale)
        total.backward()
        torch.nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
        for group in self.optimiser.param_groups:
            group["lr"] = self.rate(share) * group["share"]
        self.optimiser.step()
        self.optimiser.zero_grad(set_to_none=True)
        self.progress.step += 1
        self.progress.tokens += len(p.tokens)
        masks = {name: p.kinds == kind for kind, name in KIND_NAMES.items()}
        present = {name: mask for name, mask in masks.items() if mask.any()}
        return ({name: loss[mask].mean().item() for name, mask in present.items()},
                {name: right[mask].float().mean().item() for name, mask in present.items()})

    def train(self) -> None:
        limit = self.options.minutes * 60
        exported = self.progress.seconds
        losses: dict[str, float] = {}
        hits: dict[str, float] = {}
        while self.progress.seconds < limit:
            begun = time.monotonic()
            loss, hit = self.step(self.progress.seconds / limit)
            self.progress.seconds += time.monotonic() - begun
            for kept, new in ((losses, loss), (hits, hit)):
                for name, value in new.items():
                    kept[name] = 0.95 * kept.get(name, value) + 0.05 * value
            if self.progress.step % 50 == 0:
                self._report(losses, hits, limit)
            if self.progress.seconds - exported > self.options.export_minutes * 60:
                exported = self.progress.seconds
                self.save()
                self.judge()
        self.save()
        self.judge()

    def _report(self, losses: dict[str, float], hits: dict[str, float], limit: float) -> None:
        p = self.progress
        parts = " ".join(f"{name} {losses[name]:.3f}/{hits[name]:.3f}" for name in losses)
        print(f"step {p.step} {p.seconds / 60:.1f} min, loss/hit {parts}, {p.tokens / p.seconds:.0f} tokens/s, "
              f"{(limit - p.seconds) / 60:.1f} min left", flush=True)


def main() -> None:
    options = parse()
    torch.set_num_threads(options.threads)
    torch.manual_seed(options.seed)
    Run(options).train()


if __name__ == "__main__":
    main()
