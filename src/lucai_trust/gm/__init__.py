"""The national algorithms that ``cryptography`` has not: SM2, behind back-ends and devices."""

from lucai_trust.gm.sm2 import (
    DEFAULT_ID,
    Backend,
    PrivateKey,
    PublicKey,
    Sm2Key,
    backend,
    backend_that_works,
    known_backends,
    signed_digest,
)

__all__ = [
    "DEFAULT_ID",
    "Backend",
    "PrivateKey",
    "PublicKey",
    "Sm2Key",
    "backend",
    "backend_that_works",
    "known_backends",
    "signed_digest",
]
