"""Reads the sentence model back as :mod:`bot.tune.graph` has written it, so that it can read on where it stopped."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnx
from onnx import helper, numpy_helper

from bot import encode, pieces
from bot.fourbits import floats
from bot.tune.file import File


def read(folder: Path) -> File:
    """The model in ``folder``, its matrices as exact as their eight bits, its words as their four.

    Raises :class:`bot.model.Refused` where it is missing or broken.
    """
    encode.opened(folder)  # knows what is missing or broken, and says it
    graph = onnx.load(folder / encode.GRAPH).graph
    kept = {tensor.name: numpy_helper.to_array(tensor) for tensor in graph.initializer}
    whole = sorted(name.removesuffix(".e") for name in kept if name.endswith(".e"))
    plain = {name: numbers.ravel() for name, numbers in kept.items() if name.endswith((".w", ".b"))}
    plain |= {f"{name}.w": (kept[f"{name}.w"].T * kept[f"{name}.s"][:, None] * kept[f"{name}.e"]).ravel() for name in whole}
    words = floats(np.load(folder / encode.WORDS))
    plain |= {"emb.word": words.ravel(), "emb.pos": kept["places"].ravel(), "emb.type": np.zeros(words.shape[-1], np.float32)}
    spelt, scores = zip(*pieces.read(folder / encode.PIECES), strict=True)
    how = {given.name: helper.get_attribute_value(given) for node in graph.node for given in node.attribute}
    layers = len({name.partition(".")[0] for name in whole})
    return File(words.shape[-1], how["num_heads"], layers, how["epsilon"], spelt, np.array(scores, np.float32), {}, plain)
