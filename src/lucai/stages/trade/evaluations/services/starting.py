"""Starting the evaluation of a project's lots, and keeping its sheets in line with the panel."""

from __future__ import annotations

from typing import Any

from lucai.kernel import clock
from lucai.kernel.actors import SYSTEM, Actor, Reason
from lucai.kernel.errors import WrongState
from lucai.law.methods import method
from lucai.platform.access.permissions import demand
from lucai.platform.duties import services as duties
from lucai.platform.journal.frame import command
from lucai.platform.lives.services import begin, take_step
from lucai.platform.records import system_access
from lucai.stages.trade.bids.selectors import BidSheet, opened_bids
from lucai.stages.trade.documents.selectors import (
    CriterionLine,
    RequirementLine,
    criteria_of,
    document_card,
    requirements_of,
)
from lucai.stages.trade.evaluations.lifecycle import SESSION, SHEET, START
from lucai.stages.trade.evaluations.masks import drawn_masks
from lucai.stages.trade.evaluations.models import (
    EvaluationSession,
    EvaluationSessionBid,
    ScoreSheet,
)
from lucai.stages.trade.evaluations.selectors.rows import session_rows, sheets_of
from lucai.stages.trade.evaluations.selectors.together import proven_relations
from lucai.stages.trade.evaluations.terms import GENERAL, WHOLE
from lucai.stages.trade.negotiations.services import note_chair
from lucai.stages.trade.panels.selectors import MemberLine, panel_seen
from lucai.stages.trade.prequalifications import services as prequalifications
from lucai.stages.trade.prequalifications.selectors import was_prequalified
from lucai.stages.trade.projects import services as projects
from lucai.stages.trade.projects.selectors import LotCard, ProjectCard, project_seen

CHECKING = frozenset({"compliance", "negotiating"})
LATE = frozenset({"consolidating", "reporting"})
TENDERS = "财政部令第87号"
"""The act that lets bidders of one brand count as one (第三十一条)."""


def start_evaluation(actor: Actor, *, project_number: str) -> list[int]:
    """Begin the evaluation of every lot that was opened; return the numbers of those begun.

    Safe to call again: a lot under evaluation is left alone, and so is a procurement that
    ended because too few bid.

    Raises:
        NotAllowed: the role does not grant it.
        WrongState: the project has not been opened.
    """
    demand(actor, START.permission)
    project = project_seen(actor.viewer, project_number)
    if project.has_reached("opened") or project.state == "ended":
        prequalifications.close_invitations(actor, project_number=project_number)
    if project.state == "ended":
        return []
    if not project.has_reached("opened"):
        raise WrongState("开标以后开始评审。")
    begun = {row.lot_number for row in session_rows(SYSTEM, project_number)}
    waiting = [lot for lot in project.lots if lot.state == "active" and lot.number not in begun]
    for lot in waiting:
        _begin(actor, project, lot)
    if waiting:
        projects.advance(actor, number=project_number, step="evaluate")
    return [lot.number for lot in waiting]


def sync_members(actor: Actor, *, project_number: str) -> None:
    """Give every member who has signed in a sheet in each lot, void those of members who left.

    Called when the panel changes; a replaced member's opinion is void (GP-TEN-21).
    """
    panel = panel_seen(SYSTEM, project_number)
    if not panel:
        return
    present = [member for member in panel.seated if member.state == "signed_in"]
    for session in session_rows(SYSTEM, project_number):
        if session.state not in {"qualification", "reported", "delivered", "reviewing", "failed"}:
            sync_session(actor, session, present)
        _note_chair(session, panel.chair)


def sync_session(actor: Actor, session: EvaluationSession, present: list[MemberLine]) -> None:
    """Bring one evaluation's sheets in line with who is present."""
    places = {member.place for member in present}
    held = sheets_of(SYSTEM, session)
    for sheet in held:
        if sheet.place not in places and sheet.state != "signed":
            _void(actor, sheet)
    new = [member for member in present if member.place not in {s.place for s in held}]
    for member in new:
        _open_sheet(actor, session, member)
    if new and session.state in LATE:
        _reopen(actor, session)


@command
def _begin(actor: Actor, project: ProjectCard, lot: LotCard) -> None:
    session = EvaluationSession(
        project_number=project.number,
        lot_number=lot.number,
        title=project.title,
        lot_name=lot.name,
        region=project.region,
        buyer_id=project.buyer_id,
        buyer_path=project.buyer_path,
        buyer_name=project.buyer_name,
        agency_id=project.agency_id,
        agency_name=project.agency_name,
        finance_id=project.finance_id,
        object_kind=project.object_kind,
        method=project.method,
        evaluation_method=project.evaluation_method,
        budget=lot.budget,
        ceiling=lot.ceiling,
        terms=_terms(project, lot),
    )
    bids = [b for b in opened_bids(SYSTEM, project.number, lot.number) if b.state == "opened"]
    core = _core_products(project, lot)
    session.terms["related"] = proven_relations(SYSTEM, bids)
    begin(actor, session, SESSION, label=f"包 {lot.number} 开始评审", body={"bids": len(bids)})
    masks = drawn_masks(len(bids)) if session.terms["dark"] else [""] * len(bids)
    for place, bid in enumerate(bids, 1):
        row = _bid_row(session, place, bid, core)
        row.mask = masks[place - 1]
        row.save(force_insert=True)


def _terms(project: ProjectCard, lot: LotCard) -> dict[str, Any]:
    """Keep what the published document says about judging this lot."""
    document = document_card(SYSTEM, project.number)
    announced = project.tender_published_at or clock.now()
    requirements = requirements_of(SYSTEM, project.number, lot.number)
    criteria = criteria_of(SYSTEM, project.number, lot.number) if document.scored else []
    return {
        "on": announced.astimezone(clock.BEIJING).date().isoformat(),
        "requirements": [*map(_requirement, requirements), _general(project)],
        "criteria": list(map(_criterion, criteria)),
        "dark": document.blind,
        "smeReserved": lot.sme_reserved,
        "smeRate": None if lot.sme_reserved else document.sme_rate,
        "smeJointRate": None if lot.sme_reserved else document.sme_joint_rate,
        "domesticApplies": document.domestic_applies,
        "lowPriceRatios": list(document.low_price_ratios),
        "tieRule": document.tie_rule,
        "informationSystem": document.information_system,
        "byPanel": method(project.method).panel_qualifies,
        "twoSuppliers": project.two_suppliers,
        "prequalified": was_prequalified(SYSTEM, project.number),
    }


def _general(project: ProjectCard) -> dict[str, Any]:
    """Return what is checked in every procurement, in the words of the method."""
    return {**GENERAL, "text": project.say(str(GENERAL["text"]))}


def _requirement(row: RequirementLine) -> dict[str, Any]:
    return {
        "number": row.number,
        "kind": row.kind,
        "name": row.name,
        "text": row.text,
        "substantive": row.substantive,
        "evidence": row.evidence,
    }


def _criterion(row: CriterionLine) -> dict[str, Any]:
    return {
        "number": row.number,
        "kind": row.kind,
        "kindLabel": row.kind_label,
        "name": row.name,
        "weight": row.weight,
        "standard": row.standard,
        "formula": row.formula,
        "bands": [
            {"name": b.name, "least": b.least, "most": b.most, "standard": b.standard}
            for b in row.bands
        ],
    }


def _core_products(project: ProjectCard, lot: LotCard) -> frozenset[str]:
    """Name the goods whose brand makes bidders count as one; the tenders' act alone asks for it."""
    if project.object_kind != "goods" or TENDERS not in method(project.method).regulations:
        return frozenset()
    names = frozenset(item.name for item in lot.items)
    # What several units buy jointly is one thing.
    if len({item.plain for item in lot.items}) == 1:
        return names
    named = document_card(SYSTEM, project.number).core_product
    return frozenset(item.name for item in lot.items if item.plain in named)


def _bid_row(
    session: EvaluationSession, place: int, bid: BidSheet, core: frozenset[str]
) -> EvaluationSessionBid:
    share, small = bid.domestic_share, bid.small_share
    return EvaluationSessionBid(
        session=session,
        place=place,
        bid_code=bid.code,
        supplier_id=bid.supplier_id,
        supplier_name=bid.supplier_name,
        price=bid.price,
        small=bid.micro,
        domestic=bid.domestic,
        domestic_share=None if share is None else int(share * WHOLE),
        small_share=None if small is None else int(small * WHOLE),
        brands=[item.brand for item in bid.items if item.name in core],
        members=[
            {"name": one.name, "uscc": one.uscc, "organisation": one.organisation}
            for one in bid.members
        ],
        claims={str(claim.number): claim.figure for claim in bid.claims},
    )


def _open_sheet(actor: Actor, session: EvaluationSession, member: MemberLine) -> None:
    sheet = ScoreSheet(
        session=session,
        project_number=session.project_number,
        lot_number=session.lot_number,
        title=session.title,
        region=session.region,
        place=member.place,
        person_id=member.person_id,
        organisation_id=member.organisation_id,
        agency_id=session.agency_id,
        is_expert=member.kind == "expert",
    )
    begin(actor, sheet, SHEET, label=f"包 {session.lot_number}：{member.place} 号成员开始评审")
    if session.state not in CHECKING:
        # The shared findings stand; the newcomer scores, and may dissent in the report.
        take_step(actor, sheet, SHEET, "skip_checks", follows=True)
    if session.state not in CHECKING and not session.terms["criteria"]:
        take_step(actor, sheet, SHEET, "skip_scores", follows=True)


@command
def _void(actor: Actor, sheet: ScoreSheet) -> None:
    take_step(actor, sheet, SHEET, "void", follows=True)


@command
def _reopen(actor: Actor, session: EvaluationSession) -> None:
    """Send an evaluation back to the scores when a new member has still to give them."""
    take_step(actor, session, SESSION, "reopen_scoring", follows=True)
    for sheet in sheets_of(SYSTEM, session):
        if sheet.state in {"signing", "signed"}:
            take_step(actor, sheet, SHEET, "close_report", follows=True)


def _note_chair(session: EvaluationSession, chair: MemberLine | None) -> None:
    place = chair.place if chair else 0
    if place == session.chair_place:
        return
    session.change(
        chair_place=place,
        chair_person=chair.person_id if chair else None,
        chair_organisation=chair.organisation_id if chair else None,
    )
    note_chair(
        Actor.system(Reason.CONSEQUENCE), project_number=session.project_number,
        lot_number=session.lot_number, chair=chair,
    )  # fmt: skip
    with system_access("duties of the chair"):
        duties.follow(session, SESSION, clock.now())
