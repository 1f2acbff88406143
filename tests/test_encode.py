"""encode: one model, its axes, and vectors that are known to be theirs."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from bot import app, encode, meaning
from bot.model import Knowledge, Refused
from bot.signals import VECTORS, Ear, spoken_of
from bot.train import train_vectors
from tests.misses import shipped


@pytest.fixture(autouse=True)
def _meanings_once() -> None:
    """Not here: what the model gives is what these tests are about."""


@pytest.fixture
def others(trained: Path, tmp_path: Path) -> Path:
    """A folder whose vectors were made by another model."""
    with np.load(trained / VECTORS) as file:
        kept = dict(file)
    np.savez(tmp_path / VECTORS, **kept | {"of": np.array("another")})
    (tmp_path / "senses.npz").write_bytes((trained / "senses.npz").read_bytes())
    return tmp_path


def test_the_shipped_vectors_are_those_of_the_shipped_model() -> None:
    some = list(dict.fromkeys(spoken_of(shipped())))[::700]
    likeness = (meaning.load(app.MODEL / VECTORS, some) * encode.encode(some)).sum(axis=1)
    # Other processors round otherwise on the way: of 2,000 sentences the worst came out at .998, half of them above .9999.
    assert likeness.min() > 0.997
    assert np.median(likeness) > 0.999


def test_a_vector_has_length_one_and_alone_is_what_it_is_among_many() -> None:
    said = ["彩礼能退吗", "老板不给工钱", *(f"{n}号楼漏水" for n in range(100))]
    many, alone = encode.encode(said), encode.encode(said[:1])
    assert many.shape == (102, encode.SIZE)
    assert np.allclose(np.linalg.norm(many, axis=1), 1, atol=1e-4)
    assert float(many[0] @ alone[0]) > 0.999
    assert encode.encode([]).shape == (0, encode.SIZE)


def test_a_text_longer_than_the_model_has_places_is_read_as_far_as_they_go() -> None:
    long = "老板不给工钱，" * 500
    assert np.allclose(np.linalg.norm(encode.encode([long]), axis=1), 1, atol=1e-4)


def test_vectors_of_another_model_are_refused_before_anything_is_compared(base: Knowledge, others: Path) -> None:
    with pytest.raises(Refused, match="另一个句子模型.*python -m bot train.*重新启动"):
        Ear(base, others)


def test_training_makes_them_anew(base: Knowledge, others: Path) -> None:
    assert train_vectors(base, others) == len(set(spoken_of(base)))
    assert not meaning.stale(others / VECTORS)


def test_axes_of_another_model_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    np.savez(tmp_path / "axes.npz", axes=np.eye(384, encode.SIZE, dtype=np.float32), of=np.array("another"))
    monkeypatch.setattr(encode, "AXES", tmp_path / "axes.npz")
    monkeypatch.setattr(encode, "_axes", encode._axes.__wrapped__)
    with pytest.raises(Refused, match=r"axes.npz.*python -m bot train"):
        encode.encode(["彩礼能退吗"])


@pytest.mark.parametrize("name", [encode.GRAPH, encode.WORDS, encode.PIECES])
def test_a_missing_file_of_the_model_says_where_to_get_it(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(encode, "FOLDER", copied(tmp_path))
    (tmp_path / name).unlink()
    monkeypatch.setattr(encode, "_of_model", encode._of_model.__wrapped__)
    with pytest.raises(Refused, match=rf"{name}.*python -m bot tune"):
        encode._of_model()


@pytest.mark.parametrize("name", [encode.GRAPH, encode.WORDS, encode.PIECES])
def test_a_broken_file_of_the_model_says_what_to_fetch(name: str, tmp_path: Path) -> None:
    path = copied(tmp_path) / name
    path.write_bytes(path.read_bytes()[:100])
    with pytest.raises(Refused, match="句子模型坏了.*请从项目里重新取"):
        encode.opened(tmp_path)


def copied(folder: Path) -> Path:
    """The shipped model in another folder."""
    for name in (encode.GRAPH, encode.WORDS, encode.PIECES):
        (folder / name).write_bytes((encode.FOLDER / name).read_bytes())
    return folder
