"""Gathering and sealing archive packages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import Exists, OuterRef

from lucai.kernel import clock
from lucai.kernel.actors import SYSTEM, Actor
from lucai.kernel.errors import InvalidInput, NotFound, WrongState
from lucai.law.calendar import beijing_day
from lucai.law.deadlines import deadline
from lucai.law.parameters import parameter
from lucai.platform.access.permissions import demand
from lucai.platform.access.selectors import organisation
from lucai.platform.files.kinds import MEGABYTE, ZIP
from lucai.platform.files.services import keep_upload
from lucai.platform.journal.evidence import project_evidence
from lucai.platform.journal.frame import command
from lucai.platform.lives.services import begin, take_step
from lucai.platform.records import system_access
from lucai.platform.trials import is_trial
from lucai.stages.archive.packages import bag as bags
from lucai.stages.archive.packages.bag import Bag, ManifestLine
from lucai.stages.archive.packages.catalogue import catalogue_pdf
from lucai.stages.archive.packages.describing import acts_of, rules_of, tag_files
from lucai.stages.archive.packages.description import Description
from lucai.stages.archive.packages.dossier import (
    PROJECT,
    Dossier,
    Paper,
    missing_of,
    paper_rows,
    papers_of,
)
from lucai.stages.archive.packages.excepting import Excepted, decided_upon, unproven_of
from lucai.stages.archive.packages.judging import faults_of, judge
from lucai.stages.archive.packages.lifecycle import PACKAGE
from lucai.stages.archive.packages.models import (
    ArchiveException,
    ArchivePackage,
    PackageOutline,
    PackageStamp,
)
from lucai.stages.archive.packages.orders import order_subject
from lucai.stages.archive.packages.plain import as_json
from lucai.stages.archive.packages.proofs import judge_papers, judge_proofs
from lucai.stages.archive.packages.rules import PackageFacts
from lucai.stages.archive.packages.schemas import SealIn
from lucai.stages.archive.packages.selectors import dossier_of, package_row
from lucai.stages.archive.packages.selectors.keepers import demand_keeper
from lucai.stages.archive.packages.services.checking import keep_check
from lucai.stages.archive.packages.stamping import Stamped, stamp
from lucai.stages.trade.projects import services as projects
from lucai_trust.archive.verify import Check

LARGEST_PACKAGE = 20_000 * MEGABYTE


def open_package(actor: Actor, *, project_number: str) -> bool:
    """Begin the file of a procurement that has ended; return whether it is new."""
    with system_access("archive of an ended project"):
        if ArchivePackage.objects.filter(project_number=project_number).exists():
            return False
    _open(actor, project_number)
    return True


def open_order_package(actor: Actor, *, order_number: str) -> bool:
    """Begin the file of an order of a framework; return whether it is new.

    A contract on a project's lot has its place in the project's file.
    """
    try:
        subject = order_subject(SYSTEM, order_number)
    except NotFound:
        return False
    return open_package(actor, project_number=subject.number)


def seal_package(actor: Actor, *, project_number: str, seal: SealIn) -> None:
    """Gather everything, pack it with its digests and seal it; the project is archived.

    The package is made before the transaction begins: nothing else waits for it.

    Raises:
        NotAllowed: the role does not grant it, or it is another agency's file.
        WrongState: it is sealed already.
        InvalidInput: gaps without a reason (message at ``remark``).
        RuleBroken: a stored file is not what its digest says, or a claim of a verification
            package does not hold and no exception is made (GP-ARC-03).
    """
    row = package_row(actor.viewer, project_number)
    demand_keeper(actor.viewer, row)
    demand(actor, PACKAGE.permission(PACKAGE.step("archive")))
    if row.state != "collecting":
        raise WrongState("这个项目已经归档。")
    dossier = dossier_of(SYSTEM, project_number)
    papers = papers_of(dossier)
    if missing_of(papers) and not seal.remark:
        raise InvalidInput({"remark": "有缺项，请逐项写明原因和补充归档的安排"})
    if is_trial():  # the signer learns nothing from gigabytes packed twice
        _seal_in_trial(actor, row, papers, seal)
        return
    made = packed(actor, dossier, papers, row, with_exception(actor, seal.remark, seal.exception))
    try:
        checks, proofs = judge(made.bag.file), judge_proofs(made.bag.file)
        _seal(actor, row, papers, made, seal, checks, proofs)
    finally:
        bags.discard(made.bag)


def mark_outlines(actor: Actor, *, project_numbers: Sequence[str]) -> int:
    """Note that the lists of these procurements' files are stale; return how many."""
    del actor  # a reader's projection: nothing happened, nobody did it
    with system_access("outlines of files"):
        rows = PackageOutline.objects.filter(package__project_number__in=project_numbers)
        return int(rows.filter(stale=False).update(stale=True))


def refresh_outlines(actor: Actor, *, limit: int) -> int:
    """Make so many lists anew, of files being gathered whose list is stale or missing."""
    del actor  # as above
    with system_access("outlines of files"):
        rows = ArchivePackage.objects.filter(state="collecting")
        fresh = PackageOutline.objects.filter(package=OuterRef("pk"), stale=False)
        waiting = list(rows.filter(~Exists(fresh)).order_by("pk")[:limit])
        for row in waiting:
            papers = paper_rows(papers_of(dossier_of(SYSTEM, row.project_number)))
            PackageOutline.objects.update_or_create(
                package=row, defaults={"papers": papers, "at": clock.now(), "stale": False}
            )
    return len(waiting)


@command
def _open(actor: Actor, project_number: str) -> None:
    project = dossier_of(SYSTEM, project_number).project
    row = ArchivePackage(
        project_number=project.number,
        project_title=project.title,
        buyer_id=project.buyer_id,
        buyer_path=project.buyer_path,
        buyer_name=project.buyer_name,
        agency_id=project.agency_id,
        agency_name=project.agency_name,
        finance_id=project.finance_id,
        region=project.region,
        ended_on=beijing_day(project.state_since),
    )
    begin(actor, row, PACKAGE, label="开始整理采购档案")


@command
def _seal(
    actor: Actor, row: ArchivePackage, papers: list[Paper], made: Made, seal: SealIn,
    checks: list[Check], proofs: list[Check],
) -> None:  # fmt: skip
    bag = made.bag
    kept = keep_upload(actor, bag, field="file", allowed=(ZIP,), limit=LARGEST_PACKAGE)
    unproven = unproven_of(proofs, ())
    decided = decision(actor, unproven, seal.exception, edition=1)
    facts = replace(
        _facts(row, papers, seal, bag.altered or faults_of(checks)),
        unproven=unproven, excepted=bool(decided),
    )  # fmt: skip
    take_step(
        actor, row, PACKAGE, "archive", facts=facts,
        body={
            "sha256": kept.sha256, "sm3": kept.sm3, "size": kept.size,
            "files": len(bag.manifest), "missing": list(facts.missing_papers),
            "exceptions": [one.told() for one in decided],
        },
        changes={
            "remark": seal.remark,
            "papers": paper_rows(papers),
            "manifest": bags.as_rows(bag.manifest),
            "file_id": kept.pk,
            "size": kept.size,
            "sha256": kept.sha256,
            "sm3": kept.sm3,
            "archived_at": clock.now(),
            "checked_at": clock.now(),
            "retain_until": deadline("GP-ARC-01", row.ended_on).date,
        },
    )  # fmt: skip
    keep_stamp(actor, row, 1, made.stamped)
    keep_decision(actor, row, decided)
    keep_check(actor, row, "sealing", [*checks, *decided_upon(proofs, decided)])
    with system_access("the list is sealed now"):
        PackageOutline.objects.filter(package=row).delete()
    dossier = dossier_of(SYSTEM, row.project_number)
    if dossier.kind == PROJECT and dossier.project.state == "completed":
        projects.advance(actor, number=row.project_number, step="archive")


def with_exception(actor: Actor, remark: str, reason: str) -> str:
    """Return the remark as the package holds it: an exception stands there with who decided."""
    said = f"核验例外（{actor.viewer.name}）：{reason}" if reason else ""
    return "\n".join(part for part in (remark, said) if part)


def decision(
    actor: Actor, unproven: tuple[str, ...], reason: str, *, edition: int
) -> tuple[Excepted, ...]:
    """Return what is decided now of claims that do not hold; nothing without a reason.

    Raises:
        InvalidInput: there is a reason and nothing to decide (message at ``exception``).
    """
    if not reason:
        return ()
    if not unproven:
        raise InvalidInput({"exception": "各项核验都成立，不需要作例外，请清空这一项"})
    return (Excepted(unproven, reason, actor.viewer.name, clock.now(), edition),)


def keep_decision(actor: Actor, row: ArchivePackage, decided: tuple[Excepted, ...]) -> None:
    """Keep an exception with the version that it was made for."""
    with system_access("exceptions of a package in hand"):
        for one in decided:
            ArchiveException(
                package=row, edition=one.edition, claims=list(one.claims), reason=one.reason,
                person_id=actor.viewer.person, name=one.name, at=one.at,
            ).save(force_insert=True)  # fmt: skip


@command
def _seal_in_trial(actor: Actor, row: ArchivePackage, papers: list[Paper], seal: SealIn) -> None:
    """Judge the proofs alone: a claim that does not hold is heard of before anybody signs."""
    unproven = unproven_of(judge_papers(papers), ())
    decided = decision(actor, unproven, seal.exception, edition=1)
    facts = replace(_facts(row, papers, seal), unproven=unproven, excepted=bool(decided))
    take_step(actor, row, PACKAGE, "archive", facts=facts)


def _facts(
    row: ArchivePackage, papers: list[Paper], seal: SealIn, altered: tuple[str, ...] = ()
) -> PackageFacts:
    return PackageFacts(
        ended_on=row.ended_on, missing_papers=missing_of(papers), altered_papers=altered,
        explained=bool(seal.remark),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Made:
    """A package in a temporary file, with the timestamps that it holds."""

    bag: Bag
    stamped: Stamped


def packed(
    actor: Actor, dossier: Dossier, papers: list[Paper], row: ArchivePackage, remark: str, *, version: int = 1,
    replaces: Mapping[str, str] | None = None,
) -> Made:  # fmt: skip
    """Pack a version of a file and stamp it; ``replaces`` names the version before by its digests."""
    del actor  # what is packed was shown to be the actor's; the sealing records it
    now = clock.now()
    about = _description(dossier, papers, row, remark, now, version)
    evidence = project_evidence(dossier.number, also=dossier.keys)
    extra = {
        "采购档案目录.pdf": catalogue_pdf(row.project_title, dossier, papers, now),
        "events/events.jsonl": evidence.events,
    }
    stamps: list[Stamped] = []

    def stamped(sealed: bytes) -> dict[str, bytes]:
        stamps.append(stamp(sealed, (), now))
        return stamps[0].tokens

    def tags(lines: list[ManifestLine]) -> dict[str, bytes]:
        more = {"metadata/replaces.json": as_json(dict(replaces))} if replaces else {}
        return {**tag_files(about, evidence, lines), **more}

    bag = bags.pack(about.name, papers, extra, about.bag_info(), now, tags, stamped)
    return Made(bag, stamps[0])


def keep_stamp(
    actor: Actor, row: ArchivePackage, version: int, stamped: Stamped, *, place: int = 1
) -> None:
    """Keep the timestamps of a version, so that they are renewed in time."""
    del actor  # the act that stamps records itself
    with system_access("timestamps of a package in hand"):
        PackageStamp(
            package=row, edition=version, place=place, tokens=stamped.packed(), at=clock.now(),
            until=stamped.until,
        ).save(force_insert=True)  # fmt: skip


def _description(
    dossier: Dossier, papers: list[Paper], row: ArchivePackage, remark: str, now: datetime,
    version: int,
) -> Description:  # fmt: skip
    return Description(
        name=f"LC-{row.region}-{dossier.number}-v{version}",
        number=dossier.number,
        title=" ".join(dossier.project.title.split()),
        buyer=row.buyer_name,
        agency=row.agency_name,
        fonds=organisation(SYSTEM, row.buyer_id).uscc or "未编",
        region=row.region,
        ocid=dossier.project.ocid,
        ended_on=row.ended_on,
        retain_until=deadline("GP-ARC-01", row.ended_on).date,
        years=int(parameter("GP-ARC-01", on=row.ended_on).value),
        made_at=now,
        remark=remark,
        acts=acts_of(dossier),
        rules=rules_of(dossier),
        papers=tuple(paper_rows(papers)),
    )
