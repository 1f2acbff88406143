"""The sentence model as a network that can learn: multilingual-e5-small (Wang et al. 2024), the first of its layers.

Its numbers are rounded on the way through as the file will round them, and learn as if they were not (Bengio et al. 2013, the
straight-through estimator), so that what was learnt is what the engine computes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from bot.fourbits import NUMBERS, packed
from bot.grams import Floats
from bot.tune import file as model

_DROPPED = 0.1
_MATRICES = ("q", "k", "v", "ao", "fi", "fo")
_NORMS = ("aln", "oln")


class _Rounded(torch.autograd.Function):
    """Four bits a number, as :func:`bot.fourbits.packed` has it."""

    @staticmethod
    def forward(_: Any, numbers: Tensor) -> Tensor:
        blocks = numbers.reshape(-1, NUMBERS)
        largest = blocks.gather(1, blocks.abs().argmax(1, keepdim=True))
        scale = (largest / -8).half().float()
        small = (blocks / torch.where(scale == 0, torch.ones_like(scale), scale) + 8).round().clamp(0, 15) - 8
        return (small * scale).reshape(numbers.shape)

    @staticmethod
    def backward(_: Any, slope: Tensor) -> Tensor:
        return slope


def rounded(numbers: Tensor) -> Tensor:
    """``numbers`` as the file keeps them."""
    found: Tensor = _Rounded.apply(numbers)
    return found


class Layer(nn.Module):
    """One transformer block, normalised after each half."""

    def __init__(self, file: model.File, number: int) -> None:
        super().__init__()
        self._width, self._heads, self._epsilon = file.width, file.heads, file.epsilon
        for name in (*_MATRICES, *_NORMS):
            bias = _numbers(file, f"l{number}.{name}.b")
            weight = _numbers(file, f"l{number}.{name}.w")
            self.register_parameter(f"{name}_b", nn.Parameter(bias))
            self.register_parameter(f"{name}_w", nn.Parameter(weight.reshape(len(bias), -1) if name in _MATRICES else weight))

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        """``x`` texts × pieces × width; ``mask`` texts × pieces, True where there is one."""
        many, long, width = x.shape
        query, key, value = (self._through(n, x).view(many, long, self._heads, -1).transpose(1, 2) for n in "qkv")
        # Written out: the ready-made attention takes six times as long here, and a third of the whole.
        near = (query @ key.transpose(-1, -2)).float() / query.shape[-1] ** 0.5
        seen = near.masked_fill(~mask[:, None, None, :], -torch.inf).softmax(dim=-1).to(value.dtype) @ value
        seen = self._through("ao", seen.transpose(1, 2).reshape(many, long, width))
        x = self._normal("aln", x + functional.dropout(seen, _DROPPED, self.training))
        thought = self._through("fo", functional.gelu(self._through("fi", x)))
        return self._normal("oln", x + functional.dropout(thought, _DROPPED, self.training))

    def _through(self, name: str, x: Tensor) -> Tensor:
        return functional.linear(x, rounded(getattr(self, f"{name}_w")), getattr(self, f"{name}_b"))

    def _normal(self, name: str, x: Tensor) -> Tensor:
        return functional.layer_norm(x.float(), (self._width,), getattr(self, f"{name}_w"), getattr(self, f"{name}_b"), self._epsilon)


class Net(nn.Module):
    """From pieces to a vector of length 1."""

    def __init__(self, file: model.File, layers: int) -> None:
        """The first ``layers`` of ``file``."""
        super().__init__()
        self._width, self._epsilon = file.width, file.epsilon
        self.word = nn.Parameter(_numbers(file, "emb.word").reshape(-1, file.width))
        self.place = nn.Parameter(_numbers(file, "emb.pos").reshape(-1, file.width))
        self.kind = nn.Parameter(_numbers(file, "emb.type").reshape(-1, file.width))
        self.norm_w, self.norm_b = (nn.Parameter(_numbers(file, f"emb.ln.{n}")) for n in "wb")
        self.layers = nn.ModuleList(Layer(file, number) for number in range(layers))

    def forward(self, pieces: Tensor, mask: Tensor) -> Tensor:
        """Both texts × pieces; returns texts × width."""
        x = rounded(functional.embedding(pieces, self.word)) + self.place[: pieces.shape[1]] + self.kind[0]
        x = functional.layer_norm(x, (self._width,), self.norm_w, self.norm_b, self._epsilon)
        x = functional.dropout(x, _DROPPED, self.training)
        for layer in self.layers:
            x = layer(x, mask)
        mean = (x * mask[..., None]).sum(1) / mask.sum(1, keepdim=True)
        return functional.normalize(mean.float(), dim=-1)


def padded(texts: Sequence[Sequence[int]]) -> tuple[Tensor, Tensor]:
    """Pieces and mask of several texts, as long as the longest."""
    pieces = torch.ones(len(texts), max(map(len, texts)), dtype=torch.long)
    mask = torch.zeros(pieces.shape, dtype=torch.bool)
    for row, text in enumerate(texts):
        pieces[row, : len(text)], mask[row, : len(text)] = torch.tensor(text), True
    return pieces, mask


def written(net: Net, file: model.File) -> model.File:
    """What ``net`` has learnt since it was ``file``."""
    few, plain = {"emb.word": packed(_floats(net.word))}, {"emb.pos": _floats(net.place), "emb.type": _floats(net.kind)}
    plain |= {"emb.ln.w": _floats(net.norm_w), "emb.ln.b": _floats(net.norm_b)}
    for number, layer in enumerate(net.layers):
        few |= {f"l{number}.{name}.w": packed(_floats(getattr(layer, f"{name}_w"))) for name in _MATRICES}
        plain |= {f"l{number}.{name}.w": _floats(getattr(layer, f"{name}_w")) for name in _NORMS}
        plain |= {f"l{number}.{name}.b": _floats(getattr(layer, f"{name}_b")) for name in (*_MATRICES, *_NORMS)}
    return replace(file, layers=len(net.layers), packed=few, plain=plain)


def _numbers(file: model.File, name: str) -> Tensor:
    return torch.from_numpy(file.floats(name).copy())


def _floats(numbers: Tensor) -> Floats:
    return np.asarray(numbers.detach().numpy(), np.float32).ravel()
