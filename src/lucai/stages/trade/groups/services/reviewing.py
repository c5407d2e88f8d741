"""What members find: handed in alone, counted together, signed by all (87 arts 46, 61)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from lucai.kernel import clock
from lucai.kernel.actors import SYSTEM, Actor
from lucai.kernel.errors import InvalidInput, NotFound, WrongState
from lucai.platform.access.permissions import demand
from lucai.platform.journal.frame import command
from lucai.platform.lives.services import note, take_step
from lucai.platform.records import system_access
from lucai.stages.trade.drawn_experts.rows import EXPERT
from lucai.stages.trade.groups import counting
from lucai.stages.trade.groups.counting import HUNDREDTHS
from lucai.stages.trade.groups.lifecycle import GROUP, SHEET
from lucai.stages.trade.groups.models import GroupFinding, GroupSheet, ReviewGroup
from lucai.stages.trade.groups.ports import Answer, subject_of
from lucai.stages.trade.groups.rules import SheetFacts
from lucai.stages.trade.groups.schemas import FindingIn, FindingsIn, SignatureIn
from lucai.stages.trade.groups.sealing import seal_findings
from lucai.stages.trade.groups.selectors import own_group
from lucai.stages.trade.groups.selectors.reviewing import findings_by_answer, own_sheet, sheets_of
from lucai.stages.trade.groups.services.following import in_hand
from lucai.stages.trade.groups.services.sheets import open_all


@command
def submit_findings(actor: Actor, *, number: str, form: FindingsIn) -> None:
    """Hand in what one found of every answer; with the last member's the group's is known.

    Raises:
        NotFound: the actor is no member who reviews now.
        RuleBroken: an answer has no finding.
        InvalidInput: a mark or a reason is missing, a barred supplier is found good, or who is
            chosen to lead is no expert of the group.
    """
    row, sheet = in_hand(actor, number), own_sheet(actor.viewer, number)
    if row.state != "formed":
        raise WrongState("评审小组成员还没有到齐，补足后再提交评审意见。")
    subject = subject_of(row.method)
    answers, marked = subject.answers(SYSTEM, number), subject.is_marked(SYSTEM, number)
    said = {one.key: (place, one) for place, one in enumerate(form.findings)}
    problems = {
        f"findings.{place}.{name}": text
        for answer in answers
        if answer.key in said
        for place, one in [said[answer.key]]
        for name, text in _wrong(one, answer, marked=marked).items()
    }
    if problems:
        raise InvalidInput(problems)
    _demand_leader(number, form.leader)
    missing = tuple(one.heading for one in answers if one.key not in said)
    take_step(
        actor, sheet, SHEET, "submit", facts=SheetFacts(missing),
        changes={"submitted_at": clock.now(), "ballot": form.leader},
    )  # fmt: skip
    _keep(sheet, (said[answer.key][1] for answer in answers), marked=marked)
    _count(actor, row, answers)


@command
def sign_report(actor: Actor, *, number: str, form: SignatureIn) -> None:
    """Sign the group's report, with a differing opinion where there is one (GP-EXP-09).

    Raises:
        NotFound: the actor is no member.
        WrongState: there is nothing to sign yet, or it is signed.
    """
    row, sheet = in_hand(actor, number), own_sheet(actor.viewer, number)
    changes = {"signed_at": clock.now(), "dissent": form.dissent}
    take_step(actor, sheet, SHEET, "sign", changes=changes, body={"dissent": bool(form.dissent)})
    _finish(actor, row)


@command
def agree_silently(actor: Actor, *, number: str, place: int) -> None:
    """Note that a member neither signs nor says why: that counts as agreement.

    Raises:
        NotFound: another organisation forms the group, or nobody's sheet is there.
    """
    demand(actor, SHEET.permission(SHEET.step("agree_silently")))
    own_group(actor.viewer, number)
    row = in_hand(actor, number)
    sheet = next((one for one in sheets_of(SYSTEM, number) if one.place == place), None)
    if not sheet:
        raise NotFound("没有找到这名成员的评审意见。")
    changes = {"signed_at": clock.now(), "silent": True}
    take_step(actor, sheet, SHEET, "agree_silently", changes=changes, body={"place": place})
    _finish(actor, row)


def _wrong(one: FindingIn, answer: Answer, *, marked: bool) -> dict[str, str]:
    """Say what is missing of a finding, or speaks against it, field by field."""
    problems = {}
    if one.valid is None:
        problems["valid"] = "请选择“符合”或者“无效”"
    elif one.valid and answer.barred:
        problems["valid"] = f"不得参加政府采购活动：{answer.barred}"
    elif not one.valid and not one.reason:
        problems["reason"] = "响应无效的，应当写明理由"
    if marked and one.mark is None:
        problems["mark"] = "请填写质量评分"
    return problems


def _demand_leader(number: str, place: int) -> None:
    sheets = sheets_of(SYSTEM, number)
    if not any(one.place == place and one.kind == EXPERT for one in sheets):
        raise InvalidInput({"leader": "请选择一名已签到的评审专家担任组长"})


def _keep(sheet: GroupSheet, found: Iterable[FindingIn], *, marked: bool) -> None:
    """Write down under seal what a member found."""
    rows = [
        GroupFinding(
            sheet=sheet, answer_key=one.key, valid=bool(one.valid),
            reason="" if one.valid else one.reason,
            mark=int(one.mark * HUNDREDTHS) if marked and one.mark is not None else None,
        )
        for one in found
    ]  # fmt: skip
    seal_findings(rows)
    with system_access("findings in hand"):
        GroupFinding.objects.bulk_create(rows)


def _count(actor: Actor, row: ReviewGroup, answers: list[Answer]) -> None:
    """Count once all have handed in, share what each found, and let the report be signed."""
    sheets = sheets_of(SYSTEM, row.group_number)
    if len(sheets) < row.size or any(one.state == "reviewing" for one in sheets):
        return
    open_all(row)
    said = findings_by_answer(SYSTEM, row.group_number)
    outcome = [_counted(one.key, said[one.key]) for one in answers]
    leader = counting.chosen([one.ballot for one in sheets if one.ballot])
    row.change(shared_at=clock.now(), outcome=outcome, leader=leader)
    body = {"outcome": outcome, "leader": leader}
    note(actor, row, GROUP, "count", label="评审小组意见汇总", body=body)
    for sheet in sheets:
        take_step(actor, sheet, SHEET, "open_report", follows=True)


def _counted(key: str, said: list[counting.Said]) -> dict[str, Any]:
    found = counting.outcome(said)
    return {
        "key": key, "valid": found.valid, "votes": found.votes, "members": found.members,
        "reason": found.reason, "mark": found.mark,
    }  # fmt: skip


def _finish(actor: Actor, row: ReviewGroup) -> None:
    if all(one.state == "signed" for one in sheets_of(SYSTEM, row.group_number)):
        changes = {"reported_at": clock.now()}
        take_step(actor, row, GROUP, "report", changes=changes, follows=True)
