"""Chance: the system's own unless a block asks for another source."""

from __future__ import annotations

import pytest

from lucai.kernel import chance


def test_two_tokens_differ() -> None:
    assert chance.token_hex(16) != chance.token_hex(16)


def test_a_token_has_two_signs_a_byte() -> None:
    assert len(chance.token_hex(32)) == 64


def test_inside_the_block_the_source_is_asked_and_afterwards_the_system_again() -> None:
    with chance.use(lambda size: b"\x01" * size):
        assert chance.token_hex(2) == "0101"
    assert chance.token_hex(16) != "01" * 16


def test_a_failed_block_gives_the_systems_chance_back() -> None:
    with pytest.raises(RuntimeError), chance.use(lambda size: bytes(size)):
        raise RuntimeError
    assert chance.token_hex(16) != "00" * 16
