"""Reading a sealed package: each file and page that somebody reads leaves a trace."""

from __future__ import annotations

from lucai.kernel import clock
from lucai.kernel.actors import Actor
from lucai.platform.files.selectors import FileCard
from lucai.platform.journal.frame import command
from lucai.platform.lives.services import note
from lucai.platform.records import system_access
from lucai.stages.archive.packages.lifecycle import PACKAGE
from lucai.stages.archive.packages.models import ArchivePackage, ArchiveReading
from lucai.stages.archive.packages.selectors import package_row
from lucai.stages.archive.packages.selectors.versions import version_seen
from lucai.stages.archive.packages.zipped import PackedFile, packed_file

WHOLE_PACKAGE = "（整个归档信息包）"


def read_package(actor: Actor, *, project_number: str, version: int = 1) -> FileCard:
    """Hand out the whole package, or a later version, to those who keep or supervise it.

    Raises:
        NotFound: it is not sealed, or the viewer may not see it.
    """
    one = version_seen(actor.viewer, project_number, version)
    assert one.file
    trace(actor, package_row(actor.viewer, project_number), WHOLE_PACKAGE, version=version)
    return one.file


def read_file(actor: Actor, *, project_number: str, path: str, version: int = 1) -> PackedFile:
    """Hand out one file of the package to those who keep or supervise it.

    Raises:
        NotFound: there is no such file in it.
    """
    one = version_seen(actor.viewer, project_number, version)
    assert one.file
    packed = packed_file(list(one.manifest), one.file, path)
    trace(actor, package_row(actor.viewer, project_number), path, version=version)
    return packed


@command
def trace(
    actor: Actor, row: ArchivePackage, path: str, *, loan: str = "", page: int | None = None,
    version: int = 1,
) -> None:  # fmt: skip
    """Note who reads what, of which version; the reading itself follows."""
    path = f"{path}（第 {version} 版）" if version > 1 else path
    with system_access("trace of a reading"):
        ArchiveReading.objects.create(
            package=row, loan_number=loan, path=path, page=page, person=actor.viewer.person,
            person_name=actor.viewer.name, organisation_name=actor.viewer.organisation_name,
            at=clock.now(),
        )  # fmt: skip
    body = {"path": path, "loan": loan, "person": actor.viewer.person or 0}
    note(
        actor, row, PACKAGE, "read", label="查阅档案",
        body={**body, "page": page} if page is not None else body,
    )  # fmt: skip
