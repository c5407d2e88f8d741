"""One certificate as it stands: strict DER, what it says, what it may be used for.

Nothing here decides whether a certificate is to be believed; that is ``validation``.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from asn1crypto import core, x509

from lucai.law.uscc import check_uscc
from lucai.platform.pki.errors import CertificateRefused
from lucai.platform.pki.strictness import demand_strict_der
from lucai_trust.errors import DerRefused
from lucai_trust.gm import der

LARGEST = 16 * 1024
LONGEST_TEXT = 200
PEM_BLOCK = re.compile(r"-----BEGIN CERTIFICATE-----([A-Za-z0-9+/=\s]+)-----END CERTIFICATE-----")

SUBJECT = "subject"
EXTENSION = "extension"


@dataclass(frozen=True, slots=True)
class UsccRule:
    """Where a CA writes the 统一社会信用代码: data, because every CA does otherwise.

    ``source`` is the subject or an extension, ``oid`` the attribute or the extension, and the
    first group of ``pattern`` the code.
    """

    source: str
    oid: str
    pattern: str


@dataclass(frozen=True, slots=True)
class Certificate:
    """What a certificate says."""

    der: bytes
    parsed: x509.Certificate

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the whole certificate."""
        return hashlib.sha256(self.der).hexdigest()

    @property
    def serial(self) -> str:
        """The serial number in hexadecimal."""
        return format(self.parsed.serial_number, "x")

    @property
    def name(self) -> str:
        """Whom it names: the common name, else the organisation."""
        return next((text for oid in NAMES for text in self._subject(oid)), "")

    @property
    def issuer_name(self) -> str:
        """Who issued it."""
        found = (text for oid in NAMES for text in _texts(self.parsed.issuer, oid))
        return next(found, "")

    @property
    def not_before(self) -> datetime:
        """Since when it is valid."""
        moment: datetime = self.parsed.not_valid_before
        return moment

    @property
    def not_after(self) -> datetime:
        """Until when it is valid."""
        moment: datetime = self.parsed.not_valid_after
        return moment

    @property
    def usage(self) -> frozenset[str]:
        """What its key may be used for; nothing if it does not say."""
        value = self.parsed.key_usage_value
        return frozenset(value.native) if value is not None else frozenset()

    def uscc(self, rule: UsccRule) -> str:
        """Return the 统一社会信用代码 at the place this CA uses; empty if there is none.

        Raises:
            CertificateRefused: two different codes, or one whose check character is wrong.
        """
        found = {
            match[1].upper()
            for text in self._places(rule)
            if len(text) <= LONGEST_TEXT and (match := re.fullmatch(rule.pattern, text))
        }
        if len(found) > 1:
            raise CertificateRefused("证书中有两个不同的统一社会信用代码，不能确定属于哪家单位。")
        for code in found:
            if not (check := check_uscc(code)).valid:
                raise CertificateRefused(f"证书中的统一社会信用代码“{code}”有误：{check.why}")
        return next(iter(found), "")

    def _places(self, rule: UsccRule) -> Iterator[str]:
        if rule.source == SUBJECT:
            yield from self._subject(rule.oid)
            return
        for extension in self.parsed["tbs_certificate"]["extensions"]:
            if extension["extn_id"].dotted == rule.oid:
                yield _extension_text(extension["extn_value"].contents)

    def _subject(self, oid: str) -> Iterator[str]:
        return _texts(self.parsed.subject, oid)


NAMES = ("2.5.4.3", "2.5.4.10")  # common name, organisation


def read_certificate(der: bytes) -> Certificate:
    """Read one certificate, strictly.

    Raises:
        CertificateRefused: too large, not DER in its one spelling, or no X.509 certificate.
    """
    if len(der) > LARGEST:
        raise CertificateRefused("证书文件过大。")
    demand_strict_der(der)
    try:
        parsed = x509.Certificate.load(der, strict=True)
        _touch(parsed)
    except (ValueError, TypeError, KeyError) as error:
        raise CertificateRefused("这不是一份 X.509 证书。") from error
    inner = parsed["tbs_certificate"]["signature"].dump()
    if inner != parsed["signature_algorithm"].dump():
        raise CertificateRefused("证书内外写的签名算法不一致。")
    return Certificate(der, parsed)


def read_pem(text: str) -> tuple[bytes, ...]:
    """Return the certificates of a PEM text, in their order, not yet read.

    Raises:
        CertificateRefused: there is none.
    """
    blocks = [re.sub(r"\s", "", block) for block in PEM_BLOCK.findall(text)]
    try:
        found = tuple(base64.b64decode(block, validate=True) for block in blocks)
    except ValueError as error:
        raise CertificateRefused("PEM 文本不完整。") from error
    if not found:
        raise CertificateRefused("没有找到证书，请粘贴 PEM 文本（-----BEGIN CERTIFICATE-----）。")
    return found


def pem_certificates(text: str) -> tuple[bytes, ...]:
    """Return the certificates of a PEM text that may be empty."""
    return read_pem(text) if text.strip() else ()


def to_pem(der: bytes) -> str:
    """Spell a certificate as PEM."""
    text = base64.b64encode(der).decode()
    lines = "\n".join(text[at : at + 64] for at in range(0, len(text), 64))
    return f"-----BEGIN CERTIFICATE-----\n{lines}\n-----END CERTIFICATE-----\n"


def _touch(parsed: x509.Certificate) -> None:
    """Read lazily parsed parts now, where a fault of theirs is expected."""
    body = parsed["tbs_certificate"]
    for part in ("version", "serial_number", "issuer", "subject", "subject_public_key_info"):
        _ = body[part].native if part != "subject_public_key_info" else body[part].dump()
    _ = (parsed.not_valid_before, parsed.not_valid_after, parsed.key_usage_value)
    if body["version"].native != "v3":
        raise ValueError("only version 3 has the extensions we ask for")


def _texts(name: x509.Name, oid: str) -> Iterator[str]:
    for relative in name.chosen:
        for pair in relative:
            if pair["type"].dotted == oid:
                yield _text(pair["value"])


def _text(value: core.Asn1Value) -> str:
    """Read a text whatever its string type claims; real CAs put UTF-8 into IA5String."""
    chosen = getattr(value, "chosen", value)
    return bytes(chosen.contents).decode("utf-8", "replace").strip()


def _extension_text(content: bytes) -> str:
    """Read an extension that holds one string, wrapped or bare."""
    try:
        reader = der.Reader(content)
        text = reader.element().content
        reader.end()
    except DerRefused:
        text = content
    return text.decode("utf-8", "replace").strip()
