"""The platform's signatures: what other validators say of them, and what a changed byte does."""

from __future__ import annotations

import asyncio
import io
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.ades.report import AdESPassed
from pyhanko.sign.validation.ades import ades_lta_validation
from pyhanko.sign.validation.policy_decl import (
    LocalKnowledge,
    PdfSignatureValidationSpec,
    RevinfoOnlineFetchingRule,
    RevocationInfoGatheringSpec,
    SignatureValidationSpec,
)
from pyhanko_certvalidator.context import CertValidationPolicySpec
from pyhanko_certvalidator.ltv.poe import POEManager  # noqa: F401
from pyhanko_certvalidator.ltv.types import ValidationTimingInfo
from pyhanko_certvalidator.policy_decl import REQUIRE_REVINFO, CertRevTrustPolicy
from pyhanko_certvalidator.registry import SimpleTrustManager
from pyhanko_certvalidator.revinfo.archival import CRLContainer

from lucai.platform.pki.validation import GmSignatureValidator
from lucai.platform.signatures.identity import Suite, identity, roots
from lucai.platform.signatures.judging import Finding, Judgement, Kind, State
from lucai.platform.signatures.judging.files import BROKEN, NO_KIND, judge
from lucai.platform.signatures.pades import sign_pdf
from tests.makers.signing import AT, signed, trust, unsigned, with_signer

YEAR = timedelta(days=365)
DAY = timedelta(days=1)


@cache
def paper() -> bytes:
    """A paper as the platform signs it; made once."""
    return sign_pdf(unsigned(), at=AT, reason="测试")


def only(judgement: Judgement) -> Finding:
    [finding] = judgement.findings
    return finding


def said(finding: Finding, label: str) -> str:
    return next(check.text for check in finding.checks if check.label == label)


@pytest.mark.parametrize("later", [timedelta(minutes=1), 3 * YEAR])
def test_another_validator_finds_both_signatures_good_for_the_long_term(later: timedelta) -> None:
    now = AT + later
    policy = CertValidationPolicySpec(
        trust_manager=SimpleTrustManager.build(trust_roots=roots()),
        revinfo_policy=CertRevTrustPolicy(REQUIRE_REVINFO),
        signature_validator=GmSignatureValidator(),
    )
    lists = [CRLContainer(identity(suite).revocation_list(now)) for suite in Suite]
    spec = PdfSignatureValidationSpec(
        SignatureValidationSpec(
            cert_validation_policy=policy,
            local_knowledge=LocalKnowledge(known_crls=lists),
            revinfo_gathering_policy=RevocationInfoGatheringSpec(
                online_fetching_rule=RevinfoOnlineFetchingRule.LOCAL_ONLY
            ),
        )
    )
    timing = ValidationTimingInfo(now, now, point_in_time_validation=True)

    async def judged() -> list[Any]:
        reader = PdfFileReader(io.BytesIO(paper()))
        found = reader.embedded_regular_signatures
        return [await ades_lta_validation(each, spec, timing_info=timing) for each in found]

    with ThreadPoolExecutor(1) as pool:
        results = pool.submit(lambda: asyncio.run(judged())).result()
    assert [each.ades_subindic for each in results] == [AdESPassed.OK, AdESPassed.OK]
    assert [each.best_signature_time for each in results] == [AT, AT]


def test_the_paper_that_was_signed_is_the_beginning_of_the_signed_one() -> None:
    assert paper().startswith(unsigned())


def test_a_signed_paper_is_good_and_its_hour_is_proved() -> None:
    found = judge(paper(), trust(AT + 3 * YEAR)).findings
    assert [(each.kind, each.state) for each in found] == [
        (Kind.SIGNATURE, State.GOOD),
        (Kind.SIGNATURE, State.GOOD),
        (Kind.TIMESTAMP, State.GOOD),
    ]
    assert [each.algorithm for each in found] == ["SM2 / SM3", "ECDSA / SHA-256", "ECDSA / SHA-256"]
    assert all(each.time_is_proved and each.at == AT for each in found)
    assert all("B-LTA" in each.form for each in found[:2])


@pytest.mark.parametrize("share", [0.05, 0.2, 0.4])
def test_one_changed_byte_makes_every_signature_bad(share: float) -> None:
    content = bytearray(paper())
    content[int(len(unsigned()) * share)] ^= 1
    judged = judge(bytes(content), trust(AT))
    assert judged.refused or {each.state for each in judged.findings} == {State.BAD}


def test_a_changed_signature_is_told_from_a_changed_paper() -> None:
    content, owner = unsigned(), identity(Suite.NATIONAL)
    good = signed(content, owner, stamped_at=AT)
    place = good.index(b"/Contents <") + 11
    # The last bytes of the signature's own value, before the zeros that fill its place up.
    der = bytes.fromhex(good[place : good.index(b">", place)].decode()).rstrip(b"\0")
    turned = good[: place + 2 * len(der) - 2] + b"55" + good[place + 2 * len(der) :]
    finding = only(judge(turned, trust(AT)))
    assert finding.state is State.BAD
    assert said(finding, "文件内容") == "与签名时一致"


def test_something_added_behind_the_signature_is_seen() -> None:
    once = signed(unsigned(), identity(Suite.NATIONAL), stamped_at=AT)
    added = signed_over(once)
    finding = only(judge(added, trust(AT)))
    assert (finding.state, said(finding, "文件内容")) == (State.BAD, "与签名时一致")
    assert "修改" in finding.verdict


def signed_over(pdf: bytes) -> bytes:
    """Put another title on the file without touching what was signed."""
    from pyhanko.pdf_utils import generic
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    page = writer.root["/Pages"]["/Kids"][0]
    page["/Rotate"] = generic.NumberObject(180)
    writer.update_container(page)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def test_a_signer_of_a_ca_nobody_lists_is_unknown_not_good(settings: Any, tmp_path: Path) -> None:
    mine = trust(AT)
    settings.LUCAI_DATA_DIR = tmp_path
    finding = only(judge(signed(unsigned(), identity(Suite.INTERNATIONAL)), mine))
    assert finding.state is State.UNKNOWN
    assert "互认名单" in finding.verdict


@pytest.mark.parametrize("suite", list(Suite))
def test_a_certificate_that_has_run_out_is_good_if_a_timestamp_is_older(suite: Suite) -> None:
    owner = with_signer(identity(suite), not_before=AT - DAY, not_after=AT + DAY)
    later = trust(AT + YEAR)
    lists = (identity(suite).revocation_bytes(AT), *later.revocation.crls)
    later = trust(AT + YEAR, revocation=type(later.revocation)(lists))
    stamped = only(judge(signed(unsigned(), owner, stamped_at=AT), later))
    assert (stamped.state, stamped.at) == (State.GOOD, AT)
    bare = only(judge(signed(unsigned(), owner), later))
    assert bare.state is State.BAD
    assert "过期" in bare.verdict
    late = only(judge(signed(unsigned(), owner, stamped_at=AT + 2 * DAY), later))
    assert late.state is State.BAD
    early = only(judge(signed(unsigned(), owner, stamped_at=AT - 2 * DAY), later))
    assert early.state is State.BAD
    assert "尚未生效" in early.verdict


def test_a_revoked_signer_is_refused() -> None:
    from lucai.platform.pki.issuing import Issuer
    from lucai.platform.pki.validation import RevocationData
    from lucai.platform.signatures.identity import Role

    owner = identity(Suite.NATIONAL)
    root, leaf = owner.holders[Role.ROOT], owner.holders[Role.SIGNER].certificate
    issuer = Issuer(root.key, root.certificate.dump())
    revoked = issuer.revocation_list([(leaf.serial_number, AT - DAY)], at=AT, until=AT + DAY)
    found = judge(signed(unsigned(), owner), trust(AT, revocation=RevocationData((revoked,))))
    assert "吊销" in only(found).verdict


def test_a_timestamp_certificate_cannot_sign_a_paper() -> None:
    from lucai.platform.signatures.identity import Identity, Role

    owner = identity(Suite.INTERNATIONAL)
    clock = owner.holders[Role.CLOCK]
    finding = only(
        judge(
            signed(unsigned(), Identity(owner.suite, {**owner.holders, Role.SIGNER: clock})),
            trust(AT),
        )
    )
    assert finding.state is State.BAD
    assert "时间戳证书不能用来签名" in finding.verdict


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", NO_KIND),
        (b"PK\x03\x04 not a pdf", NO_KIND),
        (b"%PDF-1.7\n", BROKEN),
        (b"%PDF-1.7\n" + b"<<" * 50_000, BROKEN),
    ],
)
def test_what_is_no_readable_pdf_is_refused_with_a_sentence(content: bytes, says: str) -> None:
    assert judge(content, trust(AT)).refused == says


def test_a_cut_off_paper_is_refused_or_bad() -> None:
    judged = judge(paper()[: len(unsigned()) + 9000], trust(AT))
    assert judged.refused or judged.state is not State.GOOD


def test_a_pdf_without_signatures_has_none() -> None:
    judged = judge(unsigned(), trust(AT))
    assert (judged.findings, judged.refused, judged.state) == ((), "", None)
