"""What happens after the fifteen years: 鉴定, then 延期, or 销毁 by two people."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from lucai.kernel import clock
from lucai.kernel.actors import SYSTEM, Actor
from lucai.law.calendar import beijing_day
from lucai.platform.files.services import drop_content
from lucai.platform.journal.frame import command
from lucai.platform.lives.services import note, take_step
from lucai.platform.records import system_access
from lucai.stages.archive.packages.lifecycle import PACKAGE
from lucai.stages.archive.packages.models import ArchivePackage, PackageHandover
from lucai.stages.archive.packages.schemas import CondemnIn, ExtendIn
from lucai.stages.archive.packages.selectors import facts_of, package_row
from lucai.stages.archive.packages.selectors.versions import versions_of
from lucai.stages.contract.contracts.parties import demand_party

AT_ONCE = 200


def expire_old(actor: Actor, *, now: datetime) -> int:
    """Bring packages whose period is over to their buyer's desk; return how many."""
    with system_access("ended retention"):
        today = beijing_day(now)
        rows = list(
            ArchivePackage.objects.filter(state="archived", retain_until__lt=today)[:AT_ONCE]
        )
    for row in rows:
        _expire(actor, row)
    return len(rows)


@command
def condemn(actor: Actor, *, project_number: str, judgement: CondemnIn) -> None:
    """Judge that a file may be destroyed; another person has to agree and to watch.

    Raises:
        RuleBroken: its period is not over, or something holds it.
    """
    row = _own(actor, project_number)
    take_step(
        actor, row, PACKAGE, "condemn", facts=facts_of(actor.viewer, row),
        body={"judgement": judgement.judgement},
        changes={
            "judgement": judgement.judgement,
            "condemned_by": actor.viewer.person,
            "condemned_name": actor.viewer.name,
            "condemned_on": clock.today(),
        },
    )  # fmt: skip


@command
def extend(actor: Actor, *, project_number: str, extension: ExtendIn) -> None:
    """Keep a file for more years from today."""
    row = _own(actor, project_number)
    until = _years_on(extension.years)
    take_step(
        actor, row, PACKAGE, "extend", facts=facts_of(actor.viewer, row),
        body={"until": until.isoformat(), "reason": extension.judgement},
        changes={"retain_until": until, "judgement": extension.judgement},
    )  # fmt: skip


@command
def spare(actor: Actor, *, project_number: str) -> None:
    """Disagree with the judgement: the file is judged anew."""
    row = _own(actor, project_number)
    take_step(
        actor, row, PACKAGE, "spare", facts=facts_of(actor.viewer, row),
        changes={"condemned_by": None, "condemned_name": "", "condemned_on": None},
    )  # fmt: skip


@command
def note_transfer(
    actor: Actor, *, project_number: str, institution: str, receipt: str, versions: Sequence[int]
) -> None:
    """Note that an archive institution has taken versions of a file over; the house keeps its copy."""
    row, now = package_row(actor.viewer, project_number), clock.now()
    row.change(transferred_to=institution, receipt=receipt, transferred_at=now)
    with system_access("versions handed over"):
        PackageHandover.objects.bulk_create(
            PackageHandover(
                package=row, edition=one, institution=institution, receipt=receipt, at=now
            )
            for one in versions
        )
    note(
        actor, row, PACKAGE, "transfer", label="档案馆已接收",
        body={
            "institution": institution, "receipt": receipt, "sha256": row.sha256,
            "versions": list(versions),
        },
    )  # fmt: skip


def destroy(actor: Actor, *, project_number: str) -> None:
    """Destroy a condemned package; its digests and the entry of the register stay.

    Raises:
        RuleBroken: its period is not over, something holds it, or it is the same person.
    """
    for file_id in _destroy(actor, project_number):
        drop_content(actor, file_id)


@command
def _destroy(actor: Actor, project_number: str) -> list[int]:
    row = _own(actor, project_number)
    versions = versions_of(SYSTEM, project_number)
    take_step(
        actor, row, PACKAGE, "destroy", facts=facts_of(actor.viewer, row),
        body={"sha256": row.sha256, "sm3": row.sm3, "files": len(row.manifest)},
        changes={
            "file_id": None,
            "destroyed_by": actor.viewer.person,
            "destroyed_name": actor.viewer.name,
            "destroyed_on": clock.today(),
        },
    )  # fmt: skip
    return [one.file.pk for one in versions if one.file]


@command
def _expire(actor: Actor, row: ArchivePackage) -> None:
    take_step(actor, row, PACKAGE, "expire")


def _own(actor: Actor, project_number: str) -> ArchivePackage:
    row = package_row(actor.viewer, project_number)
    demand_party(actor, row)
    return row


def _years_on(years: int) -> date:
    today = clock.today()
    return (today + timedelta(days=1)).replace(year=today.year + years) - timedelta(days=1)
