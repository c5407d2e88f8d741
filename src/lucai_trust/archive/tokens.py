"""RFC 3161 timestamp tokens in plain Python: ECDSA on P-256 with SHA-256, SM2 with SM3.

Every archive package carries it inside its ``verify/verify.py``.
"""

from __future__ import annotations

import hashlib
from typing import Any, NamedTuple

SHA256_OID, SM3_OID = bytes.fromhex("608648016503040201"), bytes.fromhex("2a811ccf55018311")
DIGESTS = {SHA256_OID: "sha256", SM3_OID: "sm3"}
MESSAGE_DIGEST_OID = bytes.fromhex("2a864886f70d010904")
ID = b"1234567812345678"


class Curve(NamedTuple):
    """A short Weierstrass curve: field, coefficients, order, base point."""

    p: int
    a: int
    b: int
    n: int
    base: tuple[int, int]


P256 = Curve(
    0xFFFFFFFF00000001000000000000000000000000FFFFFFFFFFFFFFFFFFFFFFFF,
    0xFFFFFFFF00000001000000000000000000000000FFFFFFFFFFFFFFFFFFFFFFFC,
    0x5AC635D8AA3A93E7B3EBBD55769886BC651D06B0CC53B0F63BCE3C3E27D2604B,
    0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551,
    (
        0x6B17D1F2E12C4247F8BCE6E563A440F277037D812DEB33A0F4A13945D898C296,
        0x4FE342E2FE1A7F9B8EE7EB4A7C0F9E162BCE33576B315ECECBB6406837BF51F5,
    ),
)
SM2 = Curve(
    0xFFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF00000000FFFFFFFFFFFFFFFF,
    0xFFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF00000000FFFFFFFFFFFFFFFC,
    0x28E9FA9E9D9F5E344D5A9E4BCF6509A7F39789F515AB8F92DDBCBD414D940E93,
    0xFFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFF7203DF6B21C6052B53BBF40939D54123,
    (
        0x32C4AE2C1F1981195F9904466A39C9948FE30BBFF2660BE1715A4589334C74C7,
        0xBC3736A2F4F6779C59BDCEE36B692153D0A9877CC62A474002DF32E52139F0A0,
    ),
)


class Stamp(NamedTuple):
    """A token read: when, until when its authority's certificate ends, and what is wrong.

    ``at`` and ``until`` are ASN.1 times as written, ``20260701093000Z``; ``authority`` is the
    SHA-256 of the certificate.
    """

    at: str
    until: str
    authority: str
    problems: tuple[str, ...]


def stamp_of(token: bytes, covered: bytes) -> Stamp:
    """Read a token and see whether it was given for these bytes.

    Raises:
        ValueError, IndexError, KeyError: it is no token.
    """
    signed = _parts(_parts(_parts(_body(token))[1].content)[0].content)
    info_bytes = _parts(_parts(signed[2].content)[1].content)[0].content
    info = _parts(_body(info_bytes))
    imprint = _parts(info[2].content)
    name = DIGESTS[_parts(imprint[0].content)[0].content]
    certificate = _parts(signed[3].content)[0]
    fields = [part for part in _parts(_parts(certificate.content)[0].content) if part.tag != 0xA0]
    until = _parts(fields[3].content)[1]
    at, ends = info[4].content.decode(), _full_year(until.tag, until.content.decode())
    authority = hashlib.sha256(certificate.whole).hexdigest()
    problems = []
    if _hash(name, covered) != imprint[1].content:
        problems.append("不是为这份清单加盖的")
    if not _is_signed(_parts(signed[-1].content)[0], info_bytes, fields[5].content, name):
        problems.append("签名无效")
    return Stamp(at, ends, authority, tuple(problems))


def stamps_over(
    sealed: bytes, renewals: list[dict[str, bytes]]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Read the tokens of each renewal in turn; return what is wrong, and what each says."""
    covered = sealed
    wrong: list[str] = []
    notes: list[str] = []
    for tokens in renewals:
        wrong += _lacking(tokens)
        for name in sorted(tokens):
            try:
                stamp = stamp_of(tokens[name], covered)
            except (ValueError, IndexError, KeyError):
                wrong.append(f"{name}：不是时间戳")
                continue
            wrong += [f"{name}：{problem}" for problem in stamp.problems]
            until = f"证书有效至 {_day(stamp.until)}"
            said = f"{_day(stamp.at)}，{until}，证书指纹 {stamp.authority[:16]}"
            notes.append(f"{name} {said}")
        covered += b"".join(tokens[name] for name in sorted(tokens))
    return tuple(wrong), tuple(notes)


def _lacking(tokens: dict[str, bytes]) -> list[str]:
    """Name the token that is gone: each time one by SHA-256 and one by SM3 is given."""
    place = next(iter(tokens)).rpartition("/")[0]
    told = {name.rpartition("/")[2] for name in tokens}
    return [f"{place}/{name}：缺少" for name in ("sha256.tst", "sm3.tst") if name not in told]


def _day(text: str) -> str:
    return f"{text[:4]}-{text[4:6]}-{text[6:8]}"


class _Part(NamedTuple):
    tag: int
    content: bytes
    whole: bytes


def _parts(data: bytes) -> list[_Part]:
    """Split DER into the elements that lie side by side in it."""
    found, at = [], 0
    while at < len(data):
        size, start = data[at + 1], at + 2
        if size & 0x80:
            start += size & 0x7F
            size = int.from_bytes(data[at + 2 : start], "big")
        if start + size > len(data):
            raise ValueError("DER ends too early")
        found.append(_Part(data[at], data[start : start + size], data[at : start + size]))
        at = start + size
    return found


def _body(data: bytes) -> bytes:
    return _parts(data)[0].content


def _full_year(tag: int, text: str) -> str:
    """Give a UTCTime its century (RFC 5280 §4.1.2.5.1)."""
    return text if tag != 0x17 else ("20" if text < "50" else "19") + text


def _is_signed(signer: _Part, info: bytes, spki: bytes, name: str) -> bool:
    parts = _parts(signer.content)
    attributes = next(part for part in parts if part.tag == 0xA0)
    told = [
        _parts(pair[1].content)[0].content
        for pair in map(_parts, (one.content for one in _parts(attributes.content)))
        if pair[0].content == MESSAGE_DIGEST_OID
    ]
    if told != [_hash(name, info)]:
        return False
    point = _parts(spki)[1].content[2:]
    key = int.from_bytes(point[:32], "big"), int.from_bytes(point[32:], "big")
    r, s = (int.from_bytes(one.content, "big") for one in _parts(_body(parts[-1].content)))
    message = b"\x31" + attributes.whole[1:]
    return _sm2(key, message, r, s) if name == "sm3" else _ecdsa(key, message, r, s)


def _ecdsa(key: tuple[int, int], message: bytes, r: int, s: int) -> bool:
    """Check an ECDSA signature on P-256 (FIPS 186-5 §6.4.2)."""
    n = P256.n
    if not (0 < r < n and 0 < s < n and _on(P256, key)):
        return False
    e, w = int.from_bytes(hashlib.sha256(message).digest(), "big"), pow(s, n - 2, n)
    found = _sum(P256, _multiple(P256, e * w % n, P256.base), _multiple(P256, r * w % n, key))
    return found is not None and found[0] % n == r


def _sm2(key: tuple[int, int], message: bytes, r: int, s: int) -> bool:
    """Check an SM2 signature (GB/T 32918.2 §7)."""
    n, t = SM2.n, (r + s) % SM2.n
    if not (0 < r < n and 0 < s < n and t and _on(SM2, key)):
        return False
    named = (SM2.a, SM2.b, *SM2.base, *key)
    head = (len(ID) * 8).to_bytes(2, "big") + ID + b"".join(v.to_bytes(32, "big") for v in named)
    digest = _hash("sm3", _hash("sm3", head) + message)
    found = _sum(SM2, _multiple(SM2, s, SM2.base), _multiple(SM2, t, key))
    return found is not None and (int.from_bytes(digest, "big") + found[0]) % n == r


def _on(curve: Curve, point: tuple[int, int]) -> bool:
    x, y = point
    return (y * y - (x * x * x + curve.a * x + curve.b)) % curve.p == 0


def _sum(curve: Curve, left: Any, right: Any) -> Any:
    if left is None or right is None:
        return right if left is None else left
    (x1, y1), (x2, y2), p = left, right, curve.p
    if x1 == x2 and (y1 + y2) % p == 0:
        return None
    if left == right:
        slope = (3 * x1 * x1 + curve.a) * pow(2 * y1, p - 2, p) % p
    else:
        slope = (y2 - y1) * pow(x2 - x1, p - 2, p) % p
    x = (slope * slope - x1 - x2) % p
    return x, (slope * (x1 - x) - y1) % p


def _multiple(curve: Curve, number: int, point: tuple[int, int]) -> Any:
    """Return a multiple of a point, in Jacobian coordinates on the way: they divide only once."""
    total = (1, 1, 0)
    for bit in f"{number:b}":
        total = _doubled(curve, total)
        if bit == "1":
            total = _plus(curve, total, point)
    x, y, z = total
    if not z:
        return None
    over = pow(z, -1, curve.p)
    return x * over * over % curve.p, y * over * over * over % curve.p


def _doubled(curve: Curve, point: tuple[int, int, int]) -> tuple[int, int, int]:
    (x, y, z), p = point, curve.p
    yy, zz = y * y % p, z * z % p
    s, m = 4 * x * yy % p, (3 * x * x + curve.a * zz * zz) % p
    new = (m * m - 2 * s) % p
    return new, (m * (s - new) - 8 * yy * yy) % p, 2 * y * z % p


def _plus(
    curve: Curve, point: tuple[int, int, int], other: tuple[int, int]
) -> tuple[int, int, int]:
    (x, y, z), p = point, curve.p
    if not z:
        return *other, 1
    zz = z * z % p
    h, r = (other[0] * zz - x) % p, (other[1] * zz * z - y) % p
    if not h:
        return (1, 1, 0) if r else _doubled(curve, point)
    hh = h * h % p
    hhh, q = h * hh % p, x * hh % p
    new = (r * r - hhh - 2 * q) % p
    return new, (r * (q - new) - y * hhh) % p, z * h % p


def _hash(name: str, data: bytes) -> bytes:
    """Hash by the machine's library, or by this file where the machine has no SM3."""
    try:
        return hashlib.new(name, data).digest()
    except ValueError:
        return sm3(data)


START = (
    0x7380166F, 0x4914B2B9, 0x172442D7, 0xDA8A0600, 0xA96F30BC, 0x163138AA, 0xE38DEE4D, 0xB0FB0E4E,
)  # fmt: skip
WORD = 0xFFFFFFFF


def sm3(data: bytes) -> bytes:
    """Return the SM3 digest (GB/T 32905), in plain Python: for the few bytes that tokens cover."""
    padded = data + b"\x80" + b"\0" * (-(len(data) + 9) % 64) + (len(data) * 8).to_bytes(8, "big")
    state: tuple[int, ...] = START
    for at in range(0, len(padded), 64):
        state = _block(state, padded[at : at + 64])
    return b"".join(word.to_bytes(4, "big") for word in state)


def _block(state: tuple[int, ...], block: bytes) -> tuple[int, ...]:
    w = [int.from_bytes(block[at : at + 4], "big") for at in range(0, 64, 4)]
    for j in range(16, 68):
        x = w[j - 16] ^ w[j - 9] ^ _left(w[j - 3], 15)
        w.append(x ^ _left(x, 15) ^ _left(x, 23) ^ _left(w[j - 13], 7) ^ w[j - 6])
    a, b, c, d, e, f, g, h = state
    for j in range(64):
        constant = _left(0x79CC4519 if j < 16 else 0x7A879D8A, j % 32)
        first = _left((_left(a, 12) + e + constant) & WORD, 7)
        second = first ^ _left(a, 12)
        ff = a ^ b ^ c if j < 16 else (a & b) | (a & c) | (b & c)
        gg = e ^ f ^ g if j < 16 else (e & f) | (~e & WORD & g)
        one = (ff + d + second + (w[j] ^ w[j + 4])) & WORD
        two = (gg + h + first + w[j]) & WORD
        a, b, c, d = one, a, _left(b, 9), c
        e, f, g, h = two ^ _left(two, 9) ^ _left(two, 17), e, _left(f, 19), g
    words = (a, b, c, d, e, f, g, h)
    return tuple(old ^ new for old, new in zip(state, words))  # noqa: B905 - Python 3.8


def _left(word: int, by: int) -> int:
    return ((word << by) | (word >> (32 - by))) & WORD if by else word
