"""Writes a sentence model as :mod:`bot.encode` runs it: a graph for ONNX Runtime, the words beside it, and their spelling."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper
from onnxruntime import InferenceSession

from bot import encode, pieces
from bot.fourbits import NUMBERS, floats
from bot.grams import Floats
from bot.tune.eights import eased
from bot.tune.file import File

_RUNTIME = "com.microsoft"
"""Whose operators take eight bits a number, or several steps at once (ONNX Runtime's ContribOperators.md)."""
_OPSETS = (("", 18), (_RUNTIME, 1))
_FORMAT = 9
"""Version of the format, so that older runtimes read it too."""
_PRODUCT = ".product"


def write(folder: Path, file: File, said: Sequence[str]) -> None:
    """Write ``file`` into ``folder`` as three files, the graph last: a program that has the old ones loaded keeps them.

    ``said`` are sentences that show how large the numbers become on their way; a few hundred will do.
    """
    words = file.packed["emb.word"].reshape(-1, file.width // NUMBERS)[: len(file.pieces)]
    cutter = pieces.Cutter(file.vocabulary())
    largest = _largest(file, [floats(words[cutter.numbers(sentence)[: pieces.LONGEST]]) for sentence in said])
    _replace(folder / encode.PIECES, lambda draft: pieces.write(draft, file.vocabulary()))
    _replace(folder / encode.WORDS, lambda draft: np.save(draft, words, allow_pickle=False))
    _replace(folder / encode.GRAPH, lambda draft: onnx.save(_Drawing(file, largest).model(), draft))


def _replace(path: Path, writing: Any) -> None:
    draft = path.with_name(f"draft-{path.name}")
    writing(draft)
    draft.replace(path)


def _largest(file: File, texts: Sequence[Floats]) -> Mapping[str, Floats]:
    """For each matrix how large each number becomes that goes into it, in the unrounded model."""
    model = _Drawing(file, None).model()
    into = {node.output[0].removesuffix(_PRODUCT): node.input[0] for node in model.graph.node if node.op_type == "MatMul"}
    several = sorted({*into.values()})
    model.graph.output.extend(helper.make_tensor_value_info(name, TensorProto.FLOAT, None) for name in several)
    session = InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])
    found = {name: np.zeros(1, np.float32) for name in several}
    for words in texts:
        for name, numbers in zip(several, session.run(several, {"words": words[None]}), strict=True):
            found[name] = np.maximum(found[name], np.abs(numbers).max(axis=(0, 1)))
    return {name: found[given] for name, given in into.items()}


class _Drawing:
    """A graph that grows."""

    def __init__(self, file: File, largest: Mapping[str, Floats] | None) -> None:
        """Without ``largest`` nothing is rounded."""
        self._file, self._nodes, self._kept = file, list[onnx.NodeProto](), list[onnx.TensorProto]()
        self._largest = largest

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
        """``x`` times a matrix, and its bias."""
        bias, matrix = self._file.floats(f"{name}.b"), self._file.floats(f"{name}.w")
        matrix, added = matrix.reshape(len(bias), -1), self._keep(f"{name}.b", bias)
        if self._largest is None:
            product = self._node("MatMul", [x, self._keep(f"{name}.w", matrix.T)], name + _PRODUCT)
            return self._node("Add", [product, added], f"{name}.out")
        eights = eased(matrix, self._largest[name])
        x = self._node("Mul", [x, self._keep(f"{name}.e", eights.ease)], f"{name}.eased")
        given = [x, self._keep(f"{name}.w", eights.whole), self._keep(f"{name}.s", eights.scale), "", added]
        return self._node("DynamicQuantizeMatMul", given, f"{name}.out", _RUNTIME)

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
