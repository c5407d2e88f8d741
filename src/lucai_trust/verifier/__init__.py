"""Judging a verification package: each of the claims P1 to P12 by itself, and why.

The format and the claims are described for third parties in
``docs/reference/verification-package.md``; 核验.html is another program by the same page.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from lucai_trust.verifier.archives import FolderArchive, ZipArchive, open_archive
from lucai_trust.verifier.bid_claims import BidClaims, price_of
from lucai_trust.verifier.findings import Broken, Finding, Verdict, judged
from lucai_trust.verifier.index import Index, TrustFile
from lucai_trust.verifier.package import Package


def judge_package(
    package: Package, trust: TrustFile, receipts: Sequence[bytes] = ()
) -> list[Finding]:
    """Judge everything that a package claims, each claim by itself.

    Args:
        receipts: receipts that bidders show beside the package; P10 looks for them, and P7 for
            what holders acknowledged in them.
    """
    judging = BidClaims(package, trust, receipts)
    claims: list[tuple[str, str, Callable[[], str]]] = [
        ("P1", "开标规则在截止前已公开", judging.rules_were_public),
        ("P2", "每份投标在回执所说的时间已存在", judging.bids_existed),
        ("P3", "每份投标在截止前已存在", judging.bids_were_in_time),
        ("P4", "投标由证书持有人作出", judging.bids_were_signed),
        ("P5", "开出的就是递交的，且不可能是别的内容", judging.contents_are_the_sealed),
        ("P6", "份额没有提前放出，每份都正确", judging.shares_were_right),
        ("P7", "没有开成的，责任认定正确", judging.faults_are_right),
        ("P8", "封存登记之后没有插入投标", judging.nothing_was_inserted),
        ("P9", "开启的与封存登记的完全一致", judging.registry_is_complete),
        ("P10", "有回执的投标都在登记中", judging.no_receipt_is_missing),
        ("P11", "平台没有给出两种历史", judging.history_is_one),
        ("P12", "唱出的报价就是投标里的报价", judging.prices_are_those),
    ]
    return [judged(claim, title, work) for claim, title, work in claims]


__all__ = [
    "Broken",
    "Finding",
    "FolderArchive",
    "Index",
    "Package",
    "TrustFile",
    "Verdict",
    "ZipArchive",
    "judge_package",
    "open_archive",
    "price_of",
]
