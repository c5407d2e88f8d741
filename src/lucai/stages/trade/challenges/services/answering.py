"""The answerers' side: completion is asked once, the answer served, what was wrong mended."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from lucai.kernel import clock
from lucai.kernel.actors import SYSTEM, Actor
from lucai.kernel.errors import InvalidInput, NotAllowed, WrongState
from lucai.law.challenges import CONTINUES, DOCUMENT, Outcome
from lucai.platform.journal.frame import command
from lucai.platform.lives.services import take_step
from lucai.platform.records import system_access
from lucai.platform.suspensions import services as suspensions
from lucai.stages.trade.awards import services as awards
from lucai.stages.trade.awards.selectors import awards_of
from lucai.stages.trade.challenges.lifecycle import CHALLENGE
from lucai.stages.trade.challenges.models import Challenge, ChallengeReply
from lucai.stages.trade.challenges.schemas import CompletionIn, RemedyIn, ReplyIn
from lucai.stages.trade.challenges.selectors import challenge_row
from lucai.stages.trade.challenges.selectors.facts import draft_facts
from lucai.stages.trade.challenges.services.raising import kept_file
from lucai.stages.trade.cooperations.selectors import winners_in
from lucai.stages.trade.documents.selectors import clarification_list
from lucai.stages.trade.projects import services as projects
from lucai.stages.trade.projects.selectors import project_seen

ALIVE = frozenset({"active", "awarded"})


@command
def ask_completion(actor: Actor, *, number: str, form: CompletionIn) -> None:
    """Ask the supplier once to complete what is missing; the time to answer goes on.

    Raises:
        RuleBroken: it was asked before.
    """
    row = _locked(actor, number)
    take_step(
        actor, row, CHALLENGE, "ask_completion", facts=draft_facts(actor.viewer, row),
        changes={"completion_reason": form.reason, "completion_asked_at": clock.now()},
        body={"reason": form.reason},
    )  # fmt: skip


@command
def answer(actor: Actor, *, number: str, form: ReplyIn, uploads: Sequence[object] = ()) -> None:
    """Answer a challenge point by point, and serve the answer on whom it concerns.

    Raises:
        RuleBroken: a point has no answer, or the outcome does not fit the stage (GP-QST-06).
        InvalidInput: it does not answer every point.
    """
    row = _locked(actor, number)
    if len(form.answers) != len(row.points):
        raise InvalidInput({"answers": f"质疑函有 {len(row.points)} 个事项，应当逐项答复"})
    facts = replace(
        draft_facts(actor.viewer, row), outcome=form.outcome, panel_asked=form.panel_asked,
        reply_missing=_reply_missing(form),
    )  # fmt: skip
    kept = [kept_file(actor, upload) for upload in uploads]
    receivers = _receivers(row)
    take_step(
        actor, row, CHALLENGE, "answer", facts=facts,
        changes={
            "outcome": form.outcome.value,
            "answers": [point.model_dump() for point in form.answers],
            "panel_asked": form.panel_asked,
            "answered_at": clock.now(),
            "answered_by": actor.viewer.organisation_name,
            "files": [*row.files, *kept],
        },
        body={"outcome": form.outcome.value, "sm3": [file["sm3"] for file in kept]},
        audience=tuple(receivers),
    )  # fmt: skip
    _serve(row, receivers)
    if form.outcome in CONTINUES:
        suspensions.lift(actor, row, CHALLENGE.of)
    else:
        take_step(actor, row, CHALLENGE, "await_remedy", follows=True)


@command
def remedy(actor: Actor, *, number: str, form: RemedyIn) -> None:
    """Mend what a founded challenge found: void the result, or end the lots to begin anew.

    Raises:
        RuleBroken: the result changes and finance is not told (GP-QST-06).
        WrongState: the document was to be corrected and no correction is published yet.
    """
    row = _locked(actor, number)
    facts = replace(draft_facts(actor.viewer, row), reported_to_finance=bool(form.report))
    outcome = row.result
    take_step(
        actor, row, CHALLENGE, "remedy", facts=facts,
        changes={
            "remedy_text": form.text, "report_text": form.report, "remedied_at": clock.now(),
        },
        body={"outcome": row.outcome, "reported": bool(form.report)},
    )  # fmt: skip
    suspensions.lift(actor, row, CHALLENGE.of)
    if outcome is Outcome.AMEND:
        _demand_correction(actor, row)
    reason = f"质疑成立：{form.text}"
    for lot in _lots(row):
        if outcome is Outcome.NEXT:
            awards.void_result(
                actor, project_number=row.project_number, lot_number=lot, reason=reason
            )
        if outcome is Outcome.RESTART:
            _begin_anew(actor, row, lot, reason)


def _reply_missing(form: ReplyIn) -> tuple[str, ...]:
    """Name what a reply lacks (94号令 art 15), in the order of the form."""
    found: list[str] = []
    for place, point in enumerate(form.answers, 1):
        parts = ((point.text, "答复内容"), (point.facts, "事实依据"), (point.law, "法律依据"))
        found += [f"事项{place}的{name}" for value, name in parts if not value]
    return (*found, *(() if form.no_secrets else ("不涉及商业秘密的确认",)))


def _receivers(row: Challenge) -> dict[int, str]:
    """Return the challenger and the winners whom the reply may concern (94号令 art 13)."""
    receivers = {row.supplier_id: row.supplier_name}
    if row.about != DOCUMENT:
        receivers |= {
            award.supplier_id: award.supplier_name
            for award in awards_of(SYSTEM, row.project_number)
            if award.supplier_id and award.announced_at
            and (not row.lots or award.lot_number in row.lots)
        }  # fmt: skip
        receivers |= winners_in(SYSTEM, row.project_number)
    return receivers


def _serve(row: Challenge, receivers: dict[int, str]) -> None:
    for ident, name in receivers.items():
        ChallengeReply(
            challenge=row, number=row.number, project_number=row.project_number,
            region=row.region, buyer_id=row.buyer_id, buyer_path=row.buyer_path,
            agency_id=row.agency_id, organisation_id=ident, organisation_name=name,
            served_at=clock.now(),
        ).save(force_insert=True)  # fmt: skip


def _begin_anew(actor: Actor, row: Challenge, lot: int, reason: str) -> None:
    if any(a.lot_number == lot for a in awards_of(SYSTEM, row.project_number)):
        awards.annul(actor, project_number=row.project_number, lot_number=lot, reason=reason)
    projects.fail_lot(actor, number=row.project_number, lot_number=lot, reason=reason)


def _lots(row: Challenge) -> list[int]:
    """Return the lots that can still be mended."""
    project = project_seen(SYSTEM, row.project_number)
    chosen = [lot for lot in project.lots if not row.lots or lot.number in row.lots]
    return [lot.number for lot in chosen if lot.state in ALIVE]


def _demand_correction(actor: Actor, row: Challenge) -> None:
    """A correction must be public before it counts as made."""
    del actor
    since = row.answered_at
    published = clarification_list(SYSTEM, row.project_number)
    if not any(c.published_at and since and c.published_at >= since for c in published):
        raise WrongState("请先在“澄清与更正”中发布修改采购文件的更正公告，再办结整改。")


def _locked(actor: Actor, number: str) -> Challenge:
    row = challenge_row(actor.viewer, number)
    mine = row.parties().get(actor.viewer.side)
    if mine is None or mine != actor.viewer.organisation:
        raise NotAllowed("这件质疑由其他单位答复，您只能查看。")
    with system_access("challenge in hand"):
        return Challenge.objects.select_for_update().get(pk=row.pk)
