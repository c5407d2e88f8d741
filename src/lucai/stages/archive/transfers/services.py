"""Changing transfers: handed over, received with a receipt, or sent back with what is wrong."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from lucai.kernel import clock
from lucai.kernel.actors import SYSTEM, Actor, Reason
from lucai.kernel.errors import InvalidInput, NotAllowed, NotFound
from lucai.platform.access.permissions import demand
from lucai.platform.journal.frame import command
from lucai.platform.lives.numbering import begin_numbered
from lucai.platform.lives.services import take_step
from lucai.platform.records import system_access
from lucai.platform.trials import is_trial
from lucai.stages.archive.packages.selectors import package_row
from lucai.stages.archive.packages.selectors.keepers import demand_keeper
from lucai.stages.archive.packages.selectors.versions import lacking, versions_of
from lucai.stages.archive.packages.services import note_transfer
from lucai.stages.archive.transfers import ports
from lucai.stages.archive.transfers.lifecycle import HAND_OVER, TRANSFER
from lucai.stages.archive.transfers.models import ArchiveTransfer
from lucai.stages.archive.transfers.ports import HandedOver, Reception
from lucai.stages.archive.transfers.rules import versions_in
from lucai.stages.archive.transfers.schemas import TransferIn
from lucai.stages.archive.transfers.selectors import facts_of, transfer_row


def hand_over(actor: Actor, *, transfer: TransferIn) -> str:
    """Hand sealed files over; return the transfer's number.

    The institution is asked outside the transaction: it takes its time.

    Raises:
        InvalidInput: an unknown institution, a file that is not sealed or another agency's, or
            files of several buyers.
    """
    demand(actor, HAND_OVER.permission)
    if ports.institution(transfer.institution) is None:
        raise InvalidInput({"institution": "没有接入这个档案馆"})
    number = _hand_over(actor, transfer)
    _deliver(actor, number)
    return number


def resend(actor: Actor, *, number: str) -> None:
    """Hand the same files over once more, after what was wrong is mended."""
    _again(actor, number, "resend")
    _deliver(actor, number)


def send(actor: Actor, *, number: str) -> None:
    """Hand the later versions of a file over that was handed over before."""
    _again(actor, number, "send")
    _deliver(actor, number)


@command
def abandon(actor: Actor, *, number: str) -> None:
    """Give a transfer up that was sent back.

    Raises:
        RuleBroken: it hands on what supplements a file that was handed over.
    """
    row = _own(actor, number)
    take_step(actor, row, TRANSFER, "abandon", facts=facts_of(actor.viewer, row))


def owe_supplement(actor: Actor, *, project_number: str) -> str:
    """Put a transfer on the keeper's desk when a file has versions that the institution lacks.

    Return its number; nothing where the file was never handed over, nothing is lacking, or one
    waits already.
    """
    package = package_row(SYSTEM, project_number)
    if not (package.receipt and package.file_id and lacking(SYSTEM, project_number)):
        return ""
    with system_access("transfers of a supplemented file"):
        rows = ArchiveTransfer.objects.filter(supplement_of=project_number)
        if rows.exclude(state="received").exists():
            return ""
    return _owe(actor, package)


@command
def _owe(actor: Actor, package: Any) -> str:
    row = _row(package.transferred_to, [package])
    row.supplement_of = package.project_number
    return _begin(actor, row, "补充归档，需要继续移交").number


@command
def _hand_over(actor: Actor, transfer: TransferIn) -> str:
    packages = [_package(actor, number) for number in transfer.projects]
    if len({package.buyer_id for package in packages}) > 1:
        raise InvalidInput({"projects": "一次移交只能是同一采购人（同一全宗）的档案"})
    row = _begin(actor, _row(transfer.institution, packages), "移交档案")
    take_step(
        actor, row, TRANSFER, "send", follows=True, changes={"sent_at": clock.now()},
        body={"institution": row.institution, "items": row.items},
    )  # fmt: skip
    return row.number


def _row(institution: str, packages: Sequence[Any]) -> ArchiveTransfer:
    first, items = packages[0], [_item(package) for package in packages]
    return ArchiveTransfer(
        institution=institution, buyer_id=first.buyer_id, buyer_path=first.buyer_path,
        buyer_name=first.buyer_name, agency_id=first.agency_id, agency_name=first.agency_name,
        region=first.region, items=items, size=_size(items),
    )  # fmt: skip


def _begin(actor: Actor, row: ArchiveTransfer, label: str) -> ArchiveTransfer:
    prefix, body = f"YJ{clock.today():%Y}", {"institution": row.institution, "items": row.items}
    return begin_numbered(
        actor, row, TRANSFER, prefix=prefix, field="number", label=label, body=body
    )


@command
def _again(actor: Actor, number: str, step: str) -> None:
    """Send what waits, or was sent back; of a supplemented file everything made since as well."""
    row = _own(actor, number)
    items = [{**item, "faults": []} for item in row.items]
    if row.supplement_of:
        items = [_item(package_row(SYSTEM, row.supplement_of))]
    take_step(
        actor, row, TRANSFER, step, body={"institution": row.institution, "items": items},
        changes={
            "sent_at": clock.now(), "items": items, "size": _size(items), "answer": "",
            "answered_at": None,
        },
    )  # fmt: skip


def _deliver(actor: Actor, number: str) -> None:
    row = transfer_row(actor.viewer, number)
    institution = ports.institution(row.institution)
    if institution is None or is_trial():
        return
    packages = [
        HandedOver(item["project_number"], one.file.sha256, one.file.path)
        for item in row.items
        for one in versions_of(SYSTEM, item["project_number"])
        if one.file and one.number in versions_in(item)
    ]
    _answer(
        Actor.system(Reason.COUNTERPARTY_MESSAGE), number, institution.receive(number, packages)
    )


@command
def _answer(actor: Actor, number: str, reception: Reception) -> None:
    row = transfer_row(actor.viewer, number)
    items = [
        {**i, "faults": list(reception.faults.get(i["project_number"], ()))} for i in row.items
    ]
    take_step(
        actor, row, TRANSFER, "receive" if reception.accepted else "reject",
        body={"receipt": reception.receipt, "message": reception.message},
        changes={
            "receipt": reception.receipt, "answer": reception.message, "items": items,
            "answered_at": clock.now(),
        },
    )  # fmt: skip
    if reception.accepted:
        for item in row.items:
            note_transfer(
                actor, project_number=item["project_number"], institution=row.institution,
                receipt=reception.receipt, versions=versions_in(item),
            )  # fmt: skip


def _package(actor: Actor, project_number: str) -> Any:
    try:
        package = package_row(actor.viewer, project_number)
        demand_keeper(actor.viewer, package)
    except (NotFound, NotAllowed) as error:
        raise InvalidInput({"projects": f"{project_number} 不是本单位保管的档案"}) from error
    if not package.file_id:
        raise InvalidInput({"projects": f"{project_number} 还没有归档，或者已经销毁"})
    if package.receipt:
        raise InvalidInput({"projects": f"{project_number} 已经移交，回执 {package.receipt}"})
    return package


def _item(package: Any) -> dict[str, Any]:
    """Return a file's line of the list: what the institution lacks, and the digests of each version."""
    first, *later = lacking(SYSTEM, package.project_number)
    return {
        "project_number": package.project_number, "title": package.project_title,
        "version": first.number, "size": first.size + sum(one.size for one in later),
        "sha256": first.sha256, "sm3": first.sm3, "faults": [],
        "later": [{"number": one.number, "sha256": one.sha256, "sm3": one.sm3} for one in later],
    }  # fmt: skip


def _size(items: Sequence[dict[str, Any]]) -> int:
    return sum(item["size"] for item in items)


def _own(actor: Actor, number: str) -> ArchiveTransfer:
    row = transfer_row(actor.viewer, number)
    if row.hands_over != (actor.viewer.side, actor.viewer.organisation):
        raise NotAllowed("由整理归档的单位移交，您只能查看。")
    return row
