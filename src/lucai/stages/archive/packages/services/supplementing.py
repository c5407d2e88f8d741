"""补充归档: a later version beside the sealed one, which stays as it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from lucai.kernel import clock
from lucai.kernel.actors import SYSTEM, Actor
from lucai.kernel.errors import InvalidInput, WrongState
from lucai.platform.access.permissions import demand
from lucai.platform.files.kinds import DOCUMENTS, ZIP
from lucai.platform.files.selectors import FileCard, card
from lucai.platform.files.services import keep_upload
from lucai.platform.journal.frame import command
from lucai.platform.lives.services import take_step
from lucai.platform.records import system_access
from lucai.platform.trials import is_trial
from lucai.stages.archive.packages import bag as bags
from lucai.stages.archive.packages.dossier import Paper, Piece, paper_rows, papers_of
from lucai.stages.archive.packages.excepting import decided_upon, unproven_of
from lucai.stages.archive.packages.judging import faults_of, judge
from lucai.stages.archive.packages.lifecycle import PACKAGE
from lucai.stages.archive.packages.models import ArchivePackage, PackageVersion
from lucai.stages.archive.packages.proofs import judge_papers, judge_proofs
from lucai.stages.archive.packages.rules import PackageFacts
from lucai.stages.archive.packages.schemas import SupplementIn
from lucai.stages.archive.packages.selectors import dossier_of, exceptions_of, package_row
from lucai.stages.archive.packages.selectors.keepers import demand_keeper
from lucai.stages.archive.packages.selectors.versions import versions_of
from lucai.stages.archive.packages.services.checking import keep_check
from lucai.stages.archive.packages.services.gathering import (
    LARGEST_PACKAGE,
    Made,
    decision,
    keep_decision,
    keep_stamp,
    packed,
    with_exception,
)

GROUP = "13-补充归档"
MOST_FILES = 40


def supplement_package(
    actor: Actor, *, project_number: str, supplement: SupplementIn, uploads: Sequence[object]
) -> int:
    """Pack a sealed file anew with what came after; return the version's number.

    It holds everything that the stages have now, and the files handed in. The version before is
    named in it by its digests, and both stay.

    Raises:
        WrongState: it is not sealed, or its time is over.
        InvalidInput: nothing is new (at ``files``), or a file is none of the kinds taken.
        RuleBroken: a stored file is not what its digest says, or a claim does not hold (GP-ARC-03).
    """
    row = _supplemented(actor, project_number)
    if len(uploads) > MOST_FILES:
        raise InvalidInput({"files": f"一次最多补充 {MOST_FILES} 个文件"})
    before = versions_of(SYSTEM, project_number)[-1]
    dossier = dossier_of(SYSTEM, project_number)
    with system_access("files of a supplement in hand"):
        kept = [card(keep_upload(actor, one, field="files", allowed=DOCUMENTS)) for one in uploads]
    papers = [*papers_of(dossier), *_handed_in(row, kept)]
    if is_trial() and kept:  # something is new; the signer learns nothing from packing it twice
        tried = _Version(before.number + 1, supplement.reason, [], [], supplement.exception)
        _supplement_in_trial(actor, row, papers, tried)
        return before.number + 1
    said = with_exception(actor, supplement.reason, supplement.exception)
    made = packed(
        actor, dossier, papers, row, said, version=before.number + 1,
        replaces={"version": str(before.number), "sha256": before.sha256, "sm3": before.sm3},
    )  # fmt: skip
    try:
        added, ids = _added(made, before.manifest), [one.pk for one in kept]
        version = _Version(
            before.number + 1, supplement.reason, added, ids, supplement.exception
        )  # fmt: skip
        return _supplement(actor, row, papers, made, version)
    finally:
        bags.discard(made.bag)


def _supplemented(actor: Actor, project_number: str) -> ArchivePackage:
    row = package_row(actor.viewer, project_number)
    demand_keeper(actor.viewer, row)
    demand(actor, PACKAGE.permission(PACKAGE.step("supplement")))
    if row.state != "archived":
        raise WrongState("只有已归档、保管期限没有届满的档案可以补充归档。")
    return row


@dataclass(frozen=True, slots=True)
class _Version:
    """What is new in a version: why, which paths, the ids of the files handed in, an exception."""

    number: int
    reason: str
    added: list[str]
    files: list[int]
    exception: str


def _handed_in(row: ArchivePackage, kept: Sequence[FileCard]) -> list[Paper]:
    """Return the files of earlier supplements, which no stage holds, and those handed in now."""
    known = [
        Piece(name, stored=file) for one in versions_of(SYSTEM, row.project_number)
        for name, file in one.own_files
    ]  # fmt: skip
    pieces = (*known, *(Piece(file.name, stored=file) for file in kept))
    if not pieces:
        return []
    return [Paper("supplement", GROUP, "补充归档的材料", "present", "代理机构", False, (), pieces)]


def _added(made: Made, manifest: Sequence[dict[str, Any]]) -> list[str]:
    """Return the paths that the version before had not; what is printed anew adds nothing."""
    known = {line["path"] for line in manifest}
    found = [line.path for line in made.bag.manifest if line.path not in known]
    if not found:
        raise InvalidInput(
            {"files": "没有新的材料：请上传要补充的文件，或者等相应环节办结后再补充归档"}
        )
    return found


@command
def _supplement_in_trial(
    actor: Actor, row: ArchivePackage, papers: list[Paper], version: _Version
) -> None:
    unproven = unproven_of(judge_papers(papers), exceptions_of(SYSTEM, row))
    decided = decision(actor, unproven, version.exception, edition=version.number)
    facts = PackageFacts(ended_on=row.ended_on, unproven=unproven, excepted=bool(decided))
    take_step(actor, row, PACKAGE, "supplement", facts=facts)


@command
def _supplement(
    actor: Actor, row: ArchivePackage, papers: list[Paper], made: Made, version: _Version
) -> int:
    checks, proofs = judge(made.bag.file), judge_proofs(made.bag.file)
    kept = keep_upload(actor, made.bag, field="file", allowed=(ZIP,), limit=LARGEST_PACKAGE)
    altered = made.bag.altered or faults_of(checks)
    known = exceptions_of(SYSTEM, row)
    unproven = unproven_of(proofs, known)
    decided = decision(actor, unproven, version.exception, edition=version.number)
    take_step(
        actor, row, PACKAGE, "supplement",
        facts=PackageFacts(
            ended_on=row.ended_on, altered_papers=altered, unproven=unproven,
            excepted=bool(decided),
        ),
        body={
            "number": version.number, "reason": version.reason, "sha256": kept.sha256, "sm3": kept.sm3,
            "size": kept.size, "files": len(made.bag.manifest), "added": version.added[:MOST_FILES],
            "exceptions": [one.told() for one in decided],
        },
        changes={"checked_at": clock.now()},
    )  # fmt: skip
    with system_access("a version of a package in hand"):
        PackageVersion(
            package=row, number=version.number, reason=version.reason, made_at=clock.now(),
            made_name=actor.viewer.name, added=version.added, files=version.files,
            papers=paper_rows(papers),
            manifest=bags.as_rows(made.bag.manifest), file_id=kept.pk, size=kept.size,
            sha256=kept.sha256, sm3=kept.sm3,
        ).save(force_insert=True)  # fmt: skip
    keep_stamp(actor, row, version.number, made.stamped)
    keep_decision(actor, row, decided)
    keep_check(actor, row, "sealing", [*checks, *decided_upon(proofs, (*known, *decided))])
    return version.number
