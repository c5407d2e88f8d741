"""Repeating what a file proves: its verification packages claim by claim, its draws stop by stop.

A claim that does not hold stops the sealing, unless somebody decides otherwise with a reason
(``excepting``). Whether a byte was changed since, the manifests say.
"""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any
from zipfile import BadZipFile, ZipFile

from lucai.stages.archive.packages.proof_sources import DRAWN, OPENED, QUOTED
from lucai.stages.archive.packages.trade_sources import DRAWS
from lucai_trust.archive.verify import AUTHENTIC, Check
from lucai_trust.draw_record import DrawRecord, check_draw
from lucai_trust.errors import TrustError
from lucai_trust.verifier import Broken, Package, TrustFile, Verdict, ZipArchive, judge_package

NEED_WITNESSES = frozenset({"P1", "P2", "P3"})
NO_WITNESSES = "\nquorum none\n"
UNWITNESSED = "当时没有登记见证人，P1、P2、P3 无从核验"
OWN_TRUST = "依据随包的信任文件，平台和见证人的公钥应当另行核对"


def judge_proofs(place: Path) -> list[Check]:
    """Return a check of each verification package and each file of draws in an archive's ZIP."""
    try:
        with ZipFile(place) as package:
            names = sorted(package.namelist())
            return [
                _check(package, name, look)
                for name in names
                for look in (_look_for(Path(name).name),)
                if look
            ]
    except (OSError, BadZipFile):
        return []  # what cannot be opened, the package's own verifier names


def _look_for(name: str) -> Callable[[Path], Check] | None:
    if name.endswith(".zip") and name.startswith((OPENED, QUOTED, DRAWN)):
        return _claims
    return _draws if name.startswith(DRAWS) and name.endswith(".json") else None


def _check(package: ZipFile, name: str, look: Callable[[Path], Check]) -> Check:
    with tempfile.NamedTemporaryFile(suffix=Path(name).suffix) as target:
        try:
            with package.open(name) as source:
                shutil.copyfileobj(source, target)
            target.flush()
            found = look(Path(target.name))
        except (Broken, TrustError, BadZipFile, ValueError, KeyError, TypeError) as error:
            found = Check(AUTHENTIC, "", (f"读不了：{error}",))
    return Check(AUTHENTIC, f"{Path(name).stem}：{_asks(look)}", found.problems, found.note)


def _asks(look: Callable[[Path], Check]) -> str:
    return "各项核验成立" if look is _claims else "抽取可以重算"


def _claims(place: Path) -> Check:
    package = Package(ZipArchive(place))
    told = package.own_trust() or b""
    trust = TrustFile.parse(told)
    alone = NO_WITNESSES in trust.witness_policy
    findings = [
        one for one in judge_package(package, trust) if not (alone and one.claim in NEED_WITNESSES)
    ]
    wrong = [one for one in findings if one.verdict is Verdict.FAILED]
    passed = sum(one.verdict is Verdict.PASSED for one in findings)
    note = f"{passed} 项成立；{UNWITNESSED if alone else OWN_TRUST}"
    return Check(AUTHENTIC, "", tuple(f"{w.claim} {w.title}：{w.why}" for w in wrong), note)


def _spelt(content: Any) -> list[Any]:
    """Return the draws of a file; archives of before held a bare list of them, or one alone."""
    if isinstance(content, list):
        return content
    return list(content["draws"]) if "draws" in content else [content]


def _draws(place: Path) -> Check:
    records = [DrawRecord.parse(each) for each in _spelt(json.loads(place.read_bytes()))]
    wrong = tuple(
        f"{record.draw_id} {one.claim}：{one.reason}"
        for record in records
        for one in check_draw(record)
        if not one.holds
    )
    return Check(AUTHENTIC, "", wrong, f"{len(records)} 次抽取")
