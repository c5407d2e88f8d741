"""SM2 verification by libcrypto with multiples of a key made ready: for keys that sign again and again.

OpenSSL's own SM2 starts from nothing at each signature. Here the base point and the key each have
a table of their multiples, and a signature costs two short walks through them: a third of the time.
Verification handles nothing secret, so its run time may depend on what is verified.

The tables are OpenSSL's own, by functions that it calls deprecated; a libcrypto without them
verifies as it always did.
"""

from __future__ import annotations

import ctypes

from lucai_trust.errors import KeyRefused
from lucai_trust.gm.curve import POINT_SIZE, SIZE, N, parse_signature

_SM2_CURVE = 1172  # NID_sm2 of OpenSSL's obj_mac.h
_Pointer = ctypes.c_void_p
_Answer = ctypes.c_int
_SIGNATURES: dict[str, tuple[object, tuple[object, ...]]] = {
    "EC_GROUP_get0_cofactor": (_Pointer, (_Pointer,)),
    "EC_GROUP_get0_generator": (_Pointer, (_Pointer,)),
    "EC_GROUP_precompute_mult": (_Answer, (_Pointer, _Pointer)),
    "EC_GROUP_set_generator": (_Answer, (_Pointer,) * 4),
    "EC_POINT_add": (_Answer, (_Pointer,) * 5),
    "EC_POINT_get_affine_coordinates": (_Answer, (_Pointer,) * 5),
    "EC_POINT_oct2point": (
        _Answer,
        (_Pointer, _Pointer, ctypes.c_char_p, ctypes.c_size_t, _Pointer),
    ),
}


def knows_tables(library: ctypes.CDLL) -> bool:
    """Describe what the tables need of a libcrypto; say whether it has all of it."""
    try:
        for name, (answer, arguments) in _SIGNATURES.items():
            function = getattr(library, name)
            function.restype, function.argtypes = answer, arguments
    except AttributeError:
        return False
    return True


class Multiples:
    """A table of the multiples of a point: of the curve's base point, or of somebody's key."""

    def __init__(self, library: ctypes.CDLL, point: bytes = b"") -> None:
        """Make the table; no other thread need run meanwhile: a walk is soon over."""
        self._lib = library
        self.group = library.EC_GROUP_new_by_curve_name(_SM2_CURVE)
        self._free = library.EC_GROUP_free
        is_ready = self._start_at(point) if point else 1
        if is_ready != 1 or library.EC_GROUP_precompute_mult(self.group, None) != 1:
            raise KeyRefused("libcrypto made no table of this key")

    def __del__(self) -> None:
        self._free(self.group)

    def times(self, scalar: int, result: int) -> None:
        """Put a multiple of the point into ``result``.

        Asked for one product alone libcrypto takes the slow way of private numbers; so it is asked
        for a sum, of which the second product is by nothing.
        """
        lib, encoded = self._lib, scalar.to_bytes(SIZE, "big")
        number, nothing = lib.BN_bin2bn(encoded, SIZE, None), lib.BN_new()
        other = lib.EC_GROUP_get0_generator(self.group)
        lib.EC_POINT_mul(self.group, result, number, other, nothing, None)
        lib.BN_clear_free(number)
        lib.BN_clear_free(nothing)

    def _start_at(self, point: bytes) -> int:
        lib, place = self._lib, self._lib.EC_POINT_new(self.group)
        try:
            if lib.EC_POINT_oct2point(self.group, place, point, POINT_SIZE, None) != 1:
                lib.ERR_clear_error()
                return 0
            order = lib.EC_GROUP_get0_order(self.group)
            cofactor = lib.EC_GROUP_get0_cofactor(self.group)
            answer: int = lib.EC_GROUP_set_generator(self.group, place, order, cofactor)
            return answer
        finally:
            lib.EC_POINT_free(place)


def verify(base: Multiples, key: Multiples, signed: bytes, signature: bytes) -> bool:
    """Say whether a well-formed signature over a digest is the key's (GB/T 32918.2 §7.1)."""
    r, s = parse_signature(signature)
    t = (r + s) % N
    if t == 0:
        return False
    found = _abscissa_of_sum(base, s, key, t)
    return found is not None and (int.from_bytes(signed, "big") + found) % N == r


def _abscissa_of_sum(base: Multiples, s: int, key: Multiples, t: int) -> int | None:
    """Return the abscissa of s·G + t·P; None: the sum is at infinity and has none."""
    lib, group = base._lib, base.group  # noqa: SLF001 - both are of one library
    left, right, found = lib.EC_POINT_new(group), lib.EC_POINT_new(group), lib.BN_new()
    out = ctypes.create_string_buffer(SIZE)
    try:
        base.times(s, left)
        key.times(t, right)
        lib.EC_POINT_add(group, left, left, right, None)
        if lib.EC_POINT_get_affine_coordinates(group, left, found, None, None) != 1:
            lib.ERR_clear_error()
            return None
        lib.BN_bn2binpad(found, out, SIZE)
        return int.from_bytes(out.raw, "big")
    finally:
        lib.EC_POINT_free(left)
        lib.EC_POINT_free(right)
        lib.BN_clear_free(found)
