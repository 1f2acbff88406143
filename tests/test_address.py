"""bot/address.py: chat numbers under lock and key."""

from __future__ import annotations

import pytest
from cryptography.exceptions import InvalidTag

from bot.address import Addresses
from tests.township import SECRET


@pytest.mark.parametrize("chat", [7, -1_001_234_567_890, 9_999_999_999_999])
def test_only_the_secret_tells_whose_address_it_is(chat: int) -> None:
    sealed = Addresses(SECRET).seal(chat)
    assert Addresses(SECRET).open(sealed) == chat
    assert str(chat) not in sealed and len(sealed) <= 60
    with pytest.raises(InvalidTag):
        Addresses(b"t" * 32).open(sealed)


def test_the_same_chat_has_one_address() -> None:
    assert Addresses(SECRET).seal(7) == Addresses(SECRET).seal(7)
