"""The answerers' side: completion is asked once, the answer served, what was wrong mended."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from lucai.kernel import clock
from lucai.kernel.actors import SYSTEM, Actor
from lucai.kernel.errors import InvalidInput, NotAllowed
from lucai.law.challenges import CONTINUES, DOCUMENT, Remedy
from lucai.platform.journal.frame import command
from lucai.platform.lives.services import take_step
from lucai.platform.records import system_access
from lucai.platform.suspensions import services as suspensions
from lucai.stages.trade.awards.selectors import awards_of
from lucai.stages.trade.challenges.kinds import Kind, kind_of
from lucai.stages.trade.challenges.lifecycle import CHALLENGE
from lucai.stages.trade.challenges.models import Challenge, ChallengeReply
from lucai.stages.trade.challenges.schemas import (
    CompletionIn,
    RemedyIn,
    ReplyIn,
    ReportIn,
)
from lucai.stages.trade.challenges.selectors import challenge_row
from lucai.stages.trade.challenges.selectors.beyond import concerned
from lucai.stages.trade.challenges.selectors.facts import draft_facts
from lucai.stages.trade.challenges.selectors.subjects import subject_seen
from lucai.stages.trade.challenges.services.mending import demand_named, mend
from lucai.stages.trade.challenges.services.raising import hold, kept_file
from lucai.stages.trade.cooperations.selectors import winners_in


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
        _await_remedy(actor, row)


@command
def remedy(actor: Actor, *, number: str, form: RemedyIn) -> None:
    """Mend what a founded challenge found: void the result, or end it to begin anew.

    Raises:
        RuleBroken: the result changes and finance is not told (GP-QST-06).
        WrongState: the document was to be corrected and no correction is published yet.
        InvalidInput: an admission is to be cancelled and none is named.
    """
    row = _locked(actor, number)
    facts = replace(draft_facts(actor.viewer, row), reported_to_finance=bool(form.report))
    demand_named(actor, row, form)
    take_step(
        actor, row, CHALLENGE, "remedy", facts=facts,
        changes={
            "remedy_text": form.text, "report_text": form.report, "remedied_at": clock.now(),
        },
        body={"outcome": row.outcome, "reported": bool(form.report)},
    )  # fmt: skip
    suspensions.lift(actor, row, CHALLENGE.of)
    mend(actor, row, form)


@command
def report(actor: Actor, *, number: str, form: ReportIn) -> None:
    """Report a founded challenge to finance: its contract binds, and stays held back meanwhile.

    Raises:
        RuleBroken: no contract binds; what was found is mended without finance (GP-QST-06).
    """
    row = _locked(actor, number)
    take_step(
        actor, row, CHALLENGE, "report", facts=draft_facts(actor.viewer, row),
        changes={"report_text": form.text, "reported_at": clock.now()},
        body={"outcome": row.outcome},
    )  # fmt: skip


@command
def dispose(actor: Actor, *, number: str, remedy: Remedy, text: str) -> None:
    """Keep what finance made of a report; the contract is held back no longer.

    Part of finance's command, which undoes what is undone.
    """
    row = _locked(actor, number)
    take_step(
        actor, row, CHALLENGE, "dispose", body={"remedy": remedy.value},
        changes={
            "disposal": remedy.value, "remedy_text": text, "remedied_at": clock.now(),
            "disposed_by": actor.viewer.organisation_name,
        },
    )  # fmt: skip
    suspensions.lift(actor, row, CHALLENGE.of)


def _await_remedy(actor: Actor, row: Challenge) -> None:
    """Find out who can mend it: where a contract binds already, finance alone (政府采购法 art 50)."""
    bound = draft_facts(actor.viewer, row).contract_binds
    take_step(
        actor, row, CHALLENGE, "await_remedy", follows=True, changes={"contract_bound": bound}
    )
    if bound and row.about == DOCUMENT:
        hold(actor, row)


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
    if row.about == DOCUMENT:
        return receivers
    if kind_of(row.project_number) is not Kind.PROJECT:
        subject = subject_seen(SYSTEM, row.project_number)
        receivers |= concerned(SYSTEM, subject, row.round, row.lots)
    else:
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


def _locked(actor: Actor, number: str) -> Challenge:
    row = challenge_row(actor.viewer, number)
    mine = row.parties().get(actor.viewer.side)
    if mine is None or mine != actor.viewer.organisation:
        raise NotAllowed("这件质疑由其他单位答复，您只能查看。")
    with system_access("challenge in hand"):
        return Challenge.objects.select_for_update().get(pk=row.pk)
