"""四性检测 of sealed packages: at sealing, each year, and whenever somebody asks."""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import datetime, timedelta

from lucai.kernel import clock
from lucai.kernel.actors import SYSTEM, Actor
from lucai.kernel.errors import WrongState
from lucai.platform.access.permissions import demand
from lucai.platform.files.selectors import files_attached
from lucai.platform.journal.frame import command
from lucai.platform.lives.services import note
from lucai.platform.records import system_access
from lucai.stages.archive.packages.excepting import decided_upon
from lucai.stages.archive.packages.judging import faults_of, judge
from lucai.stages.archive.packages.lifecycle import CHECK, PACKAGE
from lucai.stages.archive.packages.models import ArchiveCheck, ArchivePackage
from lucai.stages.archive.packages.proofs import judge_proofs
from lucai.stages.archive.packages.selectors import exceptions_of, package_row
from lucai.stages.archive.packages.selectors.versions import tokens_of, versions_of
from lucai.stages.archive.packages.stamping import tag_manifest
from lucai_trust.archive.verify import AUTHENTIC, WHOLE, Check, stamped

BETWEEN_CHECKS = timedelta(days=365)
AT_ONCE = 20


def keep_check(actor: Actor, row: ArchivePackage, occasion: str, checks: list[Check]) -> bool:
    """Keep the report of a check; return whether everything holds."""
    del actor  # the act that checks records itself
    sound = all(check.holds for check in checks)
    ArchiveCheck.objects.create(
        package=row, occasion=occasion, at=clock.now(), sound=sound,
        findings=[{**asdict(check), "problems": list(check.problems)} for check in checks],
    )  # fmt: skip
    return sound


def check_package(actor: Actor, *, project_number: str, occasion: str = "manual") -> bool:
    """Check a sealed package byte by byte, both digests; return whether everything holds.

    Raises:
        WrongState: it is not sealed, or destroyed.
    """
    if actor.viewer is not SYSTEM and occasion == "manual":
        demand(actor, CHECK.permission)
    row = package_row(actor.viewer, project_number)
    if not row.file_id:
        raise WrongState("还没有归档，或者已经销毁，没有可以检测的归档信息包。")
    checks = _checks_of(row)
    return _record(actor, row, occasion, checks)


def recheck_old(actor: Actor, *, now: datetime) -> int:
    """Check packages that nobody checked for a year, some at a time; return how many."""
    with system_access("yearly checks"):
        due = ArchivePackage.objects.filter(
            state__in=("archived", "expired", "condemned"), checked_at__lt=now - BETWEEN_CHECKS
        )
        rows = list(due.order_by("checked_at")[:AT_ONCE])
    for row in rows:
        _record(actor, row, "yearly", _checks_of(row))
    return len(rows)


def _checks_of(row: ArchivePackage) -> list[Check]:
    """Judge the stored file: as a package, and as the very file that was sealed."""
    assert row.file_id
    file = files_attached(SYSTEM, [row.file_id]).get(row.file_id)
    if file is None or not file.path.exists():
        return [Check(WHOLE, "归档信息包仍在存储中", ("存储中没有这个文件",))]
    checks = judge(file.path, sm3=True)
    same = file.sha256 == row.sha256 and file.path.stat().st_size == row.size
    told = () if same else ("与归档时登记的摘要或者大小不同",)
    registered = Check(AUTHENTIC, "与归档时登记的一致", told)
    proofs = decided_upon(judge_proofs(file.path), exceptions_of(SYSTEM, row))
    return [*checks, registered, *proofs, *_beside(row)]


def _beside(row: ArchivePackage) -> list[Check]:
    """Judge the later versions, and the timestamps that were renewed."""
    found = []
    for one in versions_of(SYSTEM, row.project_number):
        if one.file is None or not one.file.path.exists():
            found.append(Check(WHOLE, f"第 {one.number} 版仍在存储中", ("存储中没有这个文件",)))
            continue
        if one.number > 1:
            faults = faults_of(judge(one.file.path, sm3=True))
            found.append(Check(WHOLE, f"第 {one.number} 版（补充归档）四性检测", faults))
        if len(one.stamps) > 1:
            tokens = tokens_of(SYSTEM, row.project_number, one.number)
            judged = stamped(tag_manifest(one.file.path), tokens)
            found.append(replace(judged, title=f"第 {one.number} 版续加的时间戳有效"))
    return found


@command
def _record(actor: Actor, row: ArchivePackage, occasion: str, checks: list[Check]) -> bool:
    sound = keep_check(actor, row, occasion, checks)
    row.change(checked_at=clock.now(), sound=sound)
    faults = faults_of(checks)
    note(
        actor, row, PACKAGE, "check",
        label="四性检测通过" if sound else "四性检测不通过",
        body={"occasion": occasion, "sound": sound, "faults": list(faults[:AT_ONCE])},
        audience=() if sound else (row.agency_id, row.buyer_id, row.finance_id),
    )  # fmt: skip
    return sound
