"""SM2 signatures and encryption (GB/T 32918, GM/T 0009), whoever does the sums.

The first use picks the best back-end that passes its self-test: the system's libcrypto, else
Python alone. A device (UKey, HSM) is anything with the face of ``Sm2Key``.
"""

from __future__ import annotations

import functools
import hmac
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Protocol

from lucai_trust.digest import Algorithm, digest
from lucai_trust.errors import CiphertextRefused, DerRefused, KeyRefused, TrustError
from lucai_trust.gm import der
from lucai_trust.gm.curve import GX, GY, SIZE, A, B, parse_point, parse_scalar
from lucai_trust.gm.sm2_libcrypto import LibcryptoBackend
from lucai_trust.gm.sm2_pure import PureBackend

# GM/T 0009 §10: the signer's ID when nobody agreed on another.
DEFAULT_ID = b"1234567812345678"
LONGEST_ID = 8191  # its length in bits is kept in two bytes

_EC_KEY = bytes.fromhex("06072a8648ce3d0201")  # 1.2.840.10045.2.1
_SM2_CURVE = bytes.fromhex("06082a811ccf5501822d")  # 1.2.156.10197.1.301
_ALGORITHM = der.sequence(_EC_KEY, _SM2_CURVE)


class Backend(Protocol):
    """Whoever does SM2's sums: plain bytes in, plain bytes out."""

    @property
    def name(self) -> str:
        """What it is called in logs."""
        ...

    @property
    def hardened(self) -> bool:
        """Whether its run time keeps a private key to itself."""
        ...

    def generate(self) -> bytes:
        """Draw a private key of 32 bytes."""
        ...

    def public_point(self, private: bytes, /) -> bytes:
        """Return the public point, 65 bytes."""
        ...

    def sign_digest(self, private: bytes, signed: bytes, /) -> bytes:
        """Sign the digest of Z ‖ message; return DER."""
        ...

    def verify_digest(self, public: bytes, signed: bytes, signature: bytes, /) -> bool:
        """Say whether a signature over a digest is this key's; false for malformed bytes."""
        ...

    def encrypt(self, public: bytes, plaintext: bytes, /) -> bytes:
        """Encrypt; return C1 ‖ C3 ‖ C2 in DER."""
        ...

    def decrypt(self, private: bytes, ciphertext: bytes, /) -> bytes:
        """Decrypt, or raise ``CiphertextRefused``."""
        ...


class Sm2Key(Protocol):
    """A private key that can be used but perhaps not read: in memory, or in a device."""

    @property
    def public_key(self) -> PublicKey:
        """Return the public half."""
        ...

    def sign(self, message: bytes, ident: bytes = DEFAULT_ID) -> bytes:
        """Return the signature over a message, in DER."""
        ...

    def decrypt(self, ciphertext: bytes) -> bytes:
        """Open a ciphertext made to the public half."""
        ...


@dataclass(frozen=True, slots=True)
class PublicKey:
    """A point of the SM2 curve that is somebody's public key."""

    point: bytes

    def __post_init__(self) -> None:
        parse_point(self.point)

    def verify(self, message: bytes, signature: bytes, ident: bytes = DEFAULT_ID) -> bool:
        """Say whether a signature over a message is this key's; false for malformed bytes."""
        return backend().verify_digest(self.point, signed_digest(self, message, ident), signature)

    def encrypt(self, plaintext: bytes) -> bytes:
        """Encrypt some bytes to this key: C1 ‖ C3 ‖ C2 in DER.

        Raises:
            CiphertextRefused: there is nothing to encrypt.
        """
        if not plaintext:
            raise CiphertextRefused("SM2 cannot encrypt nothing")
        return backend().encrypt(self.point, plaintext)

    def to_spki(self) -> bytes:
        """Spell the key as SubjectPublicKeyInfo (DER)."""
        return der.sequence(_ALGORITHM, der.encode(der.BIT_STRING, b"\0" + self.point))

    @classmethod
    def from_spki(cls, encoded: bytes) -> PublicKey:
        """Read the key out of a SubjectPublicKeyInfo.

        Raises:
            KeyRefused: malformed, or a key of another kind or curve.
        """
        try:
            reader = der.Reader(encoded)
            inner = reader.sequence()
            reader.end()
            algorithm, point = inner.element(der.SEQUENCE).raw, inner.bits()
            inner.end()
        except DerRefused as error:
            raise KeyRefused(f"not a SubjectPublicKeyInfo: {error}") from error
        if algorithm != _ALGORITHM:
            raise KeyRefused("this public key is not on the SM2 curve")
        return cls(point)


@dataclass(frozen=True, slots=True)
class PrivateKey:
    """An SM2 private key held in memory; it never shows itself."""

    secret: bytes = field(repr=False)
    _public: PublicKey | None = field(default=None, init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        parse_scalar(self.secret)

    @classmethod
    def generate(cls) -> PrivateKey:
        """Draw a new key."""
        return cls(backend().generate())

    @property
    def public_key(self) -> PublicKey:
        """Return the public half, computed once."""
        if self._public is None:
            found = PublicKey(backend().public_point(self.secret))
            object.__setattr__(self, "_public", found)
            return found
        return self._public

    def sign(self, message: bytes, ident: bytes = DEFAULT_ID) -> bytes:
        """Return the signature over a message, in DER."""
        return backend().sign_digest(self.secret, signed_digest(self.public_key, message, ident))

    def decrypt(self, ciphertext: bytes) -> bytes:
        """Open a ciphertext made to the public half.

        Raises:
            CiphertextRefused: malformed, altered, or made to another key.
        """
        return backend().decrypt(self.secret, ciphertext)

    @classmethod
    def from_pkcs8(cls, encoded: bytes) -> PrivateKey:
        """Read the key out of an unencrypted PKCS#8 PrivateKeyInfo (DER).

        Raises:
            KeyRefused: malformed, or a key of another kind or curve.
        """
        try:
            outer = der.Reader(encoded).sequence()
            outer.integer()
            algorithm = outer.element(der.SEQUENCE).raw
            inner = der.Reader(outer.octets()).sequence()
            inner.integer()
            secret = inner.octets()
        except DerRefused as error:
            raise KeyRefused("not a PKCS#8 private key") from error
        if algorithm != _ALGORITHM:
            raise KeyRefused("this private key is not on the SM2 curve")
        return cls(secret)

    def to_pkcs8(self) -> bytes:
        """Spell the key as an unencrypted PKCS#8 PrivateKeyInfo (DER)."""
        inner = der.sequence(der.integer(1), der.encode(der.OCTET_STRING, self.secret))
        return der.sequence(der.integer(0), _ALGORITHM, der.encode(der.OCTET_STRING, inner))


def signed_digest(public: PublicKey, message: bytes, ident: bytes = DEFAULT_ID) -> bytes:
    """Return SM3(Z ‖ message), which is what SM2 signs (GB/T 32918.2 §5.5, §6.1).

    Raises:
        KeyRefused: the ID is longer than its length field can say.
    """
    return digest(_z(public.point, ident) + message, algorithm=Algorithm.SM3)


@functools.lru_cache(maxsize=1024)
def _z(point: bytes, ident: bytes) -> bytes:
    """Return the digest of who signs: its ID, the curve and its key."""
    if len(ident) > LONGEST_ID:
        raise KeyRefused(f"a signer's ID is at most {LONGEST_ID} bytes")
    curve = b"".join(each.to_bytes(SIZE, "big") for each in (A, B, GX, GY))
    spelt = (len(ident) * 8).to_bytes(2, "big") + ident + curve + point[1:]
    return digest(spelt, algorithm=Algorithm.SM3)


@functools.cache
def backend() -> Backend:
    """Return the back-end in use: the first known one that passes its self-test."""
    return backend_that_works(known_backends())


def known_backends() -> tuple[Callable[[], Backend], ...]:
    """Return the makers of the back-ends, best first."""
    return LibcryptoBackend, PureBackend


def backend_that_works(makers: Iterable[Callable[[], Backend]]) -> Backend:
    """Return the first back-end that can be made and passes the self-test.

    Raises:
        KeyRefused: none does.
    """
    for make in makers:
        try:
            made = make()
            if _passes(made):
                return made
        except TrustError:
            continue
    raise KeyRefused("no SM2 back-end passes its self-test on this machine")


# The pure back-end is the measure; its own measure is the standard's example, in the tests.
_TEST_KEY = bytes([0x11]) * SIZE
_TEST_DIGEST = bytes(range(32))


def _passes(made: Backend) -> bool:
    """Sign, verify and decrypt against known answers, and refuse what is wrong."""
    known = PureBackend()
    public = known.public_point(_TEST_KEY)
    signature = made.sign_digest(_TEST_KEY, _TEST_DIGEST)
    opened = made.decrypt(_TEST_KEY, known.encrypt(public, _TEST_DIGEST))
    sealed = known.decrypt(_TEST_KEY, made.encrypt(public, _TEST_DIGEST))
    return (
        hmac.compare_digest(made.public_point(_TEST_KEY), public)
        and known.verify_digest(public, _TEST_DIGEST, signature)
        and made.verify_digest(public, _TEST_DIGEST, signature)
        and not made.verify_digest(public, bytes(32), signature)
        # A key that comes again may be ready by then: that way of verifying is tried as well.
        and made.verify_digest(public, _TEST_DIGEST, signature)
        and not made.verify_digest(public, _TEST_DIGEST, signature + b"\0")
        and opened == sealed == _TEST_DIGEST
    )
