"""Taking a package back into an empty house: unpacked, verified, and listed as it was sealed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from lucai.kernel import clock
from lucai.kernel.actors import Actor
from lucai.kernel.errors import InvalidInput, WrongState
from lucai.platform.files.kinds import ZIP
from lucai.platform.files.services import keep_upload
from lucai.platform.journal.frame import command
from lucai.platform.lives.services import note
from lucai.platform.records import system_access
from lucai.stages.archive.packages.judging import faults_of, judge
from lucai.stages.archive.packages.lifecycle import PACKAGE
from lucai.stages.archive.packages.models import ArchivePackage
from lucai.stages.archive.packages.services.checking import keep_check
from lucai.stages.archive.packages.services.gathering import LARGEST_PACKAGE, keep_stamp
from lucai.stages.archive.packages.stamping import Stamped
from lucai_trust.archive.tokens import stamp_of
from lucai_trust.archive.verify import Check, Package, manifest

PIECE = 1 << 20
FIRST = "renewals/01/"


@dataclass(frozen=True, slots=True)
class Parties:
    """To whom a restored file belongs: ids of this house; all others stand in the package."""

    buyer_id: int
    buyer_path: str
    agency_id: int
    finance_id: int


@dataclass(frozen=True, slots=True)
class _Upload:
    place: Path

    @property
    def name(self) -> str:
        return self.place.name

    @property
    def size(self) -> int:
        return self.place.stat().st_size

    def chunks(self) -> Iterator[bytes]:
        with self.place.open("rb") as content:
            while piece := content.read(PIECE):
                yield piece


def restore_package(actor: Actor, *, place: Path, parties: Parties) -> list[Check]:
    """Verify a package and enter it where it is unknown; return the checks it passed.

    Raises:
        InvalidInput: a check does not hold (each fault is named).
        WrongState: this house has the file already.
    """
    checks = judge(place, sm3=True)
    if faults := faults_of(checks):
        raise InvalidInput({"package": "；".join(faults)})
    package = Package(place)
    told = json.loads(package.read("metadata/package.json"))
    with system_access("a file that may be there"):
        if ArchivePackage.objects.filter(project_number=told["number"]).exists():
            raise WrongState("这里已经有这个项目的档案。")
    _restore(actor, place, package, told, parties, checks)
    return checks


@command
def _restore(
    actor: Actor, place: Path, package: Package, told: dict[str, Any], parties: Parties,
    checks: list[Check],
) -> None:  # fmt: skip
    kept = keep_upload(
        actor, _Upload(place), field="package", allowed=(ZIP,), limit=LARGEST_PACKAGE
    )
    row = ArchivePackage(
        project_number=told["number"], project_title=told["title"], region=told["region"],
        buyer_id=parties.buyer_id, buyer_path=parties.buyer_path, buyer_name=told["buyer"],
        agency_id=parties.agency_id, agency_name=told["agency"], finance_id=parties.finance_id,
        ended_on=date.fromisoformat(told["ended_on"]), remark=told["remark"],
        papers=told["papers"], manifest=_manifest(package), file_id=kept.pk, size=kept.size,
        sha256=kept.sha256, sm3=kept.sm3, archived_at=datetime.fromisoformat(told["made_at"]),
        retain_until=date.fromisoformat(told["retain_until"]), checked_at=clock.now(),
        state="archived", state_since=clock.now(),
    )  # fmt: skip
    with system_access("restore"):
        row.save(force_insert=True)
    keep_check(actor, row, "restore", checks)
    if tokens := {n: package.read(n) for n in sorted(package.names) if n.startswith(FIRST)}:
        keep_stamp(actor, row, 1, Stamped(tokens, _until(package, tokens)))
    note(actor, row, PACKAGE, "restore", label="由归档信息包恢复档案", body={"sha256": row.sha256})


def _until(package: Package, tokens: dict[str, bytes]) -> datetime:
    """Return when the first certificate behind the tokens ends."""
    sealed = package.read("tagmanifest-sha512.txt")
    ends = (stamp_of(token, sealed).until for token in tokens.values())
    return min(datetime.strptime(end, "%Y%m%d%H%M%SZ").replace(tzinfo=UTC) for end in ends)


def _manifest(package: Package) -> list[dict[str, Any]]:
    sm3 = manifest(package, "manifest-sm3.txt")
    sizes = _sizes(package)
    return [
        {"path": path, "size": sizes[path], "sha512": digest, "sm3": sm3.get(path, ""), "title": ""}
        for path, digest in manifest(package, "manifest-sha512.txt").items()
    ]


def _sizes(package: Package) -> dict[str, int]:
    assert package.zip
    return {entry.filename.partition("/")[2]: entry.file_size for entry in package.zip.infolist()}
