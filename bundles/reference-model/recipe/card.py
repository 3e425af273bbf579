"""Writes what is known of a trained model: its card, and PyTorch's greedy answers for the bundle's Java tests."""
from __future__ import annotations

import argparse
import json
from pathlib import Path

import torch

import plain
from bpe import Tokenizer
from data import digest, read, spread, text_of
from model import Model, Shape

PROMPTS = 12


def parse() -> argparse.Namespace:
    p = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    p.add_argument("--work", type=Path, required=True, help="folder with checkpoint, tokenizer, provenance, held-out data")
    p.add_argument("--model", type=Path, required=True, help="the GGUF file that the card is about")
    p.add_argument("--card", type=Path, required=True, help="JSON file to write")
    p.add_argument("--expected", type=Path, required=True, help="JSON file to write")
    p.add_argument("--measured", nargs="*", default=[], metavar="NAME=VALUE", help="success rates from closed-loop runs")
    return p.parse_args()


def load(work: Path, tokenizer: Tokenizer) -> Model:
    """The checkpoint's model with weights rounded to F16, as the file stores them."""
    weights = torch.load(work / "checkpoint.pt")["model"]
    layers = 1 + max(int(name.split(".")[1]) for name in weights if name.startswith("blocks."))
    model = Model(Shape(len(tokenizer.tokens), layers=layers, hidden=weights["blocks.0.down"].shape[1]), seed=0)
    model.load_state_dict({n: w.half().float() if w.dim() == 2 else w for n, w in weights.items()})
    return model


def card(options: argparse.Namespace, model: Model) -> dict:
    provenance = json.loads((options.work / "provenance.json").read_text())
    shape = model.shape
    return {
        "name": "jackknife-reference",
        "file": options.model.name,
        "sha256": digest(options.model),
        "bytes": options.model.stat().st_size,
        "parameters": sum(p.numel() for p in model.parameters()),
        "shape": {"vocabulary": shape.vocabulary, "width": shape.width, "layers": shape.layers, "heads": shape.heads,
                  "keyValueHeads": shape.kv_heads, "hidden": shape.hidden, "context": shape.context},
        "recipe": {key.removeprefix("jackknife.recipe."): value for key, value in provenance.items()},
        "data": {"task": "tool-query (weather, movie, academia)", "trainingSplit": "training",
                 "heldOutSplit": "evaluation", "episodes": sum(1 for _ in read(options.work / "train.jsonl"))},
        "measured": {name: float(value) for name, value in (m.split("=") for m in options.measured)},
    }


def expected(options: argparse.Namespace, model: Model, tokenizer: Tokenizer) -> list[dict]:
    """Prompts that end where the model is to speak, spread over the held-out episodes, at different turns."""
    found = []
    for n, episode in enumerate(spread(options.work / "heldout.jsonl", PROMPTS)):
        turns = [i for i, s in enumerate(episode["segments"]) if s["train"]]
        at = turns[n % len(turns)]
        prompt = text_of({"segments": episode["segments"][:at]})
        ids = tokenizer.encode(prompt)
        said = plain.greedy(model, ids, tokenizer.ids["<|im_end|>"])
        found.append({"prompt": prompt, "promptIds": ids, "greedyIds": said, "greedyText": tokenizer.decode(said)})
    return found


def main() -> None:
    options = parse()
    tokenizer = Tokenizer.load(options.work / "tokenizer.json")
    model = load(options.work, tokenizer)
    options.card.write_text(json.dumps(card(options, model), indent=2) + "\n")
    options.expected.write_text(json.dumps(expected(options, model, tokenizer), ensure_ascii=False, indent=1) + "\n")


if __name__ == "__main__":
    main()
