"""How far what is complained of is (94号令 arts 31, 32), and whom a decision on it concerns."""

from __future__ import annotations

from lucai.kernel.actors import SYSTEM, Side, Viewer
from lucai.law.challenges import DOCUMENT, Stage
from lucai.oversight.complaints.models import Complaint
from lucai.oversight.complaints.rules import Disputed
from lucai.stages.contract.contracts.selectors import contracts_of_project
from lucai.stages.trade.awards.selectors import awards_of
from lucai.stages.trade.calloffs.selectors import order_seen, suppliers_awarded
from lucai.stages.trade.challenges.kinds import LATER, Kind, kind_of
from lucai.stages.trade.challenges.ports import later, numbers_of
from lucai.stages.trade.challenges.selectors import subject_seen
from lucai.stages.trade.challenges.selectors.beyond import concerned
from lucai.stages.trade.cooperations.selectors import winners_in
from lucai.stages.trade.frameworks.selectors.standing import admitted_by

UNSIGNED = frozenset({"draft", "signing", "buyer_signed", "supplier_signed"})
SIGNED = frozenset({"signed", "published", "filed"})
Receivers = dict[int, tuple[Side, str, bool]]


def stage_of(viewer: Viewer, row: Disputed) -> Stage:
    """Return how far the complained-of lots are (94号令 arts 31, 32): the furthest counts."""
    del viewer
    if kind_of(row.project_number) is Kind.FRAMEWORK:
        return _of_framework(row)
    contracts = [
        contract
        for number in numbers_of(row.project_number)
        for contract in contracts_of_project(SYSTEM, number)
        if _concerns(row, contract)
    ]
    states = {contract.state for contract in contracts} - {"rescinded"}
    if states - UNSIGNED - SIGNED:
        return Stage.PERFORMED
    if states & SIGNED:
        return Stage.CONTRACTED
    if kind_of(row.project_number) is Kind.ORDER:
        decided = order_seen(SYSTEM, row.project_number).state in {"decided", "contracted"}
        return Stage.AWARDED if decided else Stage.UNDECIDED
    if kind_of(row.project_number) in LATER:
        decided = later().decided(SYSTEM, row.project_number)
        return Stage.AWARDED if decided else Stage.UNDECIDED
    awards = [a for a in awards_of(SYSTEM, row.project_number) if _concerns(row, a)]
    decided = any(a.state in {"decided", "announced", "contracted"} for a in awards)
    decided = decided or bool(winners_in(SYSTEM, row.project_number))
    return Stage.AWARDED if decided else Stage.UNDECIDED


def receivers_of(viewer: Viewer, row: Complaint) -> Receivers:
    """Return the respondents, and the winners whom the points concern (94号令 art 21)."""
    del viewer
    found: Receivers = {
        row.agency_id: (Side.AGENCY, row.agency_name, False),
        row.buyer_id: (Side.BUYER, row.buyer_name, False),
    }
    if row.about != DOCUMENT:
        found |= {ident: (Side.SUPPLIER, name, True) for ident, name in _winners(row).items()}
    return {ident: one for ident, one in found.items() if ident and ident != row.supplier_id}


def struck_choices(viewer: Viewer, row: Complaint) -> list[tuple[str, str]]:
    """Return whose admission a decision can cancel: nobody's outside a closed framework's call."""
    del viewer
    if not row.round or row.about == DOCUMENT:
        return []
    return [
        (str(one.place), f"包 {one.package_number}　{one.supplier_name}")
        for one in admitted_by(SYSTEM, row.project_number, row.round)
        if not row.lots or one.package_number in row.lots
    ]


def _of_framework(row: Disputed) -> Stage:
    """An agreement is signed with each of the admitted, and performed by the orders under it."""
    members = [
        one for one in admitted_by(SYSTEM, row.project_number, row.round)
        if not row.lots or one.package_number in row.lots
    ]  # fmt: skip
    if not members or not row.round:
        # In an open framework nobody is chosen before another: what is wrong is reviewed again.
        return Stage.UNDECIDED
    if {one.supplier_id for one in members} & suppliers_awarded(SYSTEM, row.project_number):
        return Stage.PERFORMED
    signed = any(one.state == "active" for one in members)
    return Stage.CONTRACTED if signed else Stage.AWARDED


def _winners(row: Complaint) -> dict[int, str]:
    if kind_of(row.project_number) is not Kind.PROJECT:
        subject = subject_seen(SYSTEM, row.project_number)
        return concerned(SYSTEM, subject, row.round, row.lots)
    found = {
        award.supplier_id: award.supplier_name
        for award in awards_of(SYSTEM, row.project_number)
        if award.supplier_id and (not row.lots or award.lot_number in row.lots)
    }
    return found | winners_in(SYSTEM, row.project_number)


def _concerns(row: Disputed, thing: object) -> bool:
    return not row.lots or getattr(thing, "lot_number", None) in row.lots
