"""Tests of the recipe: python3 -m unittest test_recipe (a few seconds). Run through train.sh --test."""
from __future__ import annotations

import json
import struct
import tempfile
import unittest
from pathlib import Path

import numpy as np
import torch
from torch.nn import functional as F

import bpe
import gguf_file
import kernels
import plain
from data import GIVEN, SAID, Sequence, encode, pack, read, spread
from drills import Drills
from evaluate import judge
from model import Model, Shape

SMALL = Shape(vocabulary=300, layers=2, hidden=256, context=256)
NAMES = ["Kesterholm", "Vilia Dahlgren", "the snow of Orvale", "Dahlgren's"]


def small_tokenizer() -> bpe.Tokenizer:
    texts = [f"<|im_start|>user\nWhere is the {n}?<|im_end|>\n{{'name': '{n}', 'id': {i}}}" for i in range(20) for n in NAMES]
    return bpe.train(texts, 320)


def sequence(prefix: str, prefix_ids: np.ndarray, size: int, seed: int) -> Sequence:
    random = np.random.default_rng(seed)
    kinds = np.where(random.random(size) < 0.5, SAID, GIVEN).astype(np.int8)
    return Sequence(prefix, prefix_ids, random.integers(0, 300, size), kinds)


def error(actual: torch.Tensor, expected: torch.Tensor) -> float:
    """Distance over the expected length."""
    return ((actual.float() - expected).norm() / expected.norm()).item()


class EachKernel(unittest.TestCase):
    """One kernel against PyTorch's autograd, on inputs that bf16 holds exactly. Results round to bf16, whose relative
    step is 2^-8; a hundredth covers that and the rounded attention weights."""

    def check(self, actual: list[torch.Tensor], expected: list[torch.Tensor]) -> None:
        for n, (a, e) in enumerate(zip(actual, expected)):
            self.assertLess(error(a, e), 0.01, f"tensor {n}")

    def test_attention(self) -> None:
        generator = torch.Generator().manual_seed(1)
        for rows in (1, 15, 16, 17, 33, 64):
            shape = Shape(vocabulary=8, layers=2, hidden=256, context=64)
            model = Model(shape, seed=1)
            qkv = torch.randn(rows, 512, generator=generator).bfloat16()
            grad = torch.randn(rows, 256, generator=generator).bfloat16()
            layout = kernels.Layout(torch.tensor([[0, 0, 0, rows]], dtype=torch.int32),
                                    torch.tensor([0, 1], dtype=torch.int32))
            fast, slow = qkv.clone().requires_grad_(), qkv.float().requires_grad_()
            out = kernels.Attention.apply(fast, model.table, layout, shape.heads)
            out.backward(grad)
            wanted = plain.attend(slow, model)
            wanted.backward(grad.float())
            parts = zip(fast.grad.split([256, 128, 128], 1), slow.grad.split([256, 128, 128], 1))
            self.check([out], [wanted])
            for name, (a, e) in zip("qkv", parts):
                if e.norm() > 1e-3:                # with one row, attention does not depend on q and k
                    self.assertLess(error(a, e), 0.01, f"gradient of {name} with {rows} rows")

    def test_add_and_norm(self) -> None:
        generator = torch.Generator().manual_seed(2)
        x, weight = torch.randn(7, 256, generator=generator), torch.rand(256, generator=generator) + 0.5
        delta, dtotal = torch.randn(7, 256, generator=generator).bfloat16(), torch.randn(7, 256, generator=generator)
        dy = torch.randn(7, 256, generator=generator).bfloat16()
        fast = [t.clone().requires_grad_() for t in (x, delta, weight)]
        slow = [t.float().clone().requires_grad_() for t in (x, delta, weight)]
        total, y = kernels.AddNorm.apply(*fast, 1e-5)
        torch.autograd.backward([total, y], [dtotal, dy])
        wanted = slow[0] + slow[1]
        wanted_y = plain.norm(wanted, slow[2], 1e-5)
        torch.autograd.backward([wanted, wanted_y], [dtotal, dy.float()])
        self.check([total, y, *(t.grad for t in fast)], [wanted, wanted_y, *(t.grad for t in slow)])

    def test_swiglu(self) -> None:
        generator = torch.Generator().manual_seed(3)
        x = (3 * torch.randn(5, 96, generator=generator)).bfloat16()
        grad = torch.randn(5, 48, generator=generator).bfloat16()
        fast, slow = x.clone().requires_grad_(), x.float().requires_grad_()
        out = kernels.SwiGlu.apply(fast)
        out.backward(grad)
        gate, up = slow.chunk(2, dim=1)
        wanted = F.silu(gate) * up
        wanted.backward(grad.float())
        self.check([out, fast.grad], [wanted, slow.grad])

    def test_cross_entropy(self) -> None:
        generator = torch.Generator().manual_seed(4)
        x, targets = (4 * torch.randn(6, 77, generator=generator)).bfloat16(), torch.arange(6)
        scale = torch.rand(6, generator=generator)
        slow = x.float().requires_grad_()
        wanted = F.cross_entropy(slow, targets, reduction="none")
        (wanted * scale).sum().backward()
        fast = x.clone().requires_grad_()
        total, loss, right = kernels.CrossEntropy.apply(fast * 1, targets, scale)
        total.backward()
        self.check([loss, fast.grad], [wanted, slow.grad])
        self.assertEqual(right.tolist(), (slow.argmax(1) == targets).int().tolist())


class WholeModel(unittest.TestCase):
    """The whole model; roundings of some twenty kernels in a row add up, so a wrong term is sought, not the last digit."""

    def setUp(self) -> None:
        self.model = Model(SMALL, seed=1)
        with torch.no_grad():                      # soft attention, so that every path carries gradient
            for block in self.model.blocks:
                block.qkv.mul_(0.3)
        shared = np.random.default_rng(9).integers(0, 300, 37)
        none = np.zeros(0, dtype=np.int64)
        # lengths around the block size of 16, odd and even; two documents share a prefix, two stand alone
        self.sequences = [sequence("s", shared, 33, 1), sequence("", none, 17, 2), sequence("s", shared, 16, 3),
                          sequence("", none, 50, 4)]

    def plain_loss(self) -> torch.Tensor:
        p = pack(self.sequences)
        total = torch.zeros(())
        weights = iter(p.scale)
        order = sorted(range(4), key=lambda n: [0, 2, 1, 3].index(n))      # groups in order of first member
        for n in order:
            s = self.sequences[n]
            tokens = torch.from_numpy(np.concatenate([s.prefix_ids, s.ids]))
            lines = plain.logits(self.model, tokens)[len(s.prefix_ids):-1]
            losses = F.cross_entropy(lines, tokens[len(s.prefix_ids) + 1:], reduction="none")
            total = total + sum(loss * next(weights) for loss in losses)
        return total

    def test_loss_and_every_gradient_agree(self) -> None:
        p = pack(self.sequences)
        loss, _, _ = self.model.loss(p.tokens, p.layout, p.rows, p.targets, p.scale)
        loss.backward()
        fast = {name: w.grad.clone() for name, w in self.model.named_parameters()}
        self.model.zero_grad(set_to_none=True)
        expected = self.plain_loss()
        expected.backward()
        self.assertAlmostEqual(loss.item(), expected.item(), delta=0.01 * expected.item())
        for name, weight in self.model.named_parameters():
            self.assertLess(error(fast[name], weight.grad), 0.05, f"gradient of {name}")

    def test_sharing_a_prefix_changes_nothing(self) -> None:
        s = self.sequences[0]
        alone = Sequence("", s.prefix_ids[:0], np.concatenate([s.prefix_ids, s.ids]), np.zeros(70, dtype=np.int8))
        shared, single = pack([self.sequences[0], self.sequences[2]]), pack([alone])
        rows = torch.arange(37, 70)
        torch.testing.assert_close(self.model.logits(shared.tokens, shared.layout, rows),
                                   self.model.logits(single.tokens, single.layout, rows), rtol=0.02, atol=0.02)


class FirstWeights(unittest.TestCase):
    def test_they_copy_what_they_never_saw(self) -> None:
        model = Model(Shape(1280), seed=3)
        passage = np.random.default_rng(4).integers(0, 1280, 100)
        tokens = torch.from_numpy(np.concatenate([passage, passage]))
        choice = plain.logits(model, tokens)[101:199].argmax(1)
        hits = (choice == tokens[102:]).float().mean().item()
        self.assertGreater(hits, 0.7, "share of a random passage of 100 tokens that is copied before any training")


class TokenizerCases(unittest.TestCase):
    def setUp(self) -> None:
        self.tokenizer = small_tokenizer()

    def test_text_survives_the_round_trip(self) -> None:
        for text in ["plain text", "Zürich, 17°C\n\n", "<|im_start|>tool\n{'a': -1.5}<|im_end|>", "  two  spaces "]:
            self.assertEqual(self.tokenizer.decode(self.tokenizer.encode(text)), text)

    def test_digits_are_never_merged(self) -> None:
        self.assertEqual(len(self.tokenizer.encode("20150601")), 8)
        merged = [t for t in self.tokenizer.tokens[256:] if any(c.isdigit() for c in t)]
        self.assertEqual(merged, [])

    def test_a_name_is_the_same_tokens_with_and_without_a_space(self) -> None:
        alone, after_space = self.tokenizer.encode("Kesterholm"), self.tokenizer.encode(" Kesterholm")
        self.assertEqual(after_space[1:], alone)

    def test_pre_tokens_are_those_of_gpt2(self) -> None:
        # split by hand after the expression published with GPT-2
        self.assertEqual(bpe.PRE_TOKENS.findall("it's {'id': 12}  x"),
                         ["it", "'s", " {'", "id", "':", " 12", "}", " ", " x"])


class Reading(unittest.TestCase):
    def test_a_sample_of_a_sorted_file_has_every_task(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "sorted.jsonl"
            tasks = ["weather"] * 30 + ["movie"] * 30 + ["academia"] * 30
            path.write_text("".join(json.dumps({"task": t, "segments": [{"text": t}]}) + "\n" for t in tasks))
            found = [e["task"] for e in spread(path, 9)]
        self.assertEqual(found, ["weather"] * 3 + ["movie"] * 3 + ["academia"] * 3)

    def test_a_broken_line_is_named(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "broken.jsonl"
            path.write_text('{"segments": [{"text": "a"}]}\n{"segments": [')
            with self.assertRaisesRegex(ValueError, "broken.jsonl, line 2: not an episode"):
                list(read(path))


class Batching(unittest.TestCase):
    def test_weights_of_a_pack_sum_to_one_and_prefixes_are_not_predicted(self) -> None:
        episode = {"segments": [{"text": "<|im_start|>system\nTools<|im_end|>\n", "role": "system", "train": False},
                                {"text": "<|im_start|>user\nthe snow?<|im_end|>\n", "role": "user", "train": False},
                                {"text": "Orvale<|im_end|>", "role": "assistant", "train": True}]}
        tokenizer = small_tokenizer()
        s = encode(episode, tokenizer)
        p = pack([s, s])
        self.assertAlmostEqual(p.scale.sum().item(), 1.0, places=5)
        self.assertEqual(len(p.tokens), len(s.prefix_ids) + 2 * len(s.ids))
        self.assertGreaterEqual(int(p.rows.min()), len(s.prefix_ids))
        said = tokenizer.decode(p.targets[p.kinds == SAID].tolist())
        self.assertEqual(said, "Orvale<|im_end|>" * 2)

    def test_drills_are_the_same_for_the_same_seed(self) -> None:
        tokenizer = small_tokenizer()
        first, second = (Drills(tokenizer, 5).take(500) for _ in range(2))
        self.assertTrue(all((a.ids == b.ids).all() for a, b in zip(first, second)))

    def test_a_turn_counts_as_exact_only_if_all_of_it_is(self) -> None:
        tokenizer = small_tokenizer()
        model = Model(Shape(len(tokenizer.tokens), layers=2, hidden=256), seed=1)
        s = Sequence("", np.zeros(0, dtype=np.int64), np.arange(40), np.repeat([GIVEN, SAID], 20).astype(np.int8))
        report = judge(model, [s], ["noise"], tokenizer)
        self.assertEqual((report.turns["noise"], len(report.faults)), (0.0, 1))


class WrittenFile(unittest.TestCase):
    def test_header_and_tensors_are_where_the_format_says(self) -> None:
        tokenizer = small_tokenizer()
        model = Model(Shape(len(tokenizer.tokens), layers=2, hidden=256), seed=1)
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "m.gguf"
            gguf_file.write(path, model, tokenizer, "{{ messages }}", {"jackknife.recipe.version": "t"})
            data = path.read_bytes()
        magic, version, tensors, entries = struct.unpack_from("<4sIQQ", data)
        self.assertEqual((magic, version, tensors), (b"GGUF", 3, 2 + 9 * 2))
        self.assertEqual(entries, len(gguf_file.metadata(model, tokenizer, "", {"x": ""})))
        norm = model.output_norm.detach().numpy().tobytes()
        self.assertEqual(data[-len(norm):], norm, "the last tensor ends the file")
        self.assertEqual(len(data) % gguf_file.ALIGNMENT, 0)
        embedding = model.embedding.detach().numpy().astype(np.float16).tobytes()
        self.assertEqual(data.index(embedding) % gguf_file.ALIGNMENT, 0)


if __name__ == "__main__":
    unittest.main()
