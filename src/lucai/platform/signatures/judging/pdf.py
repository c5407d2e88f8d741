"""Signatures, timestamps and seals in a PDF."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from asn1crypto import cms, x509
from pyhanko.pdf_utils.generic import DictionaryObject
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import DiffResult, ModificationLevel
from pyhanko.sign.fields import enumerate_sig_fields
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko.sign.validation.errors import NoDSSFoundError
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature, extract_contents
from pyhanko.sign.validation.status import SignatureCoverageLevel

from lucai.platform.pki.validation import RevocationData
from lucai.platform.signatures.judging import seals, tokens
from lucai.platform.signatures.judging.findings import Check, FileRefused, Finding, Kind, Trust
from lucai.platform.signatures.judging.standing import Evidence, described, standing

MOST_SIGNATURES = 30
SEAL_FORMS = {"/GM.sm2seal", "/GM.sm2Seal", "/GM.PKILite"}
STAMP_FORM = "/ETSI.RFC3161"
TOKEN_ATTRIBUTE = "signature_time_stamp_token"  # noqa: S105 - the name of an attribute


class EmbeddedSeal(EmbeddedPdfSignature):
    """A seal's place in the file: which bytes it covers, and what was added after it."""

    def __init__(self, reader: PdfFileReader, field: DictionaryObject, name: str) -> None:
        place = field.raw_get("/V")
        self.reader, self.sig_field, self.fq_name = reader, field, name
        self.sig_object = place.get_object()
        self.byte_range = self.sig_object.raw_get("/ByteRange")
        self.pkcs7_content = extract_contents(self.sig_object)
        self.md_algorithm = self.external_md_algorithm = "sm3"
        self.signed_revision = reader.xrefs.get_last_change(place.reference)
        self.coverage, self.diff_result = None, None
        self.external_digests = {}
        self._docmdp, self._fieldmdp = None, None
        self._docmdp_queried = self._fieldmdp_queried = True
        self._integrity_checked = False


@dataclass(frozen=True, slots=True)
class Found:
    """One field with something in it, as read."""

    embedded: EmbeddedPdfSignature
    form: str
    kind: Kind

    @property
    def end(self) -> int:
        """Where the bytes it covers end."""
        return int(self.embedded.byte_range[2]) + int(self.embedded.byte_range[3])


@dataclass(frozen=True, slots=True)
class Stamp:
    """A timestamp that may be believed: up to which byte the file was there at which hour."""

    end: int
    at: datetime


def judge_pdf(content: bytes, trust: Trust) -> tuple[Finding, ...]:
    """Judge everything signed in a PDF.

    Raises:
        FileRefused: encrypted, or too many signatures.
    """
    reader = PdfFileReader(io.BytesIO(content), strict=False)
    if reader.encrypted:
        raise FileRefused("文件设置了打开密码或权限加密，请先解除后再核验。")
    found = list(_found(reader))
    if len(found) > MOST_SIGNATURES:
        raise FileRefused(f"文件中的签名超过 {MOST_SIGNATURES} 个，不能在线核验。")
    evidence = _evidence(reader)
    stamps: list[Stamp] = []
    findings: list[Finding] = []
    # The last is judged by today; each timestamp that holds vouches for what it covers.
    for one in sorted(found, key=lambda each: each.end, reverse=True):
        finding = _judge(one, evidence, trust, stamps)
        if one.kind is Kind.TIMESTAMP and finding.anchor and finding.at:
            stamps.append(Stamp(one.end, finding.at))
        findings.append(finding)
    return tuple(reversed(findings))


def _found(reader: PdfFileReader) -> Iterator[Found]:
    for name, value, reference in enumerate_sig_fields(reader, filled_status=True):
        form = str(value.get_object().get("/SubFilter", ""))
        field = reference.get_object()
        if form in SEAL_FORMS:
            yield Found(EmbeddedSeal(reader, field, name), form, Kind.SEAL)
            continue
        kind = Kind.TIMESTAMP if form == STAMP_FORM else Kind.SIGNATURE
        yield Found(EmbeddedPdfSignature(reader, field, name), form, kind)


def _evidence(reader: PdfFileReader) -> Evidence:
    """Read the file's own security store: certificates and revocation data for later years."""
    try:
        store = DocumentSecurityStore.read_dss(reader)
    except NoDSSFoundError:
        return Evidence((), RevocationData())
    certificates = tuple(each.dump() for each in store.load_certs())
    crls = tuple(each.get_object().data for each in store.crls)
    ocsps = tuple(each.get_object().data for each in store.ocsps)
    return Evidence(certificates, RevocationData(crls, ocsps))


def _judge(one: Found, evidence: Evidence, trust: Trust, stamps: Iterable[Stamp]) -> Finding:
    embedded = one.embedded
    embedded.compute_integrity_info()
    proved = min((stamp.at for stamp in stamps if stamp.end > one.end), default=None)
    if one.kind is Kind.SEAL:
        context = seals.Context(
            form="GB/T 38540 电子印章（PDF）",
            name=embedded.field_name,
            digest=embedded.compute_digest("sm3"),
            checks=(_additions(embedded),),
            revocation=evidence.revocation,
            proved_at=proved,
        )
        return seals.judge_seal(embedded.pkcs7_content, context, trust)
    if one.kind is Kind.TIMESTAMP:
        return _judge_timestamp(one, evidence, trust, proved)
    return _judge_signature(one, evidence, trust, proved)


def _judge_signature(
    one: Found, evidence: Evidence, trust: Trust, archived: datetime | None
) -> Finding:
    embedded, leaf = one.embedded, one.embedded.signer_cert
    signed = embedded.signed_data
    sums = tokens.held(signed, leaf, embedded.compute_digest(), "data")
    mine = _joined(evidence, embedded.other_embedded_certs)
    time, at = _own_timestamp(embedded, mine, trust, archived)
    proved = min((each for each in (at, archived) if each), default=None)
    stands = standing(leaf, mine, trust, proved or trust.at)
    said = embedded.self_reported_timestamp
    checks = [_same(sums.digest), _additions(embedded), _valid(sums), stands.check]
    return Finding(
        kind=Kind.SIGNATURE,
        form=_form(one, evidence, has_time=at is not None, archived=archived is not None),
        name=embedded.field_name,
        checks=tuple(checks + ([time] if time else [])),
        algorithm=tokens.algorithm_name(signed),
        at=at or said or proved,
        time_is_proved=proved is not None,
        anchor=stands.anchor,
        reason=str(embedded.sig_object.get("/Reason", ""))[:200],
        **described(leaf),
    )


def _own_timestamp(
    embedded: EmbeddedPdfSignature, evidence: Evidence, trust: Trust, proved: datetime | None
) -> tuple[Check | None, datetime | None]:
    """Judge the timestamp over the signature, if there is one; return its hour if it holds."""
    token = _attached(embedded.signer_info)
    if token is None:
        return None, None
    try:
        read = tokens.read_token(token, embedded.signer_info["signature"].native)
    except (ValueError, TypeError, KeyError):
        return Check("签名时间戳", False, "时间戳无法读取"), None
    if not read.holds:
        return Check("签名时间戳", False, "时间戳与签名不符或被改动"), None
    mine = Evidence(evidence.certificates + read.certificates, evidence.revocation)
    stands = standing(read.authority, mine, trust, proved or trust.at, stamping=True)
    if not stands.anchor:
        return Check("签名时间戳", stands.check.holds, f"时间戳机构：{stands.check.text}"), None
    return Check("签名时间戳", True, f"由{described(read.authority)['signer']}签发"), read.at


def _attached(info: cms.SignerInfo) -> cms.ContentInfo | None:
    for attribute in info["unsigned_attrs"] or ():
        if attribute["type"].native == TOKEN_ATTRIBUTE:
            token: cms.ContentInfo = attribute["values"][0]
            return token
    return None


def _judge_timestamp(
    one: Found, evidence: Evidence, trust: Trust, proved: datetime | None
) -> Finding:
    embedded = one.embedded
    imprint = embedded.compute_digest()
    message = cms.ContentInfo.load(embedded.pkcs7_content)
    read = tokens.read_token(message, None, imprint)
    mine = Evidence(evidence.certificates + read.certificates, evidence.revocation)
    stands = standing(read.authority, mine, trust, proved or trust.at, stamping=True)
    holds = Check(
        "时间戳", read.holds, "与文件内容一致" if read.holds else "文件在加盖时间戳以后被改动"
    )
    return Finding(
        kind=Kind.TIMESTAMP,
        form="RFC 3161 文档时间戳",
        name=embedded.field_name,
        checks=(holds, _additions(embedded), stands.check),
        algorithm=tokens.algorithm_name(embedded.signed_data),
        at=read.at,
        time_is_proved=read.holds and bool(stands.anchor),
        anchor=stands.anchor if read.holds else "",
        **described(read.authority),
    )


def _same(holds: bool) -> Check:
    return Check("文件内容", holds, "与签名时一致" if holds else "签名以后内容被改动")


def _valid(sums: tokens.Held) -> Check:
    if not sums.sound:
        return Check("签名值", False, "使用了已不安全的摘要算法")
    text = "签名值正确" if sums.signature else "签名值不正确，签名被改动或伪造"
    return Check("签名值", sums.signature, text)


def _additions(embedded: EmbeddedPdfSignature) -> Check:
    """Say what was added to the file after this signature."""
    coverage, changes = embedded.coverage, embedded.diff_result
    if coverage is None or coverage < SignatureCoverageLevel.ENTIRE_REVISION:
        return Check("覆盖范围", False, "没有覆盖完整的文件版本，可能被拼接")
    if not isinstance(changes, DiffResult):
        return Check("后续修改", False, "之后追加了会改变内容的修改")
    if changes.modification_level is ModificationLevel.NONE:
        return Check("后续修改", True, "覆盖整个文件，之后没有任何追加")
    if changes.modification_level is ModificationLevel.LTA_UPDATES:
        return Check("后续修改", True, "之后只追加了长期保存用的证据和时间戳")
    return Check("后续修改", True, "之后只追加了其他签名和证据")


def _form(one: Found, evidence: Evidence, *, has_time: bool, archived: bool) -> str:
    if one.form != "/ETSI.CAdES.detached":
        return "PDF 签名（CMS）"
    if not has_time:
        return "PAdES B-B"
    if not evidence.revocation.crls and not evidence.revocation.ocsps:
        return "PAdES B-T"
    return "PAdES B-LTA（可长期核验）" if archived else "PAdES B-LT"


def _joined(evidence: Evidence, certificates: Iterable[x509.Certificate]) -> Evidence:
    more = tuple(each.dump() for each in certificates)
    return Evidence(evidence.certificates + more, evidence.revocation)
