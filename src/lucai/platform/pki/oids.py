"""The national algorithms' object identifiers, made known to asn1crypto.

The registration is global to the process, so it stands in this one module, which the package
imports before any other of its own.
"""

from __future__ import annotations

from asn1crypto import algos, keys

SM3 = "1.2.156.10197.1.401"
SM2_SM3 = "1.2.156.10197.1.501"
SM2_CURVE = "1.2.156.10197.1.301"

SM2_SIGNATURE = "sm2_sm3"
_FIELD_BYTES = 32


def _add(identifiers: type[algos.DigestAlgorithmId], oid: str, name: str) -> None:
    identifiers._map[oid] = name  # noqa: SLF001 - asn1crypto has no other door for algorithms
    identifiers._reverse_map = None  # noqa: SLF001 - it is built anew from the map at need


_add(algos.DigestAlgorithmId, SM3, "sm3")
_add(algos.SignedDigestAlgorithmId, SM2_SM3, SM2_SIGNATURE)
keys.NamedCurve.register("sm2", SM2_CURVE, _FIELD_BYTES)
