"""pieces: a sentence is cut into what the model knows, the likeliest way."""

from __future__ import annotations

from pathlib import Path

from bot.pieces import END, START, UNKNOWN, Cutter, read, write

SPELT = ("<s>", "<pad>", "</s>", "<unk>", "▁query:▁", "彩", "礼", "彩礼", "能退", "能", "退", "1", "▁")
KNOWN = [*zip(SPELT, (0.0, 0.0, 0.0, 0.0, 0.0, -5.0, -5.0, -6.0, -9.0, -3.0, -3.0, -2.0, -1.0), strict=True)]


def cut(said: str) -> list[str]:
    """The pieces of a sentence, spelt."""
    numbers = Cutter(KNOWN).numbers(said)
    assert (numbers[0], numbers[-1]) == (START, END)
    return [SPELT[n] for n in numbers[1:-1]]


def test_of_all_ways_the_likeliest_is_taken() -> None:
    assert cut("彩礼能退") == ["▁query:▁", "彩礼", "能", "退"]


def test_a_character_that_the_model_lacks_is_one_unknown_piece() -> None:
    assert cut("彩龘礼") == ["▁query:▁", "彩", SPELT[UNKNOWN], "礼"]


def test_full_width_and_half_width_are_the_same() -> None:
    assert cut("１") == cut("1")


def test_blanks_of_any_kind_are_one_space_and_controls_are_nothing() -> None:
    assert cut("彩礼\u3000\n \u200b退") == cut("彩礼 退") == ["▁query:▁", "彩礼", "▁", "退"]
    assert cut("彩\x00礼") == cut("彩礼")


def test_an_empty_sentence_has_its_beginning_only() -> None:
    assert cut("") == ["▁query:▁"]


def test_a_vocabulary_that_is_written_is_read_back(tmp_path: Path) -> None:
    write(tmp_path / "pieces.txt", KNOWN)
    assert [*read(tmp_path / "pieces.txt")] == KNOWN
