"""Rows of negotiations, for services and for the other selectors."""

from __future__ import annotations

from lucai.kernel.actors import SYSTEM, Viewer
from lucai.kernel.errors import NotFound
from lucai.stages.trade.negotiations.lifecycle import GOING
from lucai.stages.trade.negotiations.models import (
    FinalOffer,
    NegotiationChange,
    NegotiationRecord,
    NegotiationRound,
)
from lucai.stages.trade.negotiations.rules import SAID, TalkFacts
from lucai.stages.trade.panels.selectors import own_place


def negotiation_of(viewer: Viewer, project_number: str, lot_number: int) -> NegotiationRound | None:
    """Return the negotiation of a lot, or None where there is none that the viewer sees."""
    rows = NegotiationRound.objects.seen_by(viewer)
    row: NegotiationRound | None = rows.filter(
        project_number=project_number, lot_number=lot_number
    ).first()
    return row


def negotiation_row(viewer: Viewer, project_number: str, lot_number: int) -> NegotiationRound:
    """Return the negotiation of a lot.

    Raises:
        NotFound: there is none or the viewer may not see it.
    """
    rows = NegotiationRound.objects.seen_by(viewer)
    row = rows.filter(project_number=project_number, lot_number=lot_number).first()
    if not row:
        raise NotFound("没有找到这一包的谈判。")
    found: NegotiationRound = row
    return found


def negotiations_of(viewer: Viewer, project_number: str) -> list[NegotiationRound]:
    """Return the negotiations of a project that the viewer may see, by lot."""
    rows = NegotiationRound.objects.seen_by(viewer).filter(project_number=project_number)
    return list(rows.order_by("lot_number"))


def offers_of(viewer: Viewer, negotiation: NegotiationRound) -> list[FinalOffer]:
    """Return the participants' rows the viewer may see, in the order of their responses."""
    rows = FinalOffer.objects.seen_by(viewer).filter(negotiation_id=negotiation.pk)
    return list(rows.order_by("pk"))


def offer_row(viewer: Viewer, project_number: str, lot_number: int) -> FinalOffer:
    """Return the viewer's own place in a negotiation.

    Raises:
        NotFound: the viewer's organisation takes no part in it.
    """
    rows = FinalOffer.objects.seen_by(viewer).filter(
        project_number=project_number, lot_number=lot_number, supplier_id=viewer.organisation
    )
    row = rows.first()
    if not row:
        raise NotFound("您没有参加这一包的谈判。")
    found: FinalOffer = row
    return found


def records_of(viewer: Viewer, project_number: str, lot_number: int) -> list[NegotiationRecord]:
    """Return the records of a lot that the viewer may see, oldest first."""
    rows = NegotiationRecord.objects.seen_by(viewer).filter(
        project_number=project_number, lot_number=lot_number
    )
    return list(rows.order_by("pk"))


def changes_of(viewer: Viewer, project_number: str, lot_number: int) -> list[NegotiationChange]:
    """Return the changes of a lot that the viewer may see, oldest first."""
    rows = NegotiationChange.objects.seen_by(viewer).filter(
        project_number=project_number, lot_number=lot_number
    )
    return list(rows.order_by("pk"))


def record_row(viewer: Viewer, project_number: str, pk: int) -> NegotiationRecord:
    """Return one record.

    Raises:
        NotFound: there is none or the viewer may not see it.
    """
    rows = NegotiationRecord.objects.seen_by(viewer).filter(project_number=project_number, pk=pk)
    row = rows.first()
    if not row:
        raise NotFound("没有找到这份谈判记录。")
    found: NegotiationRecord = row
    return found


def change_row(viewer: Viewer, project_number: str, pk: int) -> NegotiationChange:
    """Return one change.

    Raises:
        NotFound: there is none or the viewer may not see it.
    """
    rows = NegotiationChange.objects.seen_by(viewer).filter(project_number=project_number, pk=pk)
    row = rows.first()
    if not row:
        raise NotFound("没有找到这项变动。")
    found: NegotiationChange = row
    return found


def talk_facts(viewer: Viewer, row: NegotiationRound) -> TalkFacts:
    """Return the negotiation as the chair's steps read it; ``viewer`` is who would act."""
    offers = offers_of(SYSTEM, row)
    records = records_of(SYSTEM, row.project_number, row.lot_number)
    heard = {record.supplier_id for record in records if record.round == row.number}
    changes = changes_of(SYSTEM, row.project_number, row.lot_number)
    own = own_place(viewer, row.project_number)
    return TalkFacts(
        chair_place=row.chair_place,
        acting_place=own.place if own else 0,
        unheard=tuple(
            o.supplier_name for o in offers if o.state in GOING and o.supplier_id not in heard
        ),
        unsettled=sum(change.state == "proposed" for change in changes),
        due_at=row.due_at,
        single_source=row.method == SINGLE_SOURCE,
        unsaid=tuple(
            label for name, label in SAID.items() if not any(getattr(r, name) for r in records)
        ),
    )


SINGLE_SOURCE = "single_source"
