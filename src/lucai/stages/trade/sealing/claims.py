"""What a verification package of ours is worth, said in few words: which of P1 to P12 hold."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from zipfile import BadZipFile

from lucai_trust.errors import TrustError
from lucai_trust.verifier import (
    Broken,
    Finding,
    Package,
    TrustFile,
    Verdict,
    ZipArchive,
    judge_package,
)

NEED_WITNESSES = frozenset({"P1", "P2", "P3"})
NO_WITNESSES = "\nquorum none\n"
UNWITNESSED = "当时没有登记见证人，P1、P2、P3 无从核验"
WITNESSED_LATE = "witnessed_late"
OWN_TRUST = "依据随包的信任文件，平台和见证人的公钥应当另行核对"

UNREADABLE = (Broken, TrustError, BadZipFile, ValueError, KeyError, TypeError)
"""What a package throws that is none."""


@dataclass(frozen=True, slots=True)
class Claims:
    """How many claims hold, which do not and why, and by whose word they were judged."""

    passed: int
    failed: tuple[str, ...]
    note: str


def judge_claims(place: Path) -> Claims:
    """Judge a package by the trust file that came with it.

    Raises:
        Any of ``UNREADABLE``: it cannot be read.
    """
    package = Package(ZipArchive(place))
    trust = TrustFile.parse(package.own_trust() or b"")
    alone = NO_WITNESSES in trust.witness_policy
    findings = [
        one for one in judge_package(package, trust) if not (alone and one.claim in NEED_WITNESSES)
    ]
    return Claims(
        passed=sum(one.verdict is Verdict.PASSED for one in findings),
        failed=tuple(
            f"{one.claim} {one.title}：{one.why}"
            for one in findings
            if one.verdict is Verdict.FAILED
        ),
        note="；".join([UNWITNESSED if alone else OWN_TRUST, *_unproven(findings)]),
    )


def _unproven(findings: Iterable[Finding]) -> list[str]:
    """Say what rests on our own word alone; whoever signs the record is to know it."""
    return [f"{one.claim} 未能证明：{one.why}" for one in findings if one.code == WITNESSED_LATE]
