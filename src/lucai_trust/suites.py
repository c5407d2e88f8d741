"""The two suites a bid can be sealed with: national (GM1) and international (INTL1) algorithms.

GM1: SM2, SM3, SM4-128-GCM. INTL1: HPKE with X25519, Ed25519, SHA-256, AES-256-GCM.
Keys travel as bytes: an SM2 point uncompressed (65), an X25519 or Ed25519 key raw (32).
"""

from __future__ import annotations

import hmac
from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import ClassVar, Final, Protocol

from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hmac import HMAC
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM
from cryptography.hazmat.primitives.hpke import Suite as Hpke
from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand

from lucai_trust.digest import DIGEST_SIZE, Algorithm, digest
from lucai_trust.errors import CiphertextRefused, EnvelopeRefused, KeyRefused
from lucai_trust.gm.sm2 import PrivateKey, PublicKey, Sm2Key

NONCE_SIZE: Final = 12
TAG_SIZE: Final = 16
MARK_KEY_SIZE: Final = 16
Bytes = bytes | bytearray | memoryview
Decryptor = Callable[[bytes, Bytes], bytes]
Authenticator = Callable[[bytes, Bytes], bytes]


class Opener(Protocol):
    """A private key that opens wraps: in memory or in a device."""

    @property
    def public(self) -> bytes:
        """Return the public half, as the suite spells keys."""
        ...

    def unwrap(self, wrapped: bytes, context: bytes) -> bytes:
        """Open a wrap made for this key in this context, or raise ``CiphertextRefused``."""
        ...


class Signer(Protocol):
    """A private key that signs: in memory or in a device."""

    @property
    def public(self) -> bytes:
        """Return the public half, as the suite spells keys."""
        ...

    def sign(self, message: bytes) -> bytes:
        """Return the signature over a message."""
        ...


class Suite(ABC):
    """One set of algorithms; everything a sealed bid asks of cryptography."""

    name: ClassVar[str]
    algorithm: ClassVar[Algorithm]
    key_size: ClassVar[int]

    def digest(self, content: bytes) -> bytes:
        """Return the suite's hash of bytes."""
        return digest(content, algorithm=self.algorithm)

    def hasher(self) -> hashes.Hash:
        """Return a fresh hash to feed."""
        return hashes.Hash(self._hash())

    def hmac(self, key: bytes, message: bytes) -> bytes:
        """Return HMAC with the suite's hash."""
        mac = HMAC(key, self._hash())
        mac.update(message)
        return mac.finalize()

    def expand(self, key: bytes, label: bytes, size: int) -> bytes:
        """Return HKDF-Expand (RFC 5869 §2.3) with the suite's hash."""
        return HKDFExpand(self._hash(), size, label).derive(key)

    @abstractmethod
    def _hash(self) -> hashes.HashAlgorithm: ...

    @abstractmethod
    def encrypt(self, key: bytes, nonce: bytes, plaintext: Bytes) -> bytes:
        """Encrypt and authenticate; return ciphertext ‖ tag."""

    @abstractmethod
    def decrypt(self, key: bytes, nonce: bytes, ciphertext: Bytes) -> bytes:
        """Return the plaintext, or raise ``CiphertextRefused``."""

    def decryptor(self, key: bytes) -> Decryptor:
        """Return :meth:`decrypt` under one key: of a nonce and a ciphertext."""
        return partial(self.decrypt, key)

    @abstractmethod
    def authenticator(self, key: bytes) -> Authenticator:
        """Return GMAC under a key of 16 bytes: of a nonce and a content.

        A nonce serves one content under a key.
        """

    @abstractmethod
    def wrap(self, public: bytes, secret: bytes, context: bytes) -> bytes:
        """Encrypt a short secret to a public key, for one context only."""

    @abstractmethod
    def check_opener(self, public: bytes) -> None:
        """Raise ``KeyRefused`` unless these bytes are a public key to wrap to."""

    @abstractmethod
    def check_signer(self, public: bytes) -> None:
        """Raise ``KeyRefused`` unless these bytes are a public key that verifies."""

    @abstractmethod
    def verifies(self, public: bytes, message: bytes, signature: bytes) -> bool:
        """Say whether a signature over a message is this public key's."""

    @abstractmethod
    def opener(self, secret: bytes | None = None) -> Opener:
        """Return the opener of a private key of 32 bytes, or a new one."""

    @abstractmethod
    def signer(self, secret: bytes | None = None) -> Signer:
        """Return the signer of a private key of 32 bytes, or a new one."""


@dataclass(frozen=True, slots=True)
class Sm2Opener:
    """Opens GM1 wraps with an SM2 key, which may be a device's."""

    key: Sm2Key = field(repr=False)

    @property
    def public(self) -> bytes:
        """Return the point."""
        return self.key.public_key.point

    def unwrap(self, wrapped: bytes, context: bytes) -> bytes:
        """Open a wrap and see that it was made for this context."""
        opened = self.key.decrypt(wrapped)
        bound = digest(context, algorithm=Algorithm.SM3)
        if not hmac.compare_digest(opened[:DIGEST_SIZE], bound):
            raise CiphertextRefused("this wrap was made for another envelope or another place")
        return opened[DIGEST_SIZE:]


@dataclass(frozen=True, slots=True)
class Sm2Signer:
    """Signs with an SM2 key, which may be a device's."""

    key: Sm2Key = field(repr=False)

    @property
    def public(self) -> bytes:
        """Return the point."""
        return self.key.public_key.point

    def sign(self, message: bytes) -> bytes:
        """Sign with the default ID; return DER."""
        return self.key.sign(message)


class _Gm1(Suite):
    name = "GM1"
    algorithm = Algorithm.SM3
    key_size = 16

    def _hash(self) -> hashes.HashAlgorithm:
        return hashes.SM3()

    def encrypt(self, key: bytes, nonce: bytes, plaintext: Bytes) -> bytes:
        running = Cipher(algorithms.SM4(key), modes.GCM(nonce)).encryptor()
        return b"".join((running.update(plaintext), running.finalize(), running.tag))

    def decrypt(self, key: bytes, nonce: bytes, ciphertext: Bytes) -> bytes:
        view = memoryview(ciphertext)
        if len(view) < TAG_SIZE:
            raise CiphertextRefused("a ciphertext is at least as long as its tag")
        mode = modes.GCM(nonce, bytes(view[-TAG_SIZE:]))
        running = Cipher(algorithms.SM4(key), mode).decryptor()
        plaintext = running.update(view[:-TAG_SIZE])
        try:
            running.finalize()
        except InvalidTag as error:
            raise CiphertextRefused("a ciphertext does not open under its key") from error
        return plaintext

    def authenticator(self, key: bytes) -> Authenticator:
        def gmac(nonce: bytes, content: Bytes) -> bytes:
            running = Cipher(algorithms.SM4(key), modes.GCM(nonce)).encryptor()
            running.authenticate_additional_data(content)
            running.finalize()
            return running.tag

        return gmac

    def wrap(self, public: bytes, secret: bytes, context: bytes) -> bytes:
        # SM2 has no associated data: without this digest a wrap copied from one tender into
        # another that opens earlier would be opened for the thief.
        return PublicKey(public).encrypt(self.digest(context) + secret)

    def check_opener(self, public: bytes) -> None:
        PublicKey(public)

    def check_signer(self, public: bytes) -> None:
        PublicKey(public)

    def verifies(self, public: bytes, message: bytes, signature: bytes) -> bool:
        return PublicKey(public).verify(message, signature)

    def opener(self, secret: bytes | None = None) -> Sm2Opener:
        return Sm2Opener(PrivateKey.generate() if secret is None else PrivateKey(secret))

    def signer(self, secret: bytes | None = None) -> Sm2Signer:
        return Sm2Signer(PrivateKey.generate() if secret is None else PrivateKey(secret))


_HPKE = Hpke(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)


@dataclass(frozen=True, slots=True)
class X25519Opener:
    """Opens INTL1 wraps."""

    key: X25519PrivateKey = field(repr=False)

    @property
    def public(self) -> bytes:
        """Return the raw public key."""
        return self.key.public_key().public_bytes_raw()

    def unwrap(self, wrapped: bytes, context: bytes) -> bytes:
        """Open a wrap; HPKE's info binds it to the context."""
        try:
            return _HPKE.decrypt(wrapped, self.key, info=context)
        except (InvalidTag, ValueError) as error:
            raise CiphertextRefused("this wrap is altered or made for another") from error


@dataclass(frozen=True, slots=True)
class Ed25519Signer:
    """Signs with an Ed25519 key."""

    key: Ed25519PrivateKey = field(repr=False)

    @property
    def public(self) -> bytes:
        """Return the raw public key."""
        return self.key.public_key().public_bytes_raw()

    def sign(self, message: bytes) -> bytes:
        """Sign (RFC 8032)."""
        return self.key.sign(message)


class _Intl1(Suite):
    name = "INTL1"
    algorithm = Algorithm.SHA256
    key_size = 32

    def _hash(self) -> hashes.HashAlgorithm:
        return hashes.SHA256()

    def encrypt(self, key: bytes, nonce: bytes, plaintext: Bytes) -> bytes:
        return AESGCM(key).encrypt(nonce, plaintext, None)

    def decrypt(self, key: bytes, nonce: bytes, ciphertext: Bytes) -> bytes:
        return self.decryptor(key)(nonce, ciphertext)

    def decryptor(self, key: bytes) -> Decryptor:
        cipher = AESGCM(key)

        def decrypt(nonce: bytes, ciphertext: Bytes) -> bytes:
            try:
                return cipher.decrypt(nonce, ciphertext, None)
            except InvalidTag as error:
                raise CiphertextRefused("a ciphertext does not open under its key") from error

        return decrypt

    def authenticator(self, key: bytes) -> Authenticator:
        cipher = AESGCM(key)
        return lambda nonce, content: cipher.encrypt(nonce, b"", content)

    def wrap(self, public: bytes, secret: bytes, context: bytes) -> bytes:
        self.check_opener(public)
        return _HPKE.encrypt(secret, X25519PublicKey.from_public_bytes(public), info=context)

    def check_opener(self, public: bytes) -> None:
        _check_raw(public)

    def check_signer(self, public: bytes) -> None:
        _check_raw(public)

    def verifies(self, public: bytes, message: bytes, signature: bytes) -> bool:
        self.check_signer(public)
        try:
            Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
        except InvalidSignature:
            return False
        return True

    def opener(self, secret: bytes | None = None) -> X25519Opener:
        if secret is None:
            return X25519Opener(X25519PrivateKey.generate())
        return X25519Opener(X25519PrivateKey.from_private_bytes(_checked_secret(secret)))

    def signer(self, secret: bytes | None = None) -> Ed25519Signer:
        if secret is None:
            return Ed25519Signer(Ed25519PrivateKey.generate())
        return Ed25519Signer(Ed25519PrivateKey.from_private_bytes(_checked_secret(secret)))


GM1: Final[Suite] = _Gm1()
INTL1: Final[Suite] = _Intl1()
SUITES: Final = {suite.name: suite for suite in (GM1, INTL1)}


def suite_named(name: str) -> Suite:
    """Return a suite by the name written in policies and envelopes.

    Raises:
        EnvelopeRefused: no suite has this name.
    """
    if name not in SUITES:
        raise EnvelopeRefused(f"no suite is called {name!r}")
    return SUITES[name]


def _check_raw(public: bytes) -> None:
    if len(public) != 32:
        raise KeyRefused("an X25519 or Ed25519 key is 32 bytes")


def _checked_secret(secret: bytes) -> bytes:
    if len(secret) != 32:
        raise KeyRefused("a private key is 32 bytes")
    return secret
