"""DER in its one spelling: a second spelling of a certificate would be a second certificate.

Lengths are shortest, nothing is indefinite, integers are minimal, truth is FF. A default value
that is written out although DER would leave it out is tolerated: real CAs do it, and the
signature covers it.
"""

from __future__ import annotations

from lucai.platform.pki.errors import CertificateRefused
from lucai_trust.errors import DerRefused
from lucai_trust.gm import der

_CONSTRUCTED = 0x20
_LONG_TAG = 0x1F
_BOOLEAN = 0x01
_DEEPEST = 24
_SIGN = 0x80


def demand_strict_der(encoded: bytes) -> None:
    """Refuse bytes that are not one DER element and nothing else.

    Raises:
        CertificateRefused: any other spelling.
    """
    try:
        reader = der.Reader(encoded)
        _walk(reader.element(), 0)
        reader.end()
    except DerRefused as error:
        raise CertificateRefused("证书编码不规范（不是唯一的 DER 编码）。") from error


def _walk(element: der.Element, depth: int) -> None:
    if depth > _DEEPEST or element.tag & _LONG_TAG == _LONG_TAG:
        raise DerRefused("too deep, or a tag of several bytes")
    if element.tag & _CONSTRUCTED:
        reader = der.Reader(element.content)
        while not reader.finished:
            _walk(reader.element(), depth + 1)
    elif element.tag == der.INTEGER:
        _demand_minimal(element.content)
    elif element.tag == _BOOLEAN and element.content not in {b"\x00", b"\xff"}:
        raise DerRefused("truth is FF")


def _demand_minimal(content: bytes) -> None:
    if not content:
        raise DerRefused("an integer has at least one byte")
    if len(content) > 1 and content[0] in {0, 0xFF}:
        if (content[0] == 0) == (content[1] < _SIGN):
            raise DerRefused("an integer has a byte too many")
