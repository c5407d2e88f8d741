"""Applying and reviewing: a supplier hands in; every condition is judged; the refused learn why."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from lucai.kernel import clock
from lucai.kernel.actors import SYSTEM, Actor
from lucai.kernel.errors import InvalidInput, NotFound, WrongState
from lucai.law.prequalification_rules import ANNOUNCED, enough_can_be_invited
from lucai.platform.access.permissions import demand
from lucai.platform.access.selectors import organisation
from lucai.platform.files.kinds import ATTACHMENTS
from lucai.platform.files.services import keep_upload
from lucai.platform.journal.frame import command
from lucai.platform.lives.services import begin, note, take_step
from lucai.stages.trade.prequalifications.answering import application_facts
from lucai.stages.trade.prequalifications.lifecycle import (
    APPLICATION,
    PREQUALIFICATION,
    REVIEW,
)
from lucai.stages.trade.prequalifications.models import (
    Prequalification,
    PrequalificationApplication,
)
from lucai.stages.trade.prequalifications.schemas import ApplicationIn, FindingsIn, Passed
from lucai.stages.trade.prequalifications.selectors import (
    application_row,
    applications_of,
    facts_of,
    own_application,
    prequalification_row,
)
from lucai.stages.trade.projects.standing import bars, demand_not_barred

MOST_FILES = 20


@command
def apply(
    actor: Actor, *, project_number: str, form: ApplicationIn, uploads: Sequence[object] = ()
) -> None:
    """Hand in an application, or a new one in its place; nobody else sees it before the deadline.

    Raises:
        RuleBroken: too late, barred (GP-QUA-02), or a condition is left unanswered.
        InvalidInput: not vouched for, or a file that cannot be read.
        WrongState: no applications are received.
    """
    row = _receiving(actor, project_number)
    demand_not_barred(bars(actor.viewer.organisation or 0))
    if not form.truthful:
        raise InvalidInput({"truthful": "请承诺申请文件真实、合法、有效"})
    answers = {one.number: one.text for one in form.answers}
    facts = application_facts(row, answers)
    found = own_application(actor.viewer, row) or _new(actor, row)
    kept = [*found.files, *(_kept(actor, upload) for upload in uploads)]
    if len(kept) > MOST_FILES:
        raise InvalidInput({"files": f"最多上传 {MOST_FILES} 个文件"})
    take_step(
        actor, found, APPLICATION, "submit", facts=facts,
        body={"sm3": [file["sm3"] for file in kept]},
        changes={
            "answers": answers, "files": kept, "contact": form.contact, "phone": form.phone,
            "submitted_at": clock.now(),
        },
    )  # fmt: skip


@command
def remove_file(actor: Actor, *, project_number: str, file_id: int) -> None:
    """Take a file out of an application before the deadline."""
    row = _receiving(actor, project_number)
    found = _mine(actor, row)
    if row.apply_until and clock.now() >= row.apply_until:
        raise WrongState("提交截止时间已过，不能再修改。")
    found.change(files=[file for file in found.files if file["id"] != file_id])
    note(actor, found, APPLICATION, "detach", label="移除申请文件附件")


@command
def withdraw(actor: Actor, *, project_number: str) -> None:
    """Take an application back before the deadline."""
    row = _receiving(actor, project_number)
    found = _mine(actor, row)
    take_step(actor, found, APPLICATION, "withdraw", facts=application_facts(row))


@command
def judge(actor: Actor, *, project_number: str, pk: int, form: FindingsIn) -> None:
    """Keep the findings on one applicant; what is not ticked is left for later.

    Raises:
        NotAllowed: the role does not grant it.
        WrongState: the review is over, or has not begun.
        InvalidInput: a condition fails without a reason.
    """
    demand(actor, REVIEW.permission)
    row = prequalification_row(actor.viewer, project_number)
    found = application_row(actor.viewer, project_number, pk)
    if row.state != "published" or found.state != "submitted":
        raise WrongState("现在不能审查这份申请。")
    found.change(findings=_findings(actor, row, form))
    label = f"资格预审：{found.supplier_name}"[:120]
    body = {"findings": len(found.findings)}
    note(actor, row, PREQUALIFICATION, "judge", label=label, body=body)


@command
def finish_review(actor: Actor, *, project_number: str) -> None:
    """Close the review: every applicant learns the result, the refused with every reason.

    With fewer than three the round fails and has to be organised anew; of an open tender all
    who passed may bid.

    Raises:
        RuleBroken: the period still runs, or somebody is not judged.
    """
    row = prequalification_row(actor.viewer, project_number)
    facts, found = facts_of(actor.viewer, row), applications_of(SYSTEM, row)
    waiting = [one for one in found if one.state == "submitted"]
    passed = [one for one in waiting if not one.refusal]
    body = {"applications": len(waiting), "passed": len(passed)}
    changes = {"reviewed_at": clock.now()}
    take_step(
        actor, row, PREQUALIFICATION, "finish_review", facts=facts, body=body, changes=changes
    )
    for one in waiting:
        _settle(actor, one)
    _go_on(actor, row, passed)


def _settle(actor: Actor, one: PrequalificationApplication) -> None:
    step = "refuse" if one.refusal else "pass_review"
    body = {"reason": one.refusal} if one.refusal else {}
    take_step(actor, one, APPLICATION, step, body=body, follows=True)


def _go_on(
    actor: Actor, row: Prequalification, passed: Sequence[PrequalificationApplication]
) -> None:
    verdict = enough_can_be_invited(facts_of(actor.viewer, row), clock.now())
    if not verdict.holds:
        take_step(
            actor, row, PREQUALIFICATION, "fail", body={"reason": verdict.message}, follows=True
        )
        for one in passed:
            take_step(actor, one, APPLICATION, "void", follows=True)
    elif row.method == "open":
        for one in passed:
            take_step(actor, one, APPLICATION, "choose", follows=True)
        take_step(actor, row, PREQUALIFICATION, "take_all", follows=True)


def _findings(actor: Actor, row: Prequalification, form: FindingsIn) -> dict[str, Any]:
    names = {one["number"]: one["name"] for one in row.conditions}
    problems, found = {}, {}
    for place, one in enumerate(form.findings):
        if one.number not in names or one.passed is None:
            continue
        if one.passed is Passed.NO and not one.reason:
            problems[f"findings.{place}.reason"] = "不符合的，应当写明原因，系统将告知申请人"
        found[one.number] = {
            "name": names[one.number],
            "passed": one.passed is Passed.YES,
            "reason": "" if one.passed is Passed.YES else one.reason,
            "by": actor.viewer.name,
        }
    if problems:
        raise InvalidInput(problems)
    return found


def _new(actor: Actor, row: Prequalification) -> PrequalificationApplication:
    firm = organisation(actor.viewer, actor.viewer.organisation or 0)
    found = PrequalificationApplication(
        prequalification=row,
        number_of_project=row.number_of_project,
        title=row.project_title,
        supplier_id=firm.pk,
        supplier_name=firm.name,
        supplier_uscc=firm.uscc,
        method=row.method,
        source=ANNOUNCED,
        secret_until=row.apply_until or clock.now(),
        region="",
    )
    return begin(actor, found, APPLICATION, label="开始申请资格预审")


def _receiving(actor: Actor, project_number: str) -> Prequalification:
    row = prequalification_row(actor.viewer, project_number)
    if row.state != "published":
        raise WrongState("现在不接收资格预审申请文件。")
    return row


def _mine(actor: Actor, row: Prequalification) -> PrequalificationApplication:
    if found := own_application(actor.viewer, row):
        return found
    raise NotFound("本单位还没有提交资格预审申请文件。")


def _kept(actor: Actor, upload: object) -> dict[str, Any]:
    stored = keep_upload(actor, upload, field="files", allowed=ATTACHMENTS)
    return {"id": stored.pk, "name": stored.name, "size": stored.size, "sm3": stored.sm3}
