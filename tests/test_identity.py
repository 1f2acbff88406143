"""bot/identity.py: accounts become hashes."""

from __future__ import annotations

from bot.identity import Identity

ONE = Identity(b"a" * 32)


def test_a_pseudonym_is_stable_within_a_year_and_another_in_the_next() -> None:
    assert ONE.pseudonym(7, 2026) == Identity(b"a" * 32).pseudonym(7, 2026)
    assert ONE.pseudonym(7, 2026) != ONE.pseudonym(7, 2027)


def test_another_secret_gives_other_names() -> None:
    assert ONE.person(7) != Identity(b"b" * 32).person(7)


def test_the_key_of_the_settings_does_not_lead_to_the_contacts() -> None:
    assert ONE.person(7) not in ONE.pseudonyms(7, 2030)


def test_the_account_cannot_be_read_in_any_of_its_names() -> None:
    account = 5_550_123_456
    names = [ONE.person(account), ONE.pseudonym(account, 2026), ONE.source("message", account, 1)]
    assert not any(str(account) in name for name in names)
    assert {len(name) for name in names} == {32}


def test_every_year_since_the_beginning_can_be_forgotten() -> None:
    assert ONE.pseudonyms(7, 2027) == tuple(ONE.pseudonym(7, year) for year in (2025, 2026, 2027))


def test_the_parts_of_a_mark_do_not_run_together() -> None:
    assert ONE.source("message", 1, 23) != ONE.source("message", 12, 3)
