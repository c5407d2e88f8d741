"""Bonds of bids that nobody opened go back: withdrawn before the deadline, or left shut after it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from lucai.kernel import money
from lucai.kernel.actors import SYSTEM
from lucai.law.calendar import beijing_day
from lucai.site.demo.plots import Tale
from lucai.site.demo.scenes.sealing import Submitted
from lucai.stages.trade.bids.selectors.tender import tendered_lot
from lucai.stages.trade.bids.wording import SecurityKind
from lucai.stages.trade.bond_returns import services
from lucai.stages.trade.bond_returns.schemas import NoticeIn, RefundIn, SettledIn
from lucai.stages.trade.bond_returns.selectors import unopened_list


def ask_back(tale: Tale, bidder: int, withdrawn: dict[int, Submitted]) -> list[int]:
    """Let a supplier give notice that the bonds of its withdrawn bids have to go back."""
    asked: list[int] = []
    for lot, one in withdrawn.items():
        bond = tendered_lot(SYSTEM, tale.project, lot).bond
        if not bond:
            continue
        supplier = tale.supplier(bidder)
        form = NoticeIn.model_validate(
            {
                "project_number": tale.project, "lot_number": lot,
                "envelope_hash": one.made.envelope.hash.hex(), "kind": SecurityKind.TRANSFER,
                "amount": money.plain_yuan(bond), "reference": f"HK{tale.project[-12:]}{lot:02d}",
                "payer_account_name": supplier.viewer.organisation_name,
            }
        )  # fmt: skip
        asked.append(services.ask(supplier, form=form))
    return asked


def give_back(tale: Tale, asked: Iterable[int]) -> None:
    """Give back what suppliers gave notice of."""
    for pk in asked:
        services.refund(tale.agency, pk=pk, form=RefundIn())


def settle_unopened(tale: Tale, shut: Mapping[int, int]) -> None:
    """Give back what came in for lots that failed at their opening: lot → how many had bid."""
    for lot in (lot for lot, bidders in shut.items() if bidders):
        services.await_return(
            tale.system, project_number=tale.project, lot_number=lot,
            on=beijing_day(tale.deadline),
        )  # fmt: skip
    for sheet in unopened_list(tale.agency.viewer):
        if sheet.project_number == tale.project and sheet.state == "waiting":
            bond = tendered_lot(SYSTEM, tale.project, sheet.lot_number).bond
            count = shut[sheet.lot_number]
            told = {"count": count, "total": money.plain_yuan(count * bond), "interest": "0.80"}
            services.settle(tale.agency, pk=sheet.pk, form=SettledIn.model_validate(told))
