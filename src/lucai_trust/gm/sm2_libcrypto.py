"""SM2 by the system's libcrypto (OpenSSL 3.0 or newer), called through ctypes.

OpenSSL's own SM2 takes care of time and memory; keys are handed over for one call and freed.
While it does its sums other threads run. Its dozen small calls around them do not let them: each
would have to wait again for its turn, and in a rush that takes longer than the sums.
"""

from __future__ import annotations

import ctypes
import ctypes.util
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache

from lucai_trust.errors import CiphertextRefused, DerRefused, KeyRefused, TrustError
from lucai_trust.gm.curve import (
    POINT_SIZE,
    SIZE,
    Ciphertext,
    parse_point,
    parse_scalar,
    parse_signature,
)
from lucai_trust.gm.sm2_tables import Multiples, knows_tables, verify

_NAMES = {
    "linux": ("libcrypto.so.4", "libcrypto.so.3"),
    # Never the unversioned name: macOS ends a process that loads it.
    "darwin": ("libcrypto.4.dylib", "libcrypto.3.dylib"),
    "win32": ("libcrypto-3-x64.dll", "libcrypto-3-arm64.dll", "libcrypto-3.dll"),
}
_OLDEST = 0x30000000
_SM2_CURVE = 1172  # NID_sm2 of OpenSSL's obj_mac.h
_PUBLIC, _KEYPAIR = 0x86, 0x87  # EVP_PKEY_PUBLIC_KEY, EVP_PKEY_KEYPAIR
_UNSIGNED, _UTF8, _OCTETS = 2, 4, 5  # OSSL_PARAM_UNSIGNED_INTEGER, _UTF8_STRING, _OCTET_STRING
_UNCOMPRESSED = 4
KEYS_HELD = 256
_Pointer = ctypes.c_void_p
_Size = ctypes.c_size_t
_Buffer = ctypes.c_char_p


class LibcryptoMissing(TrustError):
    """No libcrypto that knows SM2 is on this machine."""


class _Parameter(ctypes.Structure):
    _fields_ = (
        ("key", ctypes.c_char_p),
        ("kind", ctypes.c_uint),
        ("content", ctypes.c_void_p),
        ("size", ctypes.c_size_t),
        ("returned", ctypes.c_size_t),
    )


_SIGNATURES: dict[str, tuple[object, tuple[object, ...]]] = {
    "BN_bin2bn": (_Pointer, (_Buffer, ctypes.c_int, _Pointer)),
    "BN_clear_free": (None, (_Pointer,)),
    "BN_bn2binpad": (ctypes.c_int, (_Pointer, _Buffer, ctypes.c_int)),
    "BN_new": (_Pointer, ()),
    "BN_priv_rand_range": (ctypes.c_int, (_Pointer, _Pointer)),
    "EC_GROUP_free": (None, (_Pointer,)),
    "EC_GROUP_get0_order": (_Pointer, (_Pointer,)),
    "EC_GROUP_new_by_curve_name": (_Pointer, (ctypes.c_int,)),
    "EC_POINT_free": (None, (_Pointer,)),
    "EC_POINT_mul": (ctypes.c_int, (_Pointer,) * 6),
    "EC_POINT_new": (_Pointer, (_Pointer,)),
    "EC_POINT_point2oct": (
        _Size,
        (_Pointer, _Pointer, ctypes.c_int, _Buffer, _Size, _Pointer),
    ),
    "ERR_clear_error": (None, ()),
    "EVP_PKEY_CTX_free": (None, (_Pointer,)),
    "EVP_PKEY_CTX_new_from_name": (_Pointer, (_Pointer, _Buffer, _Pointer)),
    "EVP_PKEY_CTX_new_from_pkey": (_Pointer, (_Pointer, _Pointer, _Pointer)),
    "EVP_PKEY_decrypt": (ctypes.c_int, (_Pointer, _Buffer, _Pointer, _Buffer, _Size)),
    "EVP_PKEY_decrypt_init": (ctypes.c_int, (_Pointer,)),
    "EVP_PKEY_encrypt": (ctypes.c_int, (_Pointer, _Buffer, _Pointer, _Buffer, _Size)),
    "EVP_PKEY_encrypt_init": (ctypes.c_int, (_Pointer,)),
    "EVP_PKEY_free": (None, (_Pointer,)),
    "EVP_PKEY_fromdata": (ctypes.c_int, (_Pointer, _Pointer, ctypes.c_int, _Pointer)),
    "EVP_PKEY_fromdata_init": (ctypes.c_int, (_Pointer,)),
    "EVP_PKEY_sign": (ctypes.c_int, (_Pointer, _Buffer, _Pointer, _Buffer, _Size)),
    "EVP_PKEY_sign_init": (ctypes.c_int, (_Pointer,)),
    "EVP_PKEY_verify": (ctypes.c_int, (_Pointer, _Buffer, _Size, _Buffer, _Size)),
    "EVP_PKEY_verify_init": (ctypes.c_int, (_Pointer,)),
    "OPENSSL_cleanse": (None, (_Pointer, _Size)),
    "OpenSSL_version_num": (ctypes.c_ulong, ()),
}


class _Held:
    """A public key that libcrypto has ready; whoever uses it holds this, and the last one frees it.

    ``multiples`` are made once the key comes again: they cost as much as they save at one signature.
    """

    def __init__(self, library: ctypes.CDLL, key: int) -> None:
        self._free, self.key = library.EVP_PKEY_free, key
        self.is_known = False
        self.multiples: Multiples | None = None

    def __del__(self) -> None:
        self._free(self.key)


def load(kind: type[ctypes.CDLL] = ctypes.CDLL) -> ctypes.CDLL:
    """Load the first libcrypto that is new enough.

    Args:
        kind: ``CDLL`` lets other threads run during a call, ``PyDLL`` does not.

    Raises:
        LibcryptoMissing: none is, or it was built without what SM2 needs.
    """
    for name in _candidates():
        try:
            return _described(kind(name))
        except (OSError, AttributeError):
            continue
    raise LibcryptoMissing("no libcrypto 3.0 or newer was found")


class LibcryptoBackend:
    """SM2 by OpenSSL."""

    name = "libcrypto"
    hardened = True

    def __init__(self) -> None:
        self._lib, self._long = load(ctypes.PyDLL), load(ctypes.CDLL)
        # The same few organisations sign most of what comes: their keys are made ready once.
        self._held = lru_cache(maxsize=KEYS_HELD)(self._made)
        self._base = Multiples(self._lib) if knows_tables(self._lib) else None

    def generate(self) -> bytes:
        """Draw a private key."""
        with self._group() as group, self._number() as drawn:
            order = self._lib.EC_GROUP_get0_order(group)
            while True:
                self._need(self._lib.BN_priv_rand_range(drawn, order))
                secret = ctypes.create_string_buffer(SIZE)
                self._need(self._lib.BN_bn2binpad(drawn, secret, SIZE))
                if _is_scalar(secret.raw):
                    return secret.raw

    def public_point(self, private: bytes) -> bytes:
        """Return the public point of a private key."""
        parse_scalar(private)
        with self._group() as group, self._number(private) as scalar, self._point(group) as point:
            self._need(self._long.EC_POINT_mul(group, point, scalar, None, None, None))
            out = ctypes.create_string_buffer(POINT_SIZE)
            self._need(
                self._lib.EC_POINT_point2oct(group, point, _UNCOMPRESSED, out, POINT_SIZE, None)
            )
            return out.raw

    def sign_digest(self, private: bytes, signed: bytes) -> bytes:
        """Sign the digest of Z ‖ message; return DER."""
        with self._key(private=private) as key, self._context(key) as context:
            self._need(self._lib.EVP_PKEY_sign_init(context))
            return self._produced("EVP_PKEY_sign", context, signed)

    def verify_digest(self, public: bytes, signed: bytes, signature: bytes) -> bool:
        """Say whether a DER signature over a digest is this key's."""
        try:
            parse_signature(signature)
            parse_point(public)
        except (DerRefused, KeyRefused):
            return False
        held = self._held(public)
        if self._base and (multiples := self._multiples_of(held, public)):
            return verify(self._base, multiples, signed, signature)
        with self._context(held.key) as context:
            self._need(self._lib.EVP_PKEY_verify_init(context))
            answer: int = self._long.EVP_PKEY_verify(
                context, signature, len(signature), signed, len(signed)
            )
            self._lib.ERR_clear_error()
            return answer == 1

    def encrypt(self, public: bytes, plaintext: bytes) -> bytes:
        """Encrypt to a public key; return C1 ‖ C3 ‖ C2 in DER."""
        parse_point(public)
        with self._key(public) as key, self._context(key) as context:
            self._need(self._lib.EVP_PKEY_encrypt_init(context))
            return self._produced("EVP_PKEY_encrypt", context, plaintext)

    def decrypt(self, private: bytes, ciphertext: bytes) -> bytes:
        """Open a ciphertext made by ``encrypt``."""
        Ciphertext.parse(ciphertext)
        with self._key(private=private) as key, self._context(key) as context:
            self._need(self._lib.EVP_PKEY_decrypt_init(context))
            try:
                return self._produced("EVP_PKEY_decrypt", context, ciphertext)
            except KeyRefused as error:
                raise CiphertextRefused(
                    "this SM2 ciphertext is altered or meant for another key"
                ) from error

    def _produced(self, step: str, context: int, content: bytes) -> bytes:
        size = _Size()
        measure, produce = getattr(self._lib, step), getattr(self._long, step)
        self._need(measure(context, None, ctypes.byref(size), content, len(content)))
        out = ctypes.create_string_buffer(size.value)
        try:
            self._need(produce(context, out, ctypes.byref(size), content, len(content)))
            return out.raw[: size.value]
        finally:
            self._lib.OPENSSL_cleanse(out, len(out))

    def _multiples_of(self, held: _Held, public: bytes) -> Multiples | None:
        """Return the key's table, made when it is met for the second time."""
        if held.is_known and not held.multiples:
            held.multiples = Multiples(self._lib, public)
        held.is_known = True
        return held.multiples

    def _made(self, public: bytes) -> _Held:
        return _Held(self._lib, self._new_key([(b"pub", _OCTETS, public)], _PUBLIC))

    @contextmanager
    def _key(self, public: bytes = b"", private: bytes | None = None) -> Iterator[int]:
        chosen = [(b"pub", _OCTETS, public)] if public else []
        if private is not None:
            parse_scalar(private)
            # OSSL_PARAM spells whole numbers in the machine's own byte order.
            native = private[::-1] if sys.byteorder == "little" else private
            chosen.append((b"priv", _UNSIGNED, native))
        key = self._new_key(chosen, _PUBLIC if private is None else _KEYPAIR)
        try:
            yield key
        finally:
            self._lib.EVP_PKEY_free(key)

    def _new_key(self, chosen: list[tuple[bytes, int, bytes]], selection: int) -> int:
        making = self._lib.EVP_PKEY_CTX_new_from_name(None, b"SM2", None)
        key = _Pointer()
        try:
            self._need(making and self._lib.EVP_PKEY_fromdata_init(making))
            asked = _parameters([(b"group", _UTF8, b"SM2"), *chosen])
            self._need(self._lib.EVP_PKEY_fromdata(making, ctypes.byref(key), selection, asked))
            return key.value or 0
        finally:
            self._lib.EVP_PKEY_CTX_free(making)

    @contextmanager
    def _context(self, key: int) -> Iterator[int]:
        context: int = self._lib.EVP_PKEY_CTX_new_from_pkey(None, key, None)
        try:
            yield context
        finally:
            self._lib.EVP_PKEY_CTX_free(context)

    @contextmanager
    def _group(self) -> Iterator[int]:
        group: int = self._lib.EC_GROUP_new_by_curve_name(_SM2_CURVE)
        self._need(group)
        try:
            yield group
        finally:
            self._lib.EC_GROUP_free(group)

    @contextmanager
    def _point(self, group: int) -> Iterator[int]:
        point: int = self._lib.EC_POINT_new(group)
        try:
            yield point
        finally:
            self._lib.EC_POINT_free(point)

    @contextmanager
    def _number(self, encoded: bytes | None = None) -> Iterator[int]:
        number: int = (
            self._lib.BN_new()
            if encoded is None
            else self._lib.BN_bin2bn(encoded, len(encoded), None)
        )
        try:
            yield number
        finally:
            self._lib.BN_clear_free(number)

    def _need(self, answer: int | None) -> None:
        if answer is None or answer <= 0:
            self._lib.ERR_clear_error()
            raise KeyRefused("libcrypto refused this SM2 operation")


def _candidates() -> list[str]:
    named = _NAMES.get(sys.platform, _NAMES["linux"])
    found = None if sys.platform == "darwin" else ctypes.util.find_library("crypto")
    return [*named, *([found] if found else [])]


def _described(library: ctypes.CDLL) -> ctypes.CDLL:
    for name, (answer, arguments) in _SIGNATURES.items():
        function = getattr(library, name)
        function.restype, function.argtypes = answer, arguments
    if library.OpenSSL_version_num() < _OLDEST:
        raise OSError("this libcrypto is older than 3.0")
    return library


def _parameters(chosen: list[tuple[bytes, int, bytes]]) -> ctypes.Array[_Parameter]:
    table = (_Parameter * (len(chosen) + 1))()
    for slot, (key, kind, content) in zip(table, chosen, strict=False):
        kept = ctypes.create_string_buffer(content, len(content))
        slot.key, slot.kind, slot.size = key, kind, len(content)
        slot.content = ctypes.cast(kept, ctypes.c_void_p)
    return table


def _is_scalar(private: bytes) -> bool:
    try:
        parse_scalar(private)
    except KeyRefused:
        return False
    return True
