"""Byte-level BPE as llama.cpp reads it (tokenizer.ggml.model = gpt2, pre = gpt-2), made for copying.

Two rules keep a name the same tokens wherever it stands, so that the model can copy it:
digits are never merged, and a space is merged with the word behind it only where that word hardly ever occurs
without one (function words, not names).
"""
from __future__ import annotations

import json
import re
import sys
import unicodedata
from collections import Counter
from pathlib import Path
from typing import Iterable

SPECIALS = ["<|endoftext|>", "<|im_start|>", "<|im_end|>", "<tool_call>", "</tool_call>"]
CONTROL = 3          # token types of GGUF; a user-defined token stays visible in decoded text
USER_DEFINED = 4


def _byte_letters() -> dict[int, str]:
    """GPT-2's printable stand-in for each byte."""
    printable = [*range(33, 127), *range(161, 173), *range(174, 256)]
    letters = {b: chr(b) for b in printable}
    for n, b in enumerate(b for b in range(256) if b not in letters):
        letters[b] = chr(256 + n)
    return letters


BYTE_LETTERS = _byte_letters()
LETTER_BYTES = {letter: byte for byte, letter in BYTE_LETTERS.items()}
SPACE = BYTE_LETTERS[32]


def _char_class(initial: str) -> str:
    """All characters of a Unicode category such as L or N, as the inside of a regular expression class."""
    ranges: list[list[int]] = []
    for code in range(sys.maxunicode + 1):
        if unicodedata.category(chr(code))[0] == initial:
            if ranges and ranges[-1][1] == code - 1:
                ranges[-1][1] = code
            else:
                ranges.append([code, code])
    return "".join(f"\\U{a:08x}-\\U{b:08x}" for a, b in ranges)


_L, _N = _char_class("L"), _char_class("N")
PRE_TOKENS = re.compile(rf"'s|'t|'re|'ve|'m|'ll|'d| ?[{_L}]+| ?[{_N}]+| ?[^\s{_L}{_N}]+|\s+(?!\S)|\s+")
_SPECIAL_SPLIT = re.compile("(" + "|".join(map(re.escape, SPECIALS)) + ")")


def _letters(text: str) -> str:
    return "".join(BYTE_LETTERS[b] for b in text.encode("utf-8"))


def _merge(symbols: tuple[str, ...], pair: tuple[str, str]) -> tuple[str, ...]:
    out: list[str] = []
    i = 0
    while i < len(symbols):
        if symbols[i:i + 2] == pair:
            out.append(symbols[i] + symbols[i + 1])
            i += 2
        else:
            out.append(symbols[i])
            i += 1
    return tuple(out)


class Tokenizer:
    """Encodes text with a list of merges; ids are bytes, merges in order, specials."""

    def __init__(self, merges: list[tuple[str, str]]) -> None:
        self.merges = merges
        self.tokens = [BYTE_LETTERS[b] for b in range(256)] + [a + b for a, b in merges] + SPECIALS
        self.ids = {token: i for i, token in enumerate(self.tokens)}
        if len(self.ids) != len(self.tokens):
            raise ValueError("two merges make the same token, which llama.cpp aborts on")
        self.ranks = {pair: i for i, pair in enumerate(merges)}
        self._cache: dict[str, list[int]] = {}

    def types(self) -> list[int]:
        """GGUF token types."""
        specials = [USER_DEFINED if "tool_call" in s else CONTROL for s in SPECIALS]
        return [1] * (len(self.tokens) - len(SPECIALS)) + specials

    def encode(self, text: str) -> list[int]:
        ids: list[int] = []
        for part in _SPECIAL_SPLIT.split(text):
            if part in SPECIALS:
                ids.append(self.ids[part])
            else:
                for word in PRE_TOKENS.findall(part):
                    ids.extend(self._word(word))
        return ids

    def _word(self, word: str) -> list[int]:
        known = self._cache.get(word)
        if known is None:
            symbols = tuple(_letters(word))
            while len(symbols) > 1:
                best = min(zip(symbols, symbols[1:]), key=lambda p: self.ranks.get(p, len(self.ranks)))
                if best not in self.ranks:
                    break
                symbols = _merge(symbols, best)
            known = self._cache[word] = [self.ids[s] for s in symbols]
        return known

    def decode(self, ids: Iterable[int]) -> str:
        out = bytearray()
        for i in ids:
            token = self.tokens[i]
            out += token.encode() if token in SPECIALS else bytes(LETTER_BYTES[c] for c in token)
        return out.decode("utf-8", errors="replace")

    def save(self, path: Path) -> None:
        path.write_text(json.dumps({"merges": [" ".join(m) for m in self.merges]}, ensure_ascii=False))

    @staticmethod
    def load(path: Path) -> Tokenizer:
        merges = json.loads(path.read_text())["merges"]
        return Tokenizer([(m.split(" ")[0], m.split(" ")[1]) for m in merges])


def train(texts: Iterable[str], vocabulary: int, space_share: float = 0.98, min_count: int = 3) -> Tokenizer:
    """Learns merges until the vocabulary is full, a tenth of it kept for words with their space.

    space_share: a word takes its space in if at least this share of its occurrences have one in front.
    """
    words, spaced, bare = _count_words(texts)
    room = vocabulary - 256 - len(SPECIALS)
    merges = _learn(words, room - room // 10, min_count)
    learnt = {a + b for a, b in merges}
    fitting = [w for w, n in spaced.most_common() if w in learnt and n >= space_share * (n + bare[w])]
    merges += [(SPACE, w) for w in fitting if SPACE + w not in learnt][:room - len(merges)]
    return Tokenizer(merges)


def _count_words(texts: Iterable[str]) -> tuple[Counter[str], Counter[str], Counter[str]]:
    """(pre-tokens to learn from, words with a space in front, words without); letter words lose their space."""
    raw: Counter[str] = Counter()
    for text in texts:
        for part in _SPECIAL_SPLIT.split(text):
            if part not in SPECIALS:
                raw.update(PRE_TOKENS.findall(part))
    words: Counter[str] = Counter()
    spaced: Counter[str] = Counter()
    bare: Counter[str] = Counter()
    for word, count in raw.items():
        stripped = word.strip()
        if any(unicodedata.category(c)[0] == "N" for c in stripped):
            continue
        if stripped and unicodedata.category(stripped[0])[0] == "L":
            (spaced if word[0] == " " else bare)[_letters(stripped)] += count
            word = stripped
        words[_letters(word)] += count
    return words, spaced, bare


def _learn(words: Counter[str], room: int, min_count: int) -> list[tuple[str, str]]:
    """Plain BPE (arXiv 1508.07909), pairs counted incrementally; ties go to the smaller pair."""
    split = {word: tuple(word) for word in words}
    pairs: Counter[tuple[str, str]] = Counter()
    where: dict[tuple[str, str], set[str]] = {}
    for word, symbols in split.items():
        for pair in zip(symbols, symbols[1:]):
            pairs[pair] += words[word]
            where.setdefault(pair, set()).add(word)
    merges: list[tuple[str, str]] = []
    made: set[str] = set()
    while len(merges) < room and pairs:
        best = max(pairs, key=lambda p: (pairs[p], p))
        if pairs[best] < min_count:
            break
        for word in list(where.pop(best)):
            for pair in zip(split[word], split[word][1:]):
                pairs[pair] -= words[word]
            split[word] = _merge(split[word], best)
            for pair in zip(split[word], split[word][1:]):
                pairs[pair] += words[word]
                where.setdefault(pair, set()).add(word)
        del pairs[best]
        if best[0] + best[1] not in made:
            made.add(best[0] + best[1])
            merges.append(best)
    return merges
