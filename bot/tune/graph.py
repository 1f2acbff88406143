"""Writes a sentence model as :mod:`bot.encode` runs it: a graph for ONNX Runtime, the words beside it, and their spelling."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

from bot import encode, pieces
from bot.fourbits import NUMBERS, Blocks, whole
from bot.tune.file import File

_RUNTIME = "com.microsoft"
"""Whose operators take four bits a number, or several steps at once (ONNX Runtime's ContribOperators.md)."""
_OPSETS = (("", 18), (_RUNTIME, 1))
_FORMAT = 9
"""Version of the format, so that older runtimes read it too."""
_WHOLE = 4
"""``accuracy_level``: what goes in is rounded to eight bits, as fast as a processor can."""


def write(folder: Path, file: File) -> None:
    """Write ``file`` into ``folder`` as three files, the graph last: a program that has the old ones loaded keeps them."""
    words = file.packed["emb.word"].reshape(-1, file.width // NUMBERS)[: len(file.pieces)]
    _replace(folder / encode.PIECES, lambda draft: pieces.write(draft, zip(file.pieces, file.scores.tolist(), strict=True)))
    _replace(folder / encode.WORDS, lambda draft: np.save(draft, words, allow_pickle=False))
    _replace(folder / encode.GRAPH, lambda draft: onnx.save(_Drawing(file).model(), draft))


def _replace(path: Path, writing: Any) -> None:
    draft = path.with_name(f"draft-{path.name}")
    writing(draft)
    draft.replace(path)


class _Drawing:
    """A graph that grows."""

    def __init__(self, file: File) -> None:
        self._file, self._nodes, self._kept = file, list[onnx.NodeProto](), list[onnx.TensorProto]()

    def model(self) -> onnx.ModelProto:
        """From the words of one text, 1 × pieces × width, to the mean of what the last layer makes of them, 1 × width."""
        file, width = self._file, self._file.width
        x = self._normal("emb.ln", "words", self._places())
        for number in range(file.layers):
            x = self._layer(f"l{number}", x)
        self._node("ReduceMean", [x, self._keep("one", np.array([1]))], "mean", keepdims=0)
        given = helper.make_tensor_value_info("words", TensorProto.FLOAT, [1, "pieces", width])
        found = helper.make_tensor_value_info("mean", TensorProto.FLOAT, [1, width])
        graph = helper.make_graph(self._nodes, "sentence", [given], [found], self._kept)
        opsets = [helper.make_opsetid(domain, version) for domain, version in _OPSETS]
        return helper.make_model(graph, opset_imports=opsets, ir_version=_FORMAT)

    def _places(self) -> str:
        """What each place in the text adds, for as many places as there are pieces."""
        width = self._file.width
        places = self._file.floats("emb.pos").reshape(-1, width) + self._file.floats("emb.type")[:width]
        long = self._node("Shape", ["words"], "long", start=1, end=2)
        ends = [self._keep("zero", np.array([0])), long, self._keep("axis", np.array([1]))]
        return self._node("Slice", [self._keep("places", places[None]), *ends], "here")

    def _layer(self, name: str, x: str) -> str:
        """One transformer block, normalised after each half."""
        looked = [self._through(f"{name}.{part}", x) for part in "qkv"]
        seen = self._node("MultiHeadAttention", looked, f"{name}.seen", _RUNTIME, num_heads=self._file.heads)
        x = self._normal(f"{name}.aln", x, self._through(f"{name}.ao", seen))
        thought = self._node("Gelu", [self._through(f"{name}.fi", x)], f"{name}.thought", _RUNTIME)
        return self._normal(f"{name}.oln", x, self._through(f"{name}.fo", thought))

    def _through(self, name: str, x: str) -> str:
        """``x`` times a matrix of four bits a number, and its bias."""
        blocks: Blocks = self._file.packed[f"{name}.w"]
        bias = self._file.floats(f"{name}.b")
        size = {"N": len(bias), "K": len(blocks) * NUMBERS // len(bias)}
        numbers = whole(blocks)
        pairs = (numbers[:, 0::2] | numbers[:, 1::2] << 4).reshape(len(bias), -1, NUMBERS // 2)
        weights = [self._keep(f"{name}.w", pairs), self._keep(f"{name}.s", blocks["scale"].astype(np.float32))]
        given = [x, *weights, "", "", self._keep(f"{name}.b", bias)]
        return self._node("MatMulNBits", given, f"{name}.out", _RUNTIME, **size, bits=4, block_size=NUMBERS, accuracy_level=_WHOLE)

    def _normal(self, name: str, x: str, more: str) -> str:
        """The sum, with mean 0 and variance 1."""
        kept = [self._keep(f"{name}.{part}", self._file.floats(f"{name}.{part}")) for part in "wb"]
        return self._node("SkipLayerNormalization", [x, more, *kept], f"{name}.out", _RUNTIME, epsilon=self._file.epsilon)

    def _node(self, kind: str, given: list[str], found: str, domain: str = "", **how: Any) -> str:
        self._nodes.append(helper.make_node(kind, given, [found], domain=domain, **how))
        return found

    def _keep(self, name: str, numbers: NDArray[Any]) -> str:
        self._kept.append(numpy_helper.from_array(np.ascontiguousarray(numbers), name))
        return name
