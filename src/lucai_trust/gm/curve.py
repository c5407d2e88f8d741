"""The recommended curve of GB/T 32918.5 and the encodings every back-end shares (GM/T 0009)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from lucai_trust.errors import CiphertextRefused, DerRefused, KeyRefused
from lucai_trust.gm import der

P = 0xFFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF00000000FFFFFFFFFFFFFFFF
A = P - 3
B = 0x28E9FA9E9D9F5E344D5A9E4BCF6509A7F39789F515AB8F92DDBCBD414D940E93
N = 0xFFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFF7203DF6B21C6052B53BBF40939D54123
GX = 0x32C4AE2C1F1981195F9904466A39C9948FE30BBFF2660BE1715A4589334C74C7
GY = 0xBC3736A2F4F6779C59BDCEE36B692153D0A9877CC62A474002DF32E52139F0A0
SIZE = 32
POINT_SIZE = 1 + 2 * SIZE
DIGEST_SIZE = 32


def encode_point(x: int, y: int) -> bytes:
    """Spell a point uncompressed: 04, x, y."""
    return b"\x04" + x.to_bytes(SIZE, "big") + y.to_bytes(SIZE, "big")


@lru_cache(maxsize=1024)
def parse_point(encoded: bytes) -> tuple[int, int]:
    """Read an uncompressed point of the curve.

    Raises:
        KeyRefused: compressed, at infinity, of another length, or not on the curve.
    """
    if len(encoded) != POINT_SIZE or encoded[0] != 0x04:
        raise KeyRefused("an SM2 point is 65 bytes, uncompressed")
    x, y = int.from_bytes(encoded[1:33], "big"), int.from_bytes(encoded[33:], "big")
    if x >= P or y >= P or (y * y - (x * x + A) * x - B) % P:
        raise KeyRefused("this point is not on the SM2 curve")
    return x, y


def parse_scalar(private: bytes) -> int:
    """Read a private key: 32 bytes, from 1 to n - 2.

    Raises:
        KeyRefused: of another length or out of range.
    """
    value = int.from_bytes(private, "big")
    # n - 1 is out: signing divides by 1 + d (GB/T 32918.2 §6.1).
    if len(private) != SIZE or not 1 <= value <= N - 2:
        raise KeyRefused("an SM2 private key is 32 bytes, from 1 to n - 2")
    return value


def encode_signature(r: int, s: int) -> bytes:
    """Spell a signature (GM/T 0009 §7.3)."""
    return der.sequence(der.integer(r), der.integer(s))


def parse_signature(encoded: bytes) -> tuple[int, int]:
    """Read a signature: minimal DER, nothing behind it, r and s from 1 to n - 1.

    Raises:
        DerRefused: any other bytes.
    """
    outer = der.Reader(encoded)
    inner = outer.sequence()
    outer.end()
    r, s = inner.integer(), inner.integer()
    inner.end()
    if not (1 <= r < N and 1 <= s < N):
        raise DerRefused("r and s of an SM2 signature lie between 1 and n - 1")
    return r, s


@dataclass(frozen=True, slots=True)
class Ciphertext:
    """An SM2 ciphertext C1 ‖ C3 ‖ C2 (GM/T 0009 §7.2): a point, a check, the masked text."""

    point: tuple[int, int]
    check: bytes
    masked: bytes

    def encode(self) -> bytes:
        """Spell it in DER."""
        x, y = self.point
        return der.sequence(
            der.integer(x),
            der.integer(y),
            der.encode(der.OCTET_STRING, self.check),
            der.encode(der.OCTET_STRING, self.masked),
        )

    @classmethod
    def parse(cls, encoded: bytes) -> Ciphertext:
        """Read it strictly.

        Raises:
            CiphertextRefused: not minimal DER, a point off the curve, a check of another
                length, or nothing encrypted.
        """
        try:
            return cls._parse(encoded)
        except (DerRefused, KeyRefused) as error:
            raise CiphertextRefused(f"not an SM2 ciphertext: {error}") from error

    @classmethod
    def _parse(cls, encoded: bytes) -> Ciphertext:
        outer = der.Reader(encoded)
        inner = outer.sequence()
        outer.end()
        x, y = inner.integer(), inner.integer()
        check, masked = inner.octets(), inner.octets()
        inner.end()
        if x >= P or y >= P:
            raise KeyRefused("a coordinate is larger than the field")
        point = parse_point(encode_point(x, y))
        if len(check) != DIGEST_SIZE or not masked:
            raise DerRefused("the check is 32 bytes and something is encrypted")
        return cls(point, check, masked)
