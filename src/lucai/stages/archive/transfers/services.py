"""Changing transfers: handed over, received with a receipt, or sent back with what is wrong."""

from __future__ import annotations

from typing import Any

from lucai.kernel import clock
from lucai.kernel.actors import SYSTEM, Actor, Reason
from lucai.kernel.errors import InvalidInput, NotAllowed, NotFound
from lucai.platform.access.permissions import demand
from lucai.platform.journal.frame import command
from lucai.platform.lives.numbering import begin_numbered
from lucai.platform.lives.services import take_step
from lucai.platform.trials import is_trial
from lucai.stages.archive.packages.selectors import package_row
from lucai.stages.archive.packages.selectors.versions import versions_of
from lucai.stages.archive.packages.services import note_transfer
from lucai.stages.archive.transfers import ports
from lucai.stages.archive.transfers.lifecycle import HAND_OVER, TRANSFER
from lucai.stages.archive.transfers.models import ArchiveTransfer
from lucai.stages.archive.transfers.ports import HandedOver, Reception
from lucai.stages.archive.transfers.schemas import TransferIn
from lucai.stages.archive.transfers.selectors import transfer_row
from lucai.stages.contract.contracts.parties import demand_party


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
    _resend(actor, number)
    _deliver(actor, number)


@command
def abandon(actor: Actor, *, number: str) -> None:
    """Give a transfer up that was sent back."""
    row = transfer_row(actor.viewer, number)
    demand_party(actor, row)
    take_step(actor, row, TRANSFER, "abandon")


@command
def _hand_over(actor: Actor, transfer: TransferIn) -> str:
    packages = [_package(actor, number) for number in transfer.projects]
    if len({package.buyer_id for package in packages}) > 1:
        raise InvalidInput({"projects": "一次移交只能是同一采购人（同一全宗）的档案"})
    first, items = packages[0], [_item(package) for package in packages]
    row = ArchiveTransfer(
        institution=transfer.institution, buyer_id=first.buyer_id, buyer_path=first.buyer_path,
        buyer_name=first.buyer_name, agency_id=first.agency_id, agency_name=first.agency_name,
        region=first.region, items=items,
        size=sum(item["size"] for item in items), sent_at=clock.now(),
    )  # fmt: skip
    begin_numbered(
        actor, row, TRANSFER, prefix=f"YJ{clock.today():%Y}", field="number", label="移交档案",
        body={"institution": row.institution, "items": row.items},
    )  # fmt: skip
    return row.number


@command
def _resend(actor: Actor, number: str) -> None:
    row = transfer_row(actor.viewer, number)
    demand_party(actor, row)
    items = [{**item, "faults": []} for item in row.items]
    take_step(
        actor, row, TRANSFER, "resend",
        changes={"sent_at": clock.now(), "items": items, "answer": "", "answered_at": None},
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
        if one.file
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
                receipt=reception.receipt,
            )  # fmt: skip


def _package(actor: Actor, project_number: str) -> Any:
    try:
        package = package_row(actor.viewer, project_number)
        demand_party(actor, package)
    except (NotFound, NotAllowed) as error:
        raise InvalidInput({"projects": f"{project_number} 不是本单位保管的档案"}) from error
    if not package.file_id:
        raise InvalidInput({"projects": f"{project_number} 还没有归档，或者已经销毁"})
    if package.receipt:
        raise InvalidInput({"projects": f"{project_number} 已经移交，回执 {package.receipt}"})
    return package


def _item(package: Any) -> dict[str, Any]:
    """Return a file's line of the list: its first version, and the digests of the later ones."""
    later = versions_of(SYSTEM, package.project_number)[1:]
    return {
        "project_number": package.project_number, "title": package.project_title,
        "size": package.size + sum(one.size for one in later), "sha256": package.sha256,
        "sm3": package.sm3, "faults": [],
        "later": [{"number": one.number, "sha256": one.sha256, "sm3": one.sm3} for one in later],
    }  # fmt: skip
