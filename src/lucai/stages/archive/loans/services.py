"""Changing loans: asked for, granted in part or whole, refused, read by, given back, lapsed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zipfile import ZipFile

from lucai.kernel import clock
from lucai.kernel.actors import SYSTEM, Actor
from lucai.kernel.errors import InvalidInput, NotAllowed, NotFound, WrongState
from lucai.platform.access.permissions import demand
from lucai.platform.documents.picturing import Unreadable, page_count, page_picture
from lucai.platform.journal.frame import command
from lucai.platform.lives.numbering import begin_numbered
from lucai.platform.lives.services import take_step
from lucai.platform.records import system_access
from lucai.stages.archive.loans.lifecycle import ASK, LOAN
from lucai.stages.archive.loans.models import ArchiveLoan
from lucai.stages.archive.loans.schemas import LendIn, LoanIn, SaidIn
from lucai.stages.archive.loans.selectors import (
    facts_of,
    groups_of,
    is_borrower,
    is_running,
    keeper,
    loan_row,
    versions_lent,
)
from lucai.stages.archive.packages.selectors import package_row
from lucai.stages.archive.packages.selectors.versions import version_seen
from lucai.stages.archive.packages.services.reading import trace
from lucai.stages.archive.packages.zipped import PackedFile, packed_file

SHARED = (
    "project_number", "project_title", "buyer_id", "buyer_path", "agency_id", "finance_id", "region",
)  # fmt: skip
AT_ONCE = 200
UNREADABLE = "这个文件打不开，请向保管档案的单位查阅原件。"


@dataclass(frozen=True, slots=True)
class PageShown:
    """One page of a lent paper as a picture."""

    picture: bytes
    page: int
    pages: int


@command
def ask(actor: Actor, *, loan: LoanIn) -> str:
    """Ask for a loan; return its number.

    Raises:
        InvalidInput: there is no sealed file of that project, or it is one's own.
    """
    demand(actor, ASK.permission)
    package = _package(loan.project_number)
    if actor.viewer.organisation in {package.buyer_id, package.agency_id}:
        raise InvalidInput({"project_number": "这是本单位保管的档案，可以直接查阅，不用借阅"})
    row = ArchiveLoan(
        borrower_id=actor.viewer.organisation or 0, borrower_side=actor.viewer.side.value,
        borrower_name=actor.viewer.organisation_name, person=actor.viewer.person,
        person_name=actor.viewer.name, purpose=loan.purpose.value, reason=loan.reason,
        groups=groups_of(actor.viewer, package.project_number), days=loan.days,
        **{name: getattr(package, name) for name in SHARED},
    )  # fmt: skip
    begin_numbered(
        actor, row, LOAN, prefix=f"JY{clock.today():%Y}", field="number", label="申请借阅档案",
        body={"purpose": row.purpose, "days": row.days},
    )  # fmt: skip
    return row.number


@command
def lend(actor: Actor, *, number: str, loan: LendIn) -> None:
    """Grant a loan of some folders for some days.

    Raises:
        NotAllowed: the actor's organisation does not keep the file.
        InvalidInput: a folder that is not in the package.
        RuleBroken: bids and evaluation for a supplier.
    """
    row = _kept(actor, number)
    # A file supplemented since it was asked for may have folders that it had not then.
    if unknown := set(loan.groups) - set(groups_of(actor.viewer, row.project_number)):
        raise InvalidInput({"groups": f"没有这个部分：{'、'.join(sorted(unknown))}"})
    until = clock.now() + timedelta(days=loan.days)
    take_step(
        actor, row, LOAN, "lend", facts=facts_of(actor.viewer, row, loan.groups), audience=(row.borrower_id,),
        body={"groups": loan.groups, "until": until.isoformat()},
        changes={"lent": loan.groups, "until": until, "decided_name": actor.viewer.organisation_name},
    )  # fmt: skip


@command
def refuse(actor: Actor, *, number: str, said: SaidIn) -> None:
    """Refuse a loan with the reason."""
    row = _kept(actor, number)
    take_step(
        actor, row, LOAN, "refuse", body={"reason": said.reason}, audience=(row.borrower_id,),
        changes={"said": said.reason, "decided_name": actor.viewer.organisation_name},
    )  # fmt: skip


@command
def revoke(actor: Actor, *, number: str) -> None:
    """Call a loan back before its term."""
    row = _kept(actor, number)
    take_step(actor, row, LOAN, "revoke", audience=(row.borrower_id,))


@command
def withdraw(actor: Actor, *, number: str) -> None:
    """Take back what was asked."""
    take_step(actor, _borrowed(actor, number), LOAN, "withdraw")


@command
def give_back(actor: Actor, *, number: str) -> None:
    """End a loan before its term."""
    take_step(actor, _borrowed(actor, number), LOAN, "give_back")


def lapse_old(actor: Actor, *, now: datetime) -> int:
    """End the loans whose term is over; return how many."""
    with system_access("ended loans"):
        rows = list(ArchiveLoan.objects.filter(state="lent", until__lte=now)[:AT_ONCE])
    for row in rows:
        _lapse(actor, row)
    return len(rows)


def read_file(actor: Actor, *, number: str, path: str, version: int = 1) -> PackedFile:
    """Hand out one lent file that is no PDF.

    Raises:
        WrongState: the term is over.
        NotFound: it is not lent.
    """
    packed, row = _lent_file(actor, number, path, version)
    package = package_row(SYSTEM, row.project_number)
    trace(actor, package, path, loan=row.number, version=version)
    return packed


def read_page(actor: Actor, *, number: str, path: str, page: int, version: int = 1) -> PageShown:
    """Show one page of a lent PDF as a picture.

    Raises:
        WrongState: the term is over.
        NotFound: it is not lent, no PDF, or has no such page.
    """
    packed, row = _lent_file(actor, number, path, version)
    if not path.lower().endswith(".pdf"):
        raise NotFound("这个文件不能分页查看。")
    with ZipFile(packed.package) as bag:
        content = bag.read(packed.entry)
    try:
        shown = PageShown(page_picture(content, page), page, page_count(content))
    except IndexError as error:
        raise NotFound("没有这一页。") from error
    except Unreadable as error:
        raise NotFound(UNREADABLE) from error
    package = package_row(SYSTEM, row.project_number)
    trace(actor, package, path, loan=row.number, page=page, version=version)
    return shown


def pages_of(actor: Actor, *, number: str, path: str, version: int = 1) -> int:
    """Return how many pages a lent PDF has."""
    packed, _ = _lent_file(actor, number, path, version)
    with ZipFile(packed.package) as package:
        try:
            return page_count(package.read(packed.entry))
        except Unreadable as error:
            raise NotFound(UNREADABLE) from error


@command
def _lapse(actor: Actor, row: ArchiveLoan) -> None:
    take_step(actor, row, LOAN, "lapse", audience=(row.borrower_id,))


def _lent_file(
    actor: Actor, number: str, path: str, version: int
) -> tuple[PackedFile, ArchiveLoan]:
    row = loan_row(actor.viewer, number)
    if not is_borrower(actor.viewer, row):
        raise NotFound("没有找到这次借阅。")
    if not is_running(actor.viewer, row):
        raise WrongState("借阅已经结束，需要时请重新申请。")
    lent = next((one for one in versions_lent(actor.viewer, row) if one.number == version), None)
    if lent is None or path not in {line["path"] for line in lent.files}:
        raise NotFound("这个文件不在借阅范围内。")
    file = version_seen(SYSTEM, row.project_number, version).file
    assert file
    return packed_file(list(lent.files), file, path), row


def _package(project_number: str) -> Any:
    try:
        package = package_row(SYSTEM, project_number)
    except NotFound:
        package = None
    if package is None or not package.file_id:
        raise InvalidInput({"project_number": "没有查到这个项目的档案：编号有误，或者还没有归档"})
    return package


def _kept(actor: Actor, number: str) -> ArchiveLoan:
    row = loan_row(actor.viewer, number)
    if not keeper(actor.viewer, row):
        raise NotAllowed("由保管档案的采购人或者代理机构办理。")
    return row


def _borrowed(actor: Actor, number: str) -> ArchiveLoan:
    row = loan_row(actor.viewer, number)
    if not is_borrower(actor.viewer, row):
        raise NotAllowed("由借阅单位办理。")
    return row
