"""SM2 of other hands agrees with ours in both directions: OpenSSL's, GmSSL's and gmalg's.

OpenSSL's is one of the product's own providers as well; the other two are here for tests alone.
"""

import platform

import gmalg
import pytest

from lucai_trust.gm import Backend, PrivateKey, signed_digest
from lucai_trust.gm.curve import POINT_SIZE, Ciphertext, encode_signature, parse_signature
from lucai_trust.gm.sm2 import DEFAULT_ID
from lucai_trust.gm.sm2_libcrypto import LibcryptoBackend
from lucai_trust.gm.sm2_pure import PureBackend

# GmSSL's package has wheels for these alone.
HAS_GMSSL = platform.machine() in {"x86_64", "AMD64", "aarch64", "arm64"}
DEEP = 5_000


def cross_openssl(count: int) -> None:
    """Sign and verify across, both ways: two signatures for each count."""
    pure, system = PureBackend(), LibcryptoBackend()
    for _ in range(count):
        secret = system.generate()
        point, signed = pure.public_point(secret), system.generate()
        assert point == system.public_point(secret)
        assert pure.verify_digest(point, signed, system.sign_digest(secret, signed))
        assert system.verify_digest(point, signed, pure.sign_digest(secret, signed))


def cross_gmssl(count: int, made: Backend) -> None:
    """Sign and verify across, both ways, as GmSSL spells signatures: r and s of 32 bytes each."""
    import gmssl_fast

    for number in range(count):
        key = PrivateKey(made.generate())
        public, message = key.public_key, number.to_bytes(4, "big") * (number % 60)
        theirs = gmssl_fast.SM2(key.secret.hex(), public.point.hex())
        signed = signed_digest(public, message)
        value = theirs.sign(message)
        spelt = encode_signature(
            int.from_bytes(value[:32], "big"), int.from_bytes(value[32:], "big")
        )
        assert made.verify_digest(public.point, signed, spelt)
        r, s = parse_signature(made.sign_digest(key.secret, signed))
        assert theirs.verify(message, r.to_bytes(32, "big") + s.to_bytes(32, "big"))


def cross_gmalg(count: int, made: Backend) -> None:
    """Sign and verify across, both ways, as gmalg spells signatures: r and s of 32 bytes each."""
    for number in range(count):
        key = PrivateKey(made.generate())
        public, message = key.public_key, number.to_bytes(4, "big") * (number % 60)
        theirs = gmalg.SM2(key.secret, DEFAULT_ID, public.point)
        signed = signed_digest(public, message)
        first, second = (int.from_bytes(half, "big") for half in theirs.sign(message))
        assert made.verify_digest(public.point, signed, encode_signature(first, second))
        r, s = parse_signature(made.sign_digest(key.secret, signed))
        assert theirs.verify(message, r.to_bytes(32, "big"), s.to_bytes(32, "big"))


def test_openssl_and_ours_accept_each_other() -> None:
    cross_openssl(50)


def test_gmssl_and_ours_accept_each_other(each_backend: Backend) -> None:
    if HAS_GMSSL:
        cross_gmssl(25, each_backend)


def test_gmssl_and_ours_open_what_the_other_sealed(each_backend: Backend) -> None:
    if not HAS_GMSSL:
        return
    import gmssl_fast

    key = PrivateKey.generate()
    theirs = gmssl_fast.SM2(key.secret.hex(), key.public_key.point.hex())
    for size in (1, 31, 32, 33, 96, 255):
        plaintext = bytes(range(size))
        sealed = theirs.encrypt(plaintext)
        point, check, masked = sealed[:64], sealed[64:96], sealed[96:]
        x, y = (int.from_bytes(half, "big") for half in (point[:32], point[32:]))
        assert key.decrypt(Ciphertext((x, y), check, masked).encode()) == plaintext
        ours = Ciphertext.parse(key.public_key.encrypt(plaintext))
        raw = b"".join(each.to_bytes(32, "big") for each in ours.point) + ours.check + ours.masked
        assert theirs.decrypt(raw) == plaintext
    assert len(key.public_key.point) == POINT_SIZE


def test_gmalg_and_ours_accept_each_other(each_backend: Backend) -> None:
    cross_gmalg(5, each_backend)


def test_gmalg_refuses_what_ours_refuses() -> None:
    key = PrivateKey.generate()
    theirs = gmalg.SM2(key.secret, DEFAULT_ID, key.public_key.point)
    first, second = theirs.sign(b"one")
    assert theirs.verify(b"one", first, second)
    assert not theirs.verify(b"another", first, second)
    value = encode_signature(int.from_bytes(first, "big"), int.from_bytes(second, "big"))
    assert key.public_key.verify(b"one", value)
    assert not key.public_key.verify(b"another", value)


@pytest.mark.deep
def test_ten_thousand_signatures_cross_over_to_gmalg() -> None:
    cross_gmalg(DEEP, PureBackend())


@pytest.mark.deep
def test_ten_thousand_signatures_cross_over_to_openssl() -> None:
    cross_openssl(DEEP)


@pytest.mark.deep
def test_ten_thousand_signatures_cross_over_to_gmssl() -> None:
    if HAS_GMSSL:
        cross_gmssl(DEEP, PureBackend())
