"""Preparing: where suppliers come from, on which conditions; confirmed, announced, amended."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from lucai.kernel import clock
from lucai.kernel.actors import SYSTEM, Actor, Side
from lucai.kernel.errors import InvalidInput, NotAllowed, RuleBroken, WrongState
from lucai.law.deadlines import deadline
from lucai.law.emergency_rules import EMERGENCY
from lucai.law.method_rules import earliest
from lucai.law.prequalification_rules import (
    ANNOUNCED,
    LIBRARY,
    RECOMMENDED,
    ChangeFacts,
    change_leaves_time,
)
from lucai.platform.access.permissions import demand
from lucai.platform.access.selectors import organisation_by_uscc
from lucai.platform.duties import services as duties
from lucai.platform.journal.frame import command
from lucai.platform.lives.services import begin, note, take_step
from lucai.platform.records import system_access
from lucai.registers.suppliers.selectors import suppliers_of
from lucai.stages.trade.prequalifications import notices
from lucai.stages.trade.prequalifications.lifecycle import (
    APPLICATION,
    EDIT,
    PREQUALIFICATION,
    RECOMMEND,
)
from lucai.stages.trade.prequalifications.models import (
    Prequalification,
    PrequalificationApplication,
)
from lucai.stages.trade.prequalifications.schemas import (
    AmendmentIn,
    CandidateIn,
    ContentIn,
    ReasonIn,
)
from lucai.stages.trade.prequalifications.selectors import (
    application_row,
    applications_of,
    facts_of,
    prequalification_row,
)
from lucai.stages.trade.projects import services as projects
from lucai.stages.trade.projects.selectors import project_seen
from lucai.stages.trade.projects.standing import bars

CONTENT = (
    "way", "places", "terms", "conditions", "criteria", "composition", "performance_period", "consortium",
    "apply_until", "review_on",
)  # fmt: skip


@command
def edit(actor: Actor, *, project_number: str, content: ContentIn) -> None:
    """Write the content; a change of the way clears the list made by the other one.

    Raises:
        NotAllowed: the role does not grant it.
        WrongState: it is not in draft any more.
        InvalidInput: the law does not let the method find its suppliers so.
    """
    demand(actor, EDIT.permission)
    row = _draft(actor, project_number)
    _refuse_way(row, content)
    if row.way != content.way.value:
        _clear(row)
    row.change(**_content(content))
    body = {"way": row.way, "places": row.places, "conditions": len(row.conditions)}
    note(actor, row, PREQUALIFICATION, "edit", label="编制资格预审文件", body=body)


@command
def add_candidate(actor: Actor, *, project_number: str, form: CandidateIn) -> None:
    """Put a supplier on the list: the agency from the library, the buyer by recommendation.

    Raises:
        NotAllowed: the list is another side's to make.
        InvalidInput: no such supplier in the library, barred, or on the list already.
    """
    row = prequalification_row(actor.viewer, project_number)
    _demand_list(actor, row)
    firm = organisation_by_uscc(SYSTEM, form.uscc)
    if not firm or firm.side is not Side.SUPPLIER or not suppliers_of(SYSTEM, [firm.pk]):
        raise InvalidInput({"uscc": "供应商库中没有这个统一社会信用代码"})
    if barred := bars(firm.pk):
        text = "；".join(barred)
        raise InvalidInput({"uscc": f"{firm.name}在禁止参加政府采购活动的期限内：{text}"})
    if any(one.supplier_id == firm.pk for one in applications_of(SYSTEM, row)):
        raise InvalidInput({"uscc": f"{firm.name}已经在名单中"})
    supplier = PrequalificationApplication(
        prequalification=row,
        number_of_project=row.number_of_project,
        title=row.project_title,
        supplier_id=firm.pk,
        supplier_name=firm.name,
        supplier_uscc=firm.uscc,
        method=row.method,
        source=row.way,
        reason=form.reason,
        listed_by=actor.viewer.person,
        secret_until=clock.now(),
        region="",
    )
    begin(actor, supplier, APPLICATION, label=f"列入备选名单：{firm.name}")
    _keep_recommenders(row)


@command
def remove_candidate(actor: Actor, *, project_number: str, pk: int) -> None:
    """Take a supplier off the list again."""
    row = prequalification_row(actor.viewer, project_number)
    _demand_list(actor, row)
    supplier = application_row(actor.viewer, project_number, pk)
    with system_access("list in hand"):
        PrequalificationApplication.objects.filter(pk=supplier.pk, state="listed").delete()
    label = f"移出备选名单：{supplier.supplier_name}"
    note(actor, row, PREQUALIFICATION, "remove", label=label)
    _keep_recommenders(row)


@command
def submit(actor: Actor, *, project_number: str) -> None:
    """Hand it to the buyer to confirm."""
    row = prequalification_row(actor.viewer, project_number)
    take_step(
        actor, row, PREQUALIFICATION, "submit", facts=facts_of(actor.viewer, row),
        changes={"returned_reason": ""},
    )  # fmt: skip


@command
def confirm(actor: Actor, *, project_number: str) -> None:
    """Confirm it; a list that needs no notice stands with that.

    Raises:
        RuleBroken: whoever recommended somebody on the list confirms it (ROL-10), or it is
            shorter than twice the places (GP-TEN-07).
    """
    row = prequalification_row(actor.viewer, project_number)
    facts = facts_of(actor.viewer, row)
    body = {"way": row.way, "pool": facts.pool, "places": row.places}
    take_step(actor, row, PREQUALIFICATION, "confirm", facts=facts, body=body)
    if row.way != ANNOUNCED:
        take_step(actor, row, PREQUALIFICATION, "accept_list", follows=True)
    if row.method == EMERGENCY:
        _choose_all(actor, row)


@command
def return_draft(actor: Actor, *, project_number: str, form: ReasonIn) -> None:
    """Send it back with a reason."""
    row = prequalification_row(actor.viewer, project_number)
    take_step(
        actor, row, PREQUALIFICATION, "return_draft",
        body={"reason": form.reason}, changes={"returned_reason": form.reason},
    )  # fmt: skip


@command
def publish(actor: Actor, *, project_number: str) -> None:
    """Publish the 资格预审公告; from now on suppliers see the project and may apply.

    Raises:
        RuleBroken: the intention is too young, or the period too short (GP-TEN-04).
    """
    row = prequalification_row(actor.viewer, project_number)
    facts, now = facts_of(actor.viewer, row), clock.now()
    until = earliest("open", "notice", clock.today())
    last = until.date if until else clock.today()
    project = project_seen(actor.viewer, project_number)
    content: Any = row
    body: dict[str, Any] = {}
    if row.apply_until and row.review_on:
        body = notices.prequalification_notice(content, project, now, last)
    take_step(
        actor, row, PREQUALIFICATION, "publish", facts=facts, body=body,
        changes={"published_at": now, "notice_until": last},
    )  # fmt: skip
    projects.call_for_applications(actor, number=project_number)


@command
def amend(actor: Actor, *, project_number: str, form: AmendmentIn) -> None:
    """Change a published document with a 更正公告; who applied is told.

    Raises:
        RuleBroken: fewer than three days are left and the deadline is not moved (GP-TEN-06).
    """
    row = prequalification_row(actor.viewer, project_number)
    until = row.apply_until
    if until is None or row.state != "published" or clock.now() >= until:
        raise WrongState("提交截止以前才能澄清或者修改资格预审文件。")
    verdict = change_leaves_time(
        ChangeFacts(apply_until=until, new_until=form.new_until), clock.now()
    )
    if verdict.blocks:
        raise RuleBroken((verdict,))
    project = project_seen(actor.viewer, project_number)
    told = tuple(one.supplier_id for one in applications_of(SYSTEM, row))
    line = {"at": clock.now().isoformat(), "text": form.text}
    take_step(
        actor, row, PREQUALIFICATION, "amend",
        body=notices.amendment_notice(
            project, text=form.text, until=form.new_until, number=len(row.amendments) + 1
        ),
        changes={"amendments": [*row.amendments, line], "apply_until": form.new_until or until},
        audience=told,
    )  # fmt: skip
    _keep_secret(row, form.new_until)


def _draft(actor: Actor, project_number: str) -> Prequalification:
    row = prequalification_row(actor.viewer, project_number)
    if row.state != "draft":
        raise WrongState(f"资格预审{PREQUALIFICATION.states[row.state]}，不能修改。")
    return row


def _content(content: ContentIn) -> dict[str, Any]:
    apart = {"way", "conditions", "terms"}
    plain = {name: getattr(content, name) for name in CONTENT if name not in apart}
    conditions = [
        {"number": f"Z{place}", **one.model_dump()}
        for place, one in enumerate(content.conditions, 1)
    ]
    return {**plain, "way": content.way.value, "conditions": conditions, "terms": content.terms}


def _refuse_way(row: Prequalification, content: ContentIn) -> None:
    problems: dict[str, str] = {}
    if row.finds and content.way.value == ANNOUNCED:
        problems["way"] = "以公告方式邀请的不用这份名单，请选择“改为发布公告邀请供应商”"
    if row.method == EMERGENCY and (content.way.value == ANNOUNCED or content.places):
        problems["way"] = "紧急采购由采购人推荐或者从供应商库列入，全部邀请（抽取数量填 0）"
    if row.method == "open" and content.way.value != ANNOUNCED:
        problems["way"] = "公开招标应当发布资格预审公告"
    if row.method == "open" and content.places:
        problems["places"] = "公开招标的全部合格供应商都可以投标，请填 0"
    if content.way.value == ANNOUNCED and content.apply_until:
        problems |= _early(content.apply_until, content.review_on)
    if problems:
        raise InvalidInput(problems)


def _choose_all(actor: Actor, row: Prequalification) -> None:
    """Invite everybody on the list: an emergency draws no lots."""
    for one in applications_of(SYSTEM, row):
        if one.state == "listed":
            take_step(actor, one, APPLICATION, "choose", follows=True)
    take_step(actor, row, PREQUALIFICATION, "take_all", follows=True)


def _early(apply_until: datetime, review_on: Any) -> dict[str, str]:
    first = deadline("GP-TEN-04", clock.today())
    day = apply_until.astimezone(clock.BEIJING).date()
    problems = {}
    if not first.allows(day):
        problems["apply_until"] = f"今天公告的，最早为 {first.date.isoformat()}"
    if review_on and review_on < day:
        problems["review_on"] = "资格预审日期不能早于提交截止之日"
    return problems


def _demand_list(actor: Actor, row: Prequalification) -> None:
    if row.finds:
        raise WrongState("名单由随机抽取或者书面推荐意见产生，不能逐家填写。")
    right = {LIBRARY: EDIT, RECOMMENDED: RECOMMEND}.get(row.way)
    if right is None:
        raise WrongState("先确定供应商产生方式：由供应商库选取，或者由采购人书面推荐。")
    demand(actor, right.permission)
    if actor.viewer.side not in right.sides:
        raise NotAllowed("这份名单由另一方提出。")
    open_to = {"draft"} if row.way == LIBRARY else {"draft", "confirming"}
    if row.state not in open_to:
        raise WrongState("名单已经确认，不能再修改。")


def _clear(row: Prequalification) -> None:
    with system_access("list in hand"):
        PrequalificationApplication.objects.filter(prequalification=row, state="listed").delete()
    row.change(recommenders=[])


def _keep_recommenders(row: Prequalification) -> None:
    """Keep who recommended those on the list now, so that its to-do lies on another's desk."""
    if row.way != RECOMMENDED:
        return
    listed = [one for one in applications_of(SYSTEM, row) if one.state == "listed"]
    row.change(recommenders=sorted({one.listed_by for one in listed if one.listed_by}))
    if row.state == "confirming":
        duties.follow(row, PREQUALIFICATION, clock.now())


def _keep_secret(row: Prequalification, until: datetime | None) -> None:
    if until is None:
        return
    with system_access("postponed deadline"):
        PrequalificationApplication.objects.filter(prequalification=row).update(secret_until=until)
