"""Ordering a second review, finding, correcting, telling the finance department."""

from __future__ import annotations

from typing import Any

from lucai.kernel import clock
from lucai.kernel.actors import SYSTEM, Actor
from lucai.kernel.errors import InvalidInput, NotFound, RuleBroken, WrongState
from lucai.platform.access.permissions import demand
from lucai.platform.journal.frame import command
from lucai.platform.lives.services import begin, note, take_step
from lucai.platform.records import system_access
from lucai.stages.trade.awards import services as awards
from lucai.stages.trade.awards.selectors import awards_of
from lucai.stages.trade.evaluations import services as evaluations
from lucai.stages.trade.evaluations.selectors import BidLine, EvaluationSheet, evaluation_seen
from lucai.stages.trade.panels import services as panels
from lucai.stages.trade.panels.selectors import panel_seen
from lucai.stages.trade.projects.selectors import project_seen
from lucai.stages.trade.reevaluations import rules, selectors
from lucai.stages.trade.reevaluations.lifecycle import ENDED, OPINION, ORDER, REVIEW
from lucai.stages.trade.reevaluations.models import ReEvaluation, ReEvaluationOpinion
from lucai.stages.trade.reevaluations.schemas import FilingIn, Found, OpinionIn, OrderIn

QUALIFICATION = "qualification"
HALF = 2


@command
def order_review(actor: Actor, *, project_number: str, lot_number: int, form: OrderIn) -> None:
    """Have the original panel review its signed report again.

    Every member says alone whether there is the error that is named; the majority decides. The
    finance department is told at once, and in writing at the end (实施条例 第四十四条).

    Raises:
        NotAllowed, NotFound: the role does not grant it, or there is no such lot.
        WrongState: the report is not signed, the result is decided, or a review is under way.
        RuleBroken: the ground is none that the law names for the method.
        InvalidInput: the ground is about a bidder, and none is named.
    """
    demand(actor, ORDER.permission)
    session = evaluation_seen(actor.viewer, project_number, lot_number)
    if closed := selectors.lot_reviews(actor.viewer, project_number, lot_number).closed:
        raise WrongState(closed)
    verdict = rules.ground_is_lawful(session.method, form.ground, clock.now())
    if verdict.blocks:
        raise RuleBroken((verdict,))
    row = _new(actor, session, form)
    begin(actor, row, REVIEW, label=f"包 {lot_number} 组织重新评审",
          body={"ground": form.ground, "report": row.before["sha256"]})  # fmt: skip
    note(actor, row, REVIEW, "told", label=f"包 {lot_number} 组织重新评审，告知财政部门",
         audience=(row.finance_id,))  # fmt: skip
    evaluations.begin_review(actor, project_number=project_number, lot_number=lot_number)
    panels.reconvene(actor, project_number=project_number)
    panel = panel_seen(SYSTEM, project_number)
    for member in panel.seated if panel else ():
        opinion = ReEvaluationOpinion(
            review=row, project_number=project_number, lot_number=lot_number, turn=row.turn,
            title=row.title, region=row.region, place=member.place, is_expert=member.kind == "expert",
            person_id=member.person_id, organisation_id=member.organisation_id,
        )  # fmt: skip
        begin(actor, opinion, OPINION, label=f"请 {member.place} 号成员重新评审")


@command
def give_opinion(actor: Actor, *, project_number: str, lot_number: int, form: OpinionIn) -> None:
    """Say whether there is the error; with the last opinion the majority's finding is known.

    Raises:
        NotFound: the actor is no member of the panel, or has said it already.
    """
    row = _locked(actor, project_number, lot_number)
    own = ReEvaluationOpinion.objects.seen_by(actor.viewer).filter(
        review=row, person_id=actor.viewer.person, state="asked"
    )
    opinion = own.first() if actor.viewer.person else None
    if not opinion:
        raise NotFound("没有需要您提出意见的重新评审。")
    facts = rules.OpinionFacts(reason=form.reason)
    changes = {"found": form.found is Found.YES, "reason": form.reason, "given_at": clock.now()}
    take_step(actor, opinion, OPINION, "give", facts=facts, changes=changes)
    with system_access("opinions of a review in hand"):
        said = list(ReEvaluationOpinion.objects.filter(review=row).order_by("place"))
    if all(one.state == "given" for one in said):
        _find(actor, row, said)


@command
def file(actor: Actor, *, project_number: str, lot_number: int, form: FilingIn) -> None:
    """Report a second review in writing to the finance department: the last that has an end.

    Raises:
        NotFound: none waits for its report.
    """
    row = _locked(actor, project_number, lot_number, *ENDED)
    changes = {"filing": form.filing}
    take_step(actor, row, REVIEW, "file", changes=changes, body={"filing": form.filing})


def conclude(actor: Actor, *, project_number: str) -> None:
    """Close the reviews of a project whose reports are signed anew, or whose lots failed; twice is once."""
    with system_access("reviews whose reports are signed anew"):
        rows = ReEvaluation.objects.filter(project_number=project_number, state="correcting")
        waiting = list(rows.order_by("pk"))
    for row in waiting:
        session = evaluation_seen(SYSTEM, project_number, row.lot_number)
        if session.state in {*selectors.SIGNED, "failed"}:
            _conclude(actor, row, session)


def _new(actor: Actor, session: EvaluationSheet, form: OrderIn) -> ReEvaluation:
    project = project_seen(actor.viewer, session.project_number)
    bid = _bid(session, form)
    earlier = [
        one.turn for one in selectors.reviews_of(SYSTEM, project.number)
        if one.lot_number == session.lot_number
    ]  # fmt: skip
    return ReEvaluation(
        project_number=project.number, lot_number=session.lot_number,
        turn=max(earlier, default=0) + 1, title=project.title, region=project.region,
        method=session.method, buyer_id=project.buyer_id, buyer_path=project.buyer_path,
        agency_id=project.agency_id, finance_id=project.finance_id, ground=form.ground,
        source=form.source.value, told=form.told, bid_code=bid.code if bid else "",
        bidder_name=bid.supplier_name if bid else "",
        ordered_by=f"{actor.viewer.organisation_name} {actor.viewer.name}",
        ordered_at=clock.now(), was_delivered=session.delivered_at is not None,
        before=selectors.report_now(SYSTEM, project.number, session.lot_number),
    )  # fmt: skip


def _bid(session: EvaluationSheet, form: OrderIn) -> BidLine | None:
    if form.ground != QUALIFICATION:
        return None
    named = {code for code, _ in selectors.bids_to_name(session)}
    bid = next((b for b in session.bids if b.code == form.bid_code and b.code in named), None)
    if not bid:
        raise InvalidInput({"bid_code": "请选择资格性审查认定有错的供应商"})
    return bid


def _find(actor: Actor, row: ReEvaluation, said: list[ReEvaluationOpinion]) -> None:
    """Let the majority decide; every opinion is shared now."""
    for one in said:
        one.change(shared_at=clock.now())
    found = sum(bool(one.found) for one in said)
    wrong = found * HALF > len(said)
    text = f"{len(said)} 名成员中 {found} 名认为存在错误，{'应当更正' if wrong else '维持原评审结果'}。"
    if not wrong:
        changes = {"finding": text, "changed": False, "concluded_at": clock.now()}
        take_step(actor, row, REVIEW, "uphold", changes=changes, follows=True)
        evaluations.uphold(actor, project_number=row.project_number, lot_number=row.lot_number)
        return
    take_step(actor, row, REVIEW, "correct", changes={"finding": text}, follows=True)
    reasons = "；".join(one.reason for one in said if one.found)
    ranked = {line["code"] for line in row.before["lines"] if line["rank"]}
    out = row.bid_code if row.bid_code in ranked else ""
    evaluations.review_again(
        actor, project_number=row.project_number, lot_number=row.lot_number,
        invalid=out, restored="" if out else row.bid_code, reason=reasons,
    )  # fmt: skip


@command
def _conclude(actor: Actor, row: ReEvaluation, session: EvaluationSheet) -> None:
    failed = session.state == "failed"
    after: dict[str, Any] = (
        {"failed": session.failed_reason}
        if failed
        else selectors.report_now(SYSTEM, row.project_number, row.lot_number)
    )
    changed = failed or _order(after) != _order(row.before)
    said = "评审结果改变" if changed else "评审结果没有改变"
    text = f"{row.finding}{session.failed_reason if failed else f'更正后重新汇总、签署，{said}。'}"
    changes = {
        "after": after, "changed": changed, "concluded_at": clock.now(), "finding": text[:400],
    }  # fmt: skip
    take_step(
        actor, row, REVIEW, "conclude", changes=changes, body={"changed": changed}, follows=True
    )
    waiting = [a for a in awards_of(SYSTEM, row.project_number) if a.lot_number == row.lot_number]
    if failed and waiting and waiting[0].state == "deciding":
        awards.annul(
            actor, project_number=row.project_number, lot_number=row.lot_number, reason=text
        )


def _order(told: dict[str, Any]) -> list[tuple[str, int | None]]:
    return [(line["code"], line["rank"]) for line in told["lines"]]


def _locked(actor: Actor, project_number: str, lot_number: int, *states: str) -> ReEvaluation:
    row = selectors.review_row(actor.viewer, project_number, lot_number, *states)
    with system_access("review in hand"):
        return ReEvaluation.objects.select_for_update().get(pk=row.pk)
