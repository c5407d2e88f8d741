"""Commit now, open later: what a sealed journal entry puts into the public log.

The commitment is ``SHA-256("lucai-commitment/1" ‖ 0x00 ‖ salt ‖ content)``. The salt is 32 random
bytes kept beside the content, so a short content (a price, a name) cannot be guessed from it.
"""

from __future__ import annotations

import hmac
import secrets

from lucai_trust.digest import DIGEST_SIZE, tagged_digest
from lucai_trust.errors import CommitmentRefused

SALT_SIZE = 32
_DOMAIN = "lucai-commitment/1"


def fresh_salt() -> bytes:
    """Draw a new salt from the system's source of randomness; it is as secret as the content."""
    return secrets.token_bytes(SALT_SIZE)


def commit(content: bytes, salt: bytes) -> bytes:
    """Return the 32-byte commitment to a content under a salt.

    Raises:
        CommitmentRefused: the salt is not 32 bytes; salt and content could then be shifted.
    """
    if len(salt) != SALT_SIZE:
        raise CommitmentRefused(f"a salt is {SALT_SIZE} bytes, this one is {len(salt)}")
    return tagged_digest(_DOMAIN, salt + content)


def opens(commitment: bytes, content: bytes, salt: bytes) -> bool:
    """Say whether content and salt are the ones committed to.

    Raises:
        CommitmentRefused: the salt or the commitment is not 32 bytes.
    """
    if len(commitment) != DIGEST_SIZE:
        raise CommitmentRefused(
            f"a commitment is {DIGEST_SIZE} bytes, this one is {len(commitment)}"
        )
    return hmac.compare_digest(commitment, commit(content, salt))
