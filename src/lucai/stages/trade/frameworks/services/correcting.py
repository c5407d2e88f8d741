"""Corrections of a framework's documents: words, and the deadline that follows them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from lucai.kernel import clock
from lucai.kernel.actors import SYSTEM, Actor
from lucai.kernel.errors import InvalidInput, NotFound, WrongState
from lucai.law.calendar import beijing_day
from lucai.law.framework_rules import refill_keeps_the_term
from lucai.law.notice_rules import change_leaves_time
from lucai.law.tender_rules import deadline_is_not_moved_forward
from lucai.platform.access.permissions import demand
from lucai.platform.duties import services as duties
from lucai.platform.journal.frame import command
from lucai.platform.lives.services import note
from lucai.platform.records import system_access
from lucai.stages.trade.documents.holders import holders_of, keep_secret
from lucai.stages.trade.documents.parts import PartDifference, typed_differences
from lucai.stages.trade.documents.timing import deadline_after_change
from lucai.stages.trade.frameworks.amending import PACKAGE, TERM, replaced
from lucai.stages.trade.frameworks.lifecycle import CALL, CORRECT, FRAMEWORK, RESPONSE
from lucai.stages.trade.frameworks.models import (
    FrameworkAgreement,
    FrameworkCall,
    FrameworkEnquiry,
    FrameworkPackage,
)
from lucai.stages.trade.frameworks.notices import correction_body
from lucai.stages.trade.frameworks.numbering import round_number
from lucai.stages.trade.frameworks.schemas import CorrectionIn
from lucai.stages.trade.frameworks.scope import REVIEWED_AS
from lucai.stages.trade.frameworks.selectors import facts, framework_card, packages_of
from lucai.stages.trade.frameworks.selectors.correcting import amendable_texts
from lucai.stages.trade.frameworks.selectors.rows import framework_row, open_call, responses_of
from lucai.stages.trade.frameworks.services.calling import demand_lawful
from lucai.stages.trade.frameworks.services.planning import locked
from lucai.stages.trade.groups import services as groups
from lucai.stages.trade.rounds import services as rounds


@dataclass(frozen=True, slots=True)
class Planned:
    """A correction about to be published: ``until`` where the deadline moves."""

    text: str
    affects: bool
    changes: tuple[PartDifference, ...]
    old: datetime | None
    until: datetime | None


@command
def correct(actor: Actor, *, number: str, form: CorrectionIn) -> None:
    """Publish a correction of the documents; who has obtained them, asked or handed in is told.

    Where it affects responses and too little time is left, the deadline moves to the earliest
    lawful day at the same time of day (GP-TEN-05); envelopes handed in stay good, and the opening
    follows. A pause of the procurement does not stop it.

    Raises:
        NotAllowed: the role does not grant it.
        WrongState: nothing can be responded to or joined now.
        InvalidInput: the deadline typed is not later, or a text is left empty.
        RuleBroken: the deadline typed leaves too little time, or the term ends before it.
    """
    demand(actor, CORRECT.permission)
    row = locked(actor, number)
    call = _open_call(actor, number) if row.kind == "closed" else None
    if row.kind == "open" and row.state != "running":
        raise WrongState("只有正在征集或者可以申请加入的框架协议可以更正征集文件。")
    plan = _planned(actor, row, call, form)
    _replace(row, plan)
    if call and plan.until:
        _postpone(actor, row, call, plan.until)
    row.change(corrections=[*row.corrections, _kept(plan, call)])
    _publish(actor, row, call, plan)


def _planned(
    actor: Actor, row: FrameworkAgreement, call: FrameworkCall | None, form: CorrectionIn
) -> Planned:
    changes = typed_differences(amendable_texts(actor.viewer, row.number), form.texts)
    old = call.response_deadline if call else None
    if call is None or old is None:
        return Planned(form.text, form.affects_bids, changes, None, None)
    if form.new_deadline and form.new_deadline <= old:
        raise InvalidInput({"new_deadline": "顺延后的截止时间应当晚于原截止时间"})
    needed = deadline_after_change(REVIEWED_AS, old) if form.affects_bids else None
    plan = Planned(form.text, form.affects_bids, changes, old, form.new_deadline or needed)
    told = facts.correction_facts(actor.viewer, old, plan.until, affects=plan.affects)
    demand_lawful(actor, (change_leaves_time, deadline_is_not_moved_forward), told)
    closes = facts.announcement_facts(actor.viewer, row, beijing_day(plan.until or old))
    demand_lawful(actor, (refill_keeps_the_term,), closes)
    return plan


def _replace(row: FrameworkAgreement, plan: Planned) -> None:
    """Put the new words into the documents."""
    terms = replaced(plan.changes, TERM)
    if terms:
        row.change(terms={**row.terms, **terms})
    asked = replaced(plan.changes, PACKAGE)
    with system_access("packages that a correction changes"):
        found = list(FrameworkPackage.objects.filter(framework=row, number__in=map(int, asked)))
    for one in found:
        one.change(requirement=asked[str(one.number)])


def _postpone(actor: Actor, row: FrameworkAgreement, call: FrameworkCall, until: datetime) -> None:
    """Let the call, its sealed rounds, the opening, the review and the secrecy follow."""
    call.change(response_deadline=until)
    duties.follow(call, CALL, clock.now())
    for package in packages_of(SYSTEM, row.pk):
        rounds.postpone_round(
            actor, number=round_number(row.number, call.round), lot_number=package.number,
            deadline=until,
        )  # fmt: skip
    groups.follow_deadline(actor, number=call.key, opens_at=until)
    keep_secret(actor, row.number, until)


def _kept(plan: Planned, call: FrameworkCall | None) -> dict[str, Any]:
    return {
        "round": call.round if call else 0,
        "text": plan.text,
        "at": clock.now().isoformat(),
        "affects": plan.affects,
        "changes": [[one.place, one.label, one.before, one.after] for one in plan.changes],
        "old": plan.old.isoformat() if plan.old else "",
        "until": plan.until.isoformat() if plan.until else "",
    }


def _publish(
    actor: Actor, row: FrameworkAgreement, call: FrameworkCall | None, plan: Planned
) -> None:
    since = call.called_at if call else row.announced_at
    body = correction_body(framework_card(actor.viewer, row.number), plan.text, since, plan.until)
    label = "发布征集文件更正公告" + _moved(plan)
    answered = responses_of(SYSTEM, call) if call else []
    others = _readers(actor, row.number) - {one.supplier_id for one in answered}
    note(
        actor, row, FRAMEWORK, "correct", label=label, public=True, body=body,
        audience=tuple(sorted(others)),
    )  # fmt: skip
    told = "征集文件已经更正，请核对已提交的响应文件" + _moved(plan)
    for one in answered:
        note(actor, one, RESPONSE, "corrected", label=told, audience=(one.supplier_id,))


def _moved(plan: Planned) -> str:
    if not plan.until:
        return ""
    return f"，提交截止和开启时间顺延至 {plan.until.astimezone(clock.BEIJING):%Y-%m-%d %H:%M}"


def _readers(actor: Actor, number: str) -> set[int]:
    """Return who obtained the documents or asked about them; shown to nobody."""
    with system_access("messages to who asked"):
        asked = FrameworkEnquiry.objects.filter(framework_number=number)
        return {*holders_of(actor, number), *asked.values_list("supplier_id", flat=True)}


def _open_call(actor: Actor, number: str) -> FrameworkCall:
    framework = framework_row(actor.viewer, number)
    try:
        call = open_call(actor.viewer, framework)
    except NotFound as error:
        raise WrongState("现在没有正在进行的征集，不能更正征集文件。") from error
    if clock.now() >= call.response_deadline:
        raise WrongState("提交响应文件的截止时间已过，不能再更正征集文件。")
    with system_access("call in hand"):
        return FrameworkCall.objects.select_for_update().get(pk=call.pk)
