"""The structures of an electronic seal and of stamping with it (GB/T 38540, version 4).

A maker signs the seal (picture, name, whose certificates may use it, how long); whoever stamps
signs the seal together with the digest of the document and the hour.
"""

from __future__ import annotations

from typing import Any, ClassVar

from asn1crypto import core

VERSION = 4
SM2_SM3 = "1.2.156.10197.1.501"
UNIT_SEAL, PERSONAL_SEAL = 1, 2
BY_CERTIFICATE, BY_DIGEST = 1, 2


class ExtensionEntry(core.Sequence):
    """One extension."""

    _fields: ClassVar[list[Any]] = [
        ("extn_id", core.ObjectIdentifier),
        ("critical", core.Boolean, {"default": False}),
        ("extn_value", core.OctetString),
    ]


class Extensions(core.SequenceOf):
    """Extensions; unknown ones are kept and not judged."""

    _child_spec = ExtensionEntry


class Header(core.Sequence):
    """What this is, which version, whose software made it."""

    _fields: ClassVar[list[Any]] = [
        ("id", core.IA5String),
        ("version", core.Integer),
        ("vid", core.IA5String),
    ]


class Certificates(core.SequenceOf):
    """Certificates that may use the seal."""

    _child_spec = core.OctetString


class CertificateDigest(core.Sequence):
    """The digest of a certificate that may use the seal."""

    _fields: ClassVar[list[Any]] = [("type", core.PrintableString), ("value", core.OctetString)]


class CertificateDigests(core.SequenceOf):
    """Digests of certificates that may use the seal."""

    _child_spec = CertificateDigest


class Properties(core.Sequence):
    """Kind and name of the seal, who may use it, how long."""

    _fields: ClassVar[list[Any]] = [
        ("type", core.Integer),
        ("name", core.UTF8String),
        ("cert_list_type", core.Integer),
        # What stands in it depends on the field before.
        ("cert_list", core.Any),
        ("created", core.GeneralizedTime),
        ("valid_start", core.GeneralizedTime),
        ("valid_end", core.GeneralizedTime),
    ]


class Picture(core.Sequence):
    """The picture; width and height in millimetres."""

    _fields: ClassVar[list[Any]] = [
        ("type", core.IA5String),
        ("data", core.OctetString),
        ("width", core.Integer),
        ("height", core.Integer),
    ]


class SealInfo(core.Sequence):
    """What the maker signs."""

    _fields: ClassVar[list[Any]] = [
        ("header", Header),
        ("es_id", core.IA5String),
        ("property", Properties),
        ("picture", Picture),
        ("extensions", Extensions, {"explicit": 0, "optional": True}),
    ]


class Seal(core.Sequence):
    """A seal with its maker's signature."""

    _fields: ClassVar[list[Any]] = [
        ("info", SealInfo),
        ("cert", core.OctetString),
        ("algorithm", core.ObjectIdentifier),
        ("signature", core.BitString),
    ]


class ToSign(core.Sequence):
    """What is signed in stamping."""

    _fields: ClassVar[list[Any]] = [
        ("version", core.Integer),
        ("seal", Seal),
        ("time", core.GeneralizedTime),
        ("data_hash", core.BitString),
        ("property", core.IA5String),
        ("extensions", Extensions, {"explicit": 0, "optional": True}),
    ]


class Stamped(core.Sequence):
    """A seal put under a document."""

    _fields: ClassVar[list[Any]] = [
        ("to_sign", ToSign),
        ("cert", core.OctetString),
        ("algorithm", core.ObjectIdentifier),
        ("signature", core.BitString),
        ("timestamp", core.BitString, {"explicit": 0, "optional": True}),
    ]


def bits(value: core.BitString) -> bytes:
    """Return a bit string of whole bytes.

    Raises:
        ValueError: some bits hang over.
    """
    contents: bytes = value.contents
    if contents[:1] != b"\0":
        raise ValueError("a bit string of whole bytes is expected")
    return contents[1:]


def bit_string(content: bytes) -> core.BitString:
    """Spell whole bytes as a bit string."""
    return core.BitString.load(core.OctetBitString(content).dump())


def allowed_certificates(properties: Properties) -> tuple[int, list[bytes]]:
    """Return how the certificates that may use a seal are named, and their names.

    Raises:
        ValueError, TypeError: the list is malformed.
    """
    kind, listed = properties["cert_list_type"].native, properties["cert_list"]
    if kind == BY_CERTIFICATE:
        return kind, [each.native for each in listed.parse(spec=Certificates)]
    if kind == BY_DIGEST:
        return kind, [each["value"].native for each in listed.parse(spec=CertificateDigests)]
    raise ValueError("unknown kind of certificate list")
