"""Commitments bind to their content and hide it."""

import hashlib

import pytest

from lucai_trust import CommitmentRefused, commit, fresh_salt, opens

SALT = bytes(range(32))


def test_a_commitment_is_the_tagged_hash_of_salt_and_content() -> None:
    assert (
        commit(b"x", SALT)
        == hashlib.sha256(b"lucai-commitment/1\0" + bytes(range(32)) + b"x").digest()
    )


def test_only_the_committed_content_under_its_salt_opens() -> None:
    commitment = commit(b"price=900000", SALT)
    assert opens(commitment, b"price=900000", SALT)
    assert not opens(commitment, b"price=500000", SALT)
    assert not opens(commitment, b"price=900000", bytes(32))
    assert not opens(bytes(32), b"price=900000", SALT)


def test_a_fresh_salt_is_never_the_last_one() -> None:
    assert fresh_salt() != fresh_salt()
    assert len(fresh_salt()) == 32


def test_a_salt_or_commitment_of_another_length_is_refused() -> None:
    with pytest.raises(CommitmentRefused, match="salt"):
        commit(b"x", bytes(31))
    with pytest.raises(CommitmentRefused, match="commitment"):
        opens(bytes(31), b"x", SALT)
