"""From the accepted commission to qualified applicants: scheme, notice, group, review."""

from __future__ import annotations

from typing import Any

from lucai.kernel import clock
from lucai.kernel.actors import SYSTEM, Actor
from lucai.kernel.errors import NotAllowed, WrongState
from lucai.law.cooperation_rules import PURCHASE_LOT, RESEARCH_LOT
from lucai.law.deadlines import deadline
from lucai.platform.access.permissions import demand
from lucai.platform.journal.frame import command
from lucai.platform.lives.services import begin, note, take_step
from lucai.platform.records import system_access
from lucai.stages.trade.cooperations.lifecycle import COOPERATION, EDIT
from lucai.stages.trade.cooperations.models import WHOLE, Cooperation
from lucai.stages.trade.cooperations.notices import call_body
from lucai.stages.trade.cooperations.schemas import ContentIn, GroupIn, PublishIn, ReasonIn
from lucai.stages.trade.cooperations.selectors.facts import facts_of
from lucai.stages.trade.cooperations.selectors.rows import cooperation_row
from lucai.stages.trade.cooperations.services.seating import found
from lucai.stages.trade.projects import services as projects
from lucai.stages.trade.projects.selectors import project_seen

TERMS = ("goal", "scene", "qualification", "rights", "acceptance", "upgrade", "risk")
SAME = ("wanted", "months", "major", "quantity", "inside")
PERCENT = 100


@command
def open_cooperation(actor: Actor, *, project_number: str) -> None:
    """Begin the cooperation of a project whose agency has just accepted: its consequence."""
    project = project_seen(SYSTEM, project_number)
    lots = {lot.number: lot for lot in project.lots}
    first = lots[PURCHASE_LOT].items
    row = Cooperation(
        number_of_project=project.number,
        project_title=project.title,
        buyer_id=project.buyer_id,
        buyer_path=project.buyer_path,
        agency_id=project.agency_id,
        finance_id=project.finance_id,
        region=project.region,
        unit=first[0].unit if first else "",
        research_budget=lots[RESEARCH_LOT].ceiling,
        purchase_budget=lots[PURCHASE_LOT].ceiling,
    )
    begin(actor, row, COOPERATION, label="开始编制合作创新采购方案")


@command
def edit(actor: Actor, *, project_number: str, content: ContentIn) -> None:
    """Write scheme and notice; what the law asks is judged when they are submitted.

    Raises:
        NotAllowed: the role does not grant it.
        WrongState: they lie with the buyer, or are public.
    """
    demand(actor, EDIT.permission)
    row = locked(actor, project_number)
    if row.state != "drafting":
        raise WrongState("采购方案已经提交，需要修改请先由采购人退回。")
    row.change(
        terms={name: getattr(content, name) for name in TERMS},
        factors=[one.model_dump() for one in content.factors],
        stages=[one.model_dump() for one in content.stages],
        most_cost=content.most_cost or 0,
        ratio=int(content.ratio * WHOLE / PERCENT),
        incentive=content.incentive or 0,
        price_ceiling=content.price_ceiling or 0,
        **{name: getattr(content, name) for name in SAME},
    )
    note(actor, row, COOPERATION, "edit", label="修改合作创新采购方案")


@command
def submit(actor: Actor, *, project_number: str) -> None:
    """Hand the scheme to the buyer.

    Raises:
        RuleBroken: what it lacks (COI-04 … COI-08).
    """
    _step(actor, project_number, "submit")


@command
def confirm(actor: Actor, *, project_number: str) -> None:
    """Confirm the scheme as the buyer."""
    _step(actor, project_number, "confirm")


@command
def return_draft(actor: Actor, *, project_number: str, form: ReasonIn) -> None:
    """Send it back with the reason."""
    _step(
        actor, project_number, "return_draft", changes={"returned_reason": form.reason},
        body={"reason": form.reason},
    )  # fmt: skip


@command
def publish(actor: Actor, *, project_number: str, form: PublishIn) -> None:
    """Publish the 合作创新采购公告.

    Raises:
        RuleBroken: the periods are too short (COI-02), or the scheme lacks something.
    """
    row = locked(actor, project_number)
    ready(actor, row, "publish")
    today = clock.today()
    row.apply_until, row.notice_until = form.apply_until, deadline("COI-02", today).date
    facts = facts_of(actor.viewer, row, apply_until=form.apply_until)
    project = project_seen(actor.viewer, project_number)
    take_step(
        actor, row, COOPERATION, "publish", facts=facts, body=call_body(row, project),
        changes={
            "apply_until": form.apply_until, "notice_until": row.notice_until,
            "published_at": clock.now(),
        },
    )  # fmt: skip
    projects.announce(actor, number=project_number, bid_deadline=form.apply_until)


@command
def seat(actor: Actor, *, project_number: str, form: GroupIn) -> None:
    """Form the negotiation group (COI-01), and who stands by; names are published with the result.

    Raises:
        RuleBroken: its size, or who is in it, is unlawful.
        InvalidInput: somebody named is not known, so that he could not find and sign, or may not
            review here.
    """
    row = locked(actor, project_number)
    row.group = [one.model_dump(mode="json") for one in form.members]
    facts = facts_of(actor.viewer, row)
    COOPERATION.decide(
        "seat", state=row.state, viewer=actor.viewer, facts=facts, at=clock.now()
    )  # fmt: skip
    size = len(row.group)
    named = [*row.group, *(one.model_dump(mode="json") for one in form.reserves)]
    known = found(row, named, fields=_places(size, len(named)))
    take_step(
        actor, row, COOPERATION, "seat", facts=facts,
        body={"members": size, "reserves": len(named) - size},
        changes={"group": known[:size], "reserves": known[size:]},
    )  # fmt: skip


def locked(actor: Actor, project_number: str) -> Cooperation:
    """Return a cooperation of the actor's organisation, locked.

    Raises:
        NotFound: the actor sees none.
        NotAllowed: the actor is no party.
    """
    row = own_cooperation(actor, project_number)
    with system_access("cooperation in hand"):
        return Cooperation.objects.select_for_update().get(pk=row.pk)


def own_cooperation(actor: Actor, project_number: str) -> Cooperation:
    """Return a cooperation of the actor's organisation, not locked.

    Raises:
        NotFound: the actor sees none.
        NotAllowed: the actor is no party.
    """
    row = cooperation_row(actor.viewer, project_number)
    if row.parties().get(actor.viewer.side) != actor.viewer.organisation:
        raise NotAllowed("这个项目由其他单位组织。")
    return row


def _places(members: int, named: int) -> list[str]:
    """Name the field of everybody who is named: members first, then reserves."""
    return [
        f"members.{at}.name" if at < members else f"reserves.{at - members}.name"
        for at in range(named)
    ]


def ready(actor: Actor, row: Cooperation, step: str) -> None:
    """Refuse a step out of turn before its notice is written.

    Raises:
        WrongState: the cooperation is in another state.
    """
    del actor
    if row.state not in COOPERATION.step(step).source:
        raise WrongState(
            f"合作创新采购{COOPERATION.states[row.state]}，现在不能这样做。请刷新后查看。"
        )


def _step(actor: Actor, project_number: str, name: str, **more: Any) -> None:
    row = locked(actor, project_number)
    take_step(actor, row, COOPERATION, name, facts=facts_of(actor.viewer, row), **more)
