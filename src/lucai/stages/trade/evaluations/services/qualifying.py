"""资格审查 by the organiser: requirement by requirement, bidder by bidder."""

from __future__ import annotations

from collections.abc import Sequence

from lucai.kernel import clock
from lucai.kernel.actors import SYSTEM, Actor
from lucai.kernel.errors import WrongState
from lucai.platform.access.permissions import demand
from lucai.platform.journal.frame import command
from lucai.platform.lives.services import note, take_step
from lucai.platform.records import system_access
from lucai.registers.exclusions.gates import Gate
from lucai.stages.trade.bids import services as bids
from lucai.stages.trade.evaluations.findings import checked_findings, reason_kept
from lucai.stages.trade.evaluations.joined import Joined, taking_part_twice
from lucai.stages.trade.evaluations.lifecycle import QUALIFY, SESSION
from lucai.stages.trade.evaluations.models import (
    EvaluationSession,
    EvaluationSessionBid,
    QualificationFinding,
)
from lucai.stages.trade.evaluations.schemas import FindingIn, FindingsIn, Passed
from lucai.stages.trade.evaluations.selectors.enough import enough_left
from lucai.stages.trade.evaluations.selectors.facts import session_facts
from lucai.stages.trade.evaluations.selectors.rows import bid_of, bids_of, qualification_of
from lucai.stages.trade.evaluations.services.moving import fail, locked
from lucai.stages.trade.evaluations.services.starting import sync_members
from lucai.stages.trade.evaluations.terms import AGREED, judging
from lucai.stages.trade.projects.selectors import project_seen
from lucai.stages.trade.projects.standing import ask, digests, why_not

JOINED_TWICE = "另行参加了本包的投标，联合体各方不得再单独参加或者另外组成联合体参加"


@command
def record_qualification(
    actor: Actor, *, project_number: str, lot_number: int, bid_code: str, form: FindingsIn
) -> None:
    """Keep the findings on one bidder; what is not yet ticked is left for later.

    Raises:
        NotAllowed: the role does not grant it.
        WrongState: the qualification review is over.
        InvalidInput: a bidder fails without a reason, or the requirement does not exist.
    """
    demand(actor, QUALIFY.permission)
    session = locked(actor, project_number, lot_number)
    if session.state != "qualification":
        raise WrongState("资格审查已经完成，不能再修改结论。")
    bid = bid_of(SYSTEM, session, bid_code)
    wanted = judging(session.terms).qualified_by(bid_code, bid.members)
    checked = checked_findings(form, wanted)
    _keep(actor, session, bid, checked)
    label = f"包 {lot_number} 资格审查：{bid.supplier_name}"[:120]
    note(actor, session, SESSION, "qualify", label=label, body={"findings": len(checked)})


@command
def finish_qualification(actor: Actor, *, project_number: str, lot_number: int) -> None:
    """Close the qualification review and hand the lot to the panel, or let it fail.

    Raises:
        RuleBroken: something is left to check, or the panel is not complete.
    """
    session = locked(actor, project_number, lot_number)
    facts = session_facts(actor.viewer, session)
    take_step(actor, session, SESSION, "finish_qualification", facts=facts)
    _settle(actor, session, _barred(actor, session))
    left = session_facts(actor.viewer, session).qualified
    verdict = enough_left(session, "qualified", left)
    if not verdict.holds:
        fail(actor, session, verdict.message, suppliers_left=left)
        return
    sync_members(actor, project_number=project_number)


def _keep(
    actor: Actor, session: EvaluationSession, bid: EvaluationSessionBid, found: Sequence[FindingIn]
) -> None:
    """Write findings on one bidder, over what stood there before."""
    rows = [
        QualificationFinding(
            session=session,
            bid_code=bid.bid_code,
            requirement_number=finding.number,
            passed=finding.passed is Passed.YES,
            reason=reason_kept(finding),
            checked_by=actor.viewer.side.value,
            at=clock.now(),
        )
        for finding in found
    ]
    with system_access("finding in hand"):
        QualificationFinding.objects.bulk_create(
            rows,
            update_conflicts=True,
            unique_fields=["session", "bid_code", "requirement_number"],
            update_fields=["passed", "reason", "checked_by", "at"],
        )


def _barred(actor: Actor, session: EvaluationSession) -> dict[int, str]:
    """Ask about every bidder, freeze the answers; return supplier → why it may not take part."""
    project = project_seen(SYSTEM, session.project_number)
    bidders = {pk for bid in bids_of(SYSTEM, session) for pk in _parties_of(bid)}
    found = ask(actor, Gate.QUALIFY, sorted(bidders), project, lot_number=session.lot_number)
    told = digests(found)
    label = f"包 {session.lot_number} 查询投标人的处罚和失信记录"
    note(actor, session, SESSION, "ask_standing", label=label, body={"creditChecks": told})
    return {supplier: why for supplier, answer in found.items() if (why := why_not(answer))}


def _parties_of(bid: EvaluationSessionBid) -> dict[int, str]:
    """Return the bidder's organisation, or those of a consortium's members, with their names."""
    members = {one["organisation"]: one["name"] for one in bid.members if one["organisation"]}
    return members or {bid.supplier_id: bid.supplier_name}


def _joined(
    bids_: Sequence[EvaluationSessionBid], findings: Sequence[QualificationFinding]
) -> dict[str, tuple[str, ...]]:
    """Return bid → who of it also takes part in another, as the agreements say that were checked."""
    agreed = {f.bid_code for f in findings if f.requirement_number == AGREED and f.passed}
    return taking_part_twice(
        Joined(bid.bid_code, _parties_of(bid), bool(bid.members), bid.bid_code in agreed)
        for bid in bids_
    )


def _settle(actor: Actor, session: EvaluationSession, barred: dict[int, str]) -> None:
    """Write on each bid whether it is qualified; declare the others invalid, with the reasons."""
    findings = qualification_of(SYSTEM, session)
    terms = judging(session.terms)
    joined = _joined(bids_of(SYSTEM, session), findings)
    for bid in bids_of(SYSTEM, session):
        broken = [f for f in findings if f.bid_code == bid.bid_code and not f.passed]
        checks = terms.qualified_by(bid.bid_code, bid.members)
        names = {check.number: check.name for check in checks}
        said = [f"{names[f.requirement_number]}：{f.reason}" for f in broken]
        said += [
            f"{name}{barred[pk]}" if bid.members else barred[pk]
            for pk, name in _parties_of(bid).items()
            if pk in barred
        ]
        said += [f"{name}{JOINED_TWICE}" for name in joined.get(bid.bid_code, ())]
        reason = "；".join(said)
        bid.change(qualified=not said, reason=reason[:400])
        if said:
            bids.invalidate(
                actor,
                project_number=session.project_number,
                code=bid.bid_code,
                reason=f"资格审查不合格：{reason}"[:400],
            )
