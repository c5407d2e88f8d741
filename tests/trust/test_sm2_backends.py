"""Which SM2 back-end is used, and that each keeps to its sums where they are odd."""

import pytest

from lucai_trust.errors import KeyRefused
from lucai_trust.gm import Backend, PrivateKey, backend_that_works, sm2, sm2_libcrypto, sm2_pure
from lucai_trust.gm.curve import GX, GY, Ciphertext, N, P, encode_point, parse_point
from lucai_trust.gm.sm2_libcrypto import LibcryptoBackend, LibcryptoMissing
from lucai_trust.gm.sm2_pure import PureBackend

KEY = PrivateKey(bytes(range(1, 33)))


class _AcceptsEverything(PureBackend):
    def verify_digest(self, *_: bytes) -> bool:
        return True


def _absent() -> Backend:
    raise LibcryptoMissing("not on this machine")


def test_the_first_back_end_that_passes_its_self_test_is_used() -> None:
    assert backend_that_works([LibcryptoBackend, PureBackend]).name == "libcrypto"
    assert backend_that_works([_absent, PureBackend]).name == "pure"
    assert type(backend_that_works([_AcceptsEverything, PureBackend])) is PureBackend
    with pytest.raises(KeyRefused, match="self-test"):
        backend_that_works([_absent])


def test_the_back_end_says_whether_it_keeps_its_time_to_itself() -> None:
    assert sm2.backend() is sm2.backend()
    assert LibcryptoBackend.hardened
    assert not PureBackend.hardened


def test_a_machine_without_libcrypto_is_told_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sm2_libcrypto, "_candidates", lambda: ["libno-such-thing.so.9"])
    with pytest.raises(LibcryptoMissing):
        LibcryptoBackend()


def test_an_old_libcrypto_is_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sm2_libcrypto, "_OLDEST", 0x7FFFFFFF)
    with pytest.raises(LibcryptoMissing):
        LibcryptoBackend()


def test_the_unversioned_library_is_never_loaded_on_macos(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sm2_libcrypto.sys, "platform", "darwin")
    assert all(any(sign.isdigit() for sign in name) for name in sm2_libcrypto._candidates())


def test_a_nonce_that_gives_nothing_is_drawn_again(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = iter([1, 2, 3, 4])
    monkeypatch.setattr(sm2_pure, "_fresh_nonce", lambda: next(drawn))
    point = parse_point(encode_point(GX, GY))
    # With the nonce 1 this digest gives r = 0.
    signed = (-GX % N).to_bytes(32, "big")
    signature = PureBackend().sign_digest(KEY.secret, signed)
    assert PureBackend().verify_digest(KEY.public_key.point, signed, signature)
    assert next(drawn) == 3
    monkeypatch.setattr(sm2_pure, "_mask", _blank_once(sm2_pure._mask))
    drawn = iter([1, 2])
    sealed = PureBackend().encrypt(encode_point(*point), b"x")
    assert Ciphertext.parse(sealed).point != (GX, GY)


def _blank_once(real: object) -> object:
    answers = iter([b"\0"])

    def mask(shared: tuple[int, int], size: int) -> bytes:
        return next(answers, None) or real(shared, size)

    return mask


def test_points_add_up_where_the_formula_has_gaps() -> None:
    base = (GX, GY, 1)
    opposite = (GX, P - GY, 1)
    assert sm2_pure._affine(sm2_pure._add(base, base)) == sm2_pure._affine(sm2_pure._double(base))
    assert sm2_pure._add(base, opposite)[2] == 0
    assert sm2_pure._times((GX, GY), N)[2] == 0


def test_libcrypto_draws_again_when_a_number_is_no_key(monkeypatch: pytest.MonkeyPatch) -> None:
    answers = iter([False, True])
    monkeypatch.setattr(sm2_libcrypto, "_is_scalar", lambda _: next(answers))
    assert len(LibcryptoBackend().generate()) == 32
    assert next(answers, None) is None


def test_a_number_out_of_range_is_no_scalar() -> None:
    assert sm2_libcrypto._is_scalar(bytes(31) + b"\1")
    assert not sm2_libcrypto._is_scalar(bytes(32))
