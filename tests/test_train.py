"""Training: vectors once, weights that rank, the same files from the same questions."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from bot import app, encode, judge, meaning
from bot.__main__ import main
from bot.grams import Floats
from bot.model import Knowledge, Refused
from bot.noise import Noise
from bot.often import counted
from bot.signals import CHANNELS, VECTORS, Ear, spoken_of
from bot.train import Heard, _judgements, asked, fit, taught, train_vectors, train_weights
from tests.labelled import QUESTIONS, written
from tests.township import BASE, ROOT


@pytest.fixture(autouse=True)
def _meanings_once() -> None:
    """Not here: whether a sentence always means the same is what these tests are about."""


@pytest.fixture(scope="module")
def ear(base: Knowledge, trained: Path) -> Ear:
    return Ear(base, trained)


def test_every_sentence_gets_its_vector_once(base: Knowledge, trained: Path) -> None:
    assert meaning.names(trained / VECTORS) == {meaning.key(s) for s in spoken_of(base)}
    assert train_vectors(base, trained) == 0


def test_only_new_sentences_are_learned_and_old_ones_forgotten(base: Knowledge, trained: Path, tmp_path: Path) -> None:
    (tmp_path / VECTORS).write_bytes((trained / VECTORS).read_bytes())
    entry = base.entries["wages/unpaid"]
    gone, new = entry.asked_as[0], "活干完了账没人认"
    changed = replace(base, entries={**base.entries, entry.id: replace(entry, asked_as=(new, *entry.asked_as[1:]))})
    assert train_vectors(changed, tmp_path) == 1
    assert meaning.key(new) in meaning.names(tmp_path / VECTORS)
    assert meaning.key(gone) not in meaning.names(tmp_path / VECTORS)


def test_a_stored_vector_is_that_of_its_sentence(ear: Ear, trained: Path) -> None:
    said = ear.everything[:3]
    assert np.einsum("nd,nd->n", encode.encode(said), meaning.load(trained / VECTORS, said)).min() > 0.999


def test_fitted_weights_put_the_right_entry_first(base: Knowledge, trained: Path, ear: Ear) -> None:
    weights = judge.read_weights(trained)
    ranking, often = weights.ranking(), weights.often(ear.ids)
    heard = [*asked(ear, [q for q in QUESTIONS if q.kind == "in" and not q.urgent])]
    assert all(int(np.argmax(judge.scores(h.signals, ranking, often))) in h.right for h in heard)


def test_fitted_weights_tell_law_from_chat(ear: Ear, trained: Path) -> None:
    weights = judge.read_weights(trained)
    ranking, often = weights.ranking(), weights.often(ear.ids)

    def law(kinds: set[str]) -> list[float]:
        heard = asked(ear, [q for q in QUESTIONS if q.kind in kinds])
        known = [judge.facts(h.signals, judge.scores(h.signals, ranking, often), h.length) for h in heard]
        return [judge.judged(facts, weights.heads["law"]) for facts in known]

    assert max(law({"not_legal"})) < min(law({"in", "legal_out"}))


def test_the_ranking_learns_from_a_misspelt_question_too(ear: Ear) -> None:
    rows = [q for q in QUESTIONS if q.kind == "in"]
    plain, spoilt = [*asked(ear, rows)], [*asked(ear, rows, noise=Noise(ear.phrases))]
    assert all(h.misspelt is None for h in plain)
    assert all(h.misspelt and (h.misspelt.entries != h.signals.entries).any() for h in spoilt)
    assert fit(spoilt, [], ear.ids).channels != fit(plain, [], ear.ids).channels


def test_training_counts_what_people_asked_for(ear: Ear) -> None:
    rows = [q for q in QUESTIONS if q.kind == "in"]
    counts = fit([*asked(ear, [*QUESTIONS, rows[0]])], [], ear.ids).asked
    assert sum(counts.values()) == pytest.approx(len(rows) + 1, abs=0.1)
    assert counts[rows[0].ids[0]] > 1


def test_a_question_does_not_find_its_answer_by_having_been_counted(ear: Ear) -> None:
    heard = next(asked(ear, [q for q in QUESTIONS if q.kind == "in"]))
    uncounted, ranking = replace(heard, sure=False), np.ones(len(CHANNELS), np.float32)
    nobody, itself = counted([], len(ear.ids)), counted([heard.right], len(ear.ids))

    def facts(question: Heard, counts: Floats) -> list[float]:
        return [*map(float, _judgements([question], [], ranking, counts)[0].ravel())]

    assert facts(heard, itself) == facts(uncounted, nobody)
    assert facts(uncounted, itself) != facts(uncounted, nobody)


def test_what_has_no_answer_is_not_heard_misspelt(ear: Ear) -> None:
    rows = [q for q in QUESTIONS if q.kind != "in"]
    assert all(h.misspelt is None for h in asked(ear, rows, noise=Noise(ear.phrases)))


def test_the_base_teaches_with_its_own_sentences(base: Knowledge, trained: Path, ear: Ear) -> None:
    heard = [*taught(ear, base, trained)]
    outside = len(base.outside.legal) + len(base.outside.chat) + len(base.outside.vague)
    assert [h.law for h in heard].count(False) == len(base.outside.chat)
    assert [h.sure for h in heard].count(False) == outside
    assert all(len(h.right) == 1 for h in heard if h.sure)


def test_an_id_that_the_base_lacks_is_no_answer(ear: Ear) -> None:
    (heard,) = asked(ear, [replace(QUESTIONS[0], ids=("wages/none", "wages/unpaid"))])
    assert {ear.ids[i] for i in heard.right} == {"wages/unpaid"}


def test_training_twice_writes_the_same_file(base: Knowledge, trained: Path, tmp_path: Path) -> None:
    shutil.copytree(trained, tmp_path, dirs_exist_ok=True)
    (tmp_path / judge.WEIGHTS).unlink()
    train_weights(base, tmp_path, written(tmp_path))
    assert (tmp_path / judge.WEIGHTS).read_bytes() == (trained / judge.WEIGHTS).read_bytes()


def test_nothing_is_written_for_questions_that_are_refused(base: Knowledge, tmp_path: Path) -> None:
    bad = tmp_path / "bad.jsonl"
    bad.write_text("{}\n", encoding="utf-8")
    with pytest.raises(Refused, match="bad.jsonl:1"):
        train_weights(base, tmp_path, bad)
    assert not (tmp_path / judge.WEIGHTS).exists()


def test_the_command_learns_and_says_how_much(
    trained: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "town.yaml").write_bytes((ROOT / "tests" / "town.yaml").read_bytes())
    shutil.copytree(trained, tmp_path, dirs_exist_ok=True)
    (tmp_path / judge.WEIGHTS).unlink()
    monkeypatch.setenv("KNOWLEDGE_DIR", str(BASE))
    monkeypatch.setattr(app, "MODEL", tmp_path)
    monkeypatch.chdir(tmp_path)
    assert main(["train", "--questions", str(written(tmp_path))]) == 0
    assert capsys.readouterr().out == "新学了 0 句话。\n权重已重新确定。\n"
    assert (tmp_path / judge.WEIGHTS).exists()
