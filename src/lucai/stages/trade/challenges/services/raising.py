"""The supplier's side: a challenge is drafted, checked, handed in, completed, withdrawn."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from lucai.kernel import clock
from lucai.kernel.actors import Actor
from lucai.kernel.errors import InvalidInput, WrongState
from lucai.platform.access.permissions import demand
from lucai.platform.files.kinds import ATTACHMENTS
from lucai.platform.files.services import keep_upload
from lucai.platform.journal.frame import command
from lucai.platform.lives.numbering import begin_numbered
from lucai.platform.lives.services import note, take_step
from lucai.platform.records import system_access
from lucai.platform.suspensions import services as suspensions
from lucai.stages.trade.challenges.disputed import Subject
from lucai.stages.trade.challenges.kinds import Kind, kind_of
from lucai.stages.trade.challenges.lifecycle import CHALLENGE, DRAFT
from lucai.stages.trade.challenges.models import Challenge
from lucai.stages.trade.challenges.ports import numbers_of
from lucai.stages.trade.challenges.schemas import About, ChallengeIn
from lucai.stages.trade.challenges.selectors import anchor_of, challenge_row
from lucai.stages.trade.challenges.selectors.facts import draft_facts, raising_facts
from lucai.stages.trade.challenges.selectors.subjects import subject_seen

MOST_FILES = 20
SIGNING = (
    "contract.contract:propose", "contract.contract:sign*", "contract.contract:perform*",
)  # fmt: skip
"""What a challenge that may change the result holds back (条例 art 54)."""
ORDERING = (
    "trade.callOff:ask", "trade.callOff:decide", "trade.callOff:reveal", "trade.callOff:contract",
    "contract.shortContract:propose", "contract.shortContract:sign",
)  # fmt: skip
MALL = ("contract.mallOrder:release", "contract.mallOrder:confirm")
HOLDS = {
    Kind.PROJECT: SIGNING,
    Kind.FRAMEWORK: ("trade.frameworkMember:sign*", "trade.frameworkAgreement:run", *ORDERING),
    Kind.ORDER: ("trade.callOff:contract", *ORDERING[-2:], *SIGNING),
    Kind.MALL: (*MALL, *SIGNING),
    Kind.INQUIRY: ("contract.mallInquiry:award", *MALL, *SIGNING),
}
"""A framework agreement is signed with its members, and performed by the orders under it."""

HELD_REASON = (
    "供应商对采购过程或者采购结果提出质疑，可能影响采购结果，应当暂停签订合同、中止履行合同"
)


@command
def draft(actor: Actor, *, project_number: str, form: ChallengeIn) -> str:
    """Begin a challenge; only its supplier sees it until it is handed in. Return its number.

    Raises:
        NotAllowed: the post has no right to write challenges.
        InvalidInput: a lot that the project does not have, a day to come.
    """
    demand(actor, DRAFT.permission)
    subject = subject_seen(actor.viewer, project_number)
    row = Challenge(
        project_number=subject.number,
        title=subject.title,
        supplier_id=actor.viewer.organisation or 0,
        supplier_name=actor.viewer.organisation_name,
        **{name: getattr(subject, name) for name in _PARTIES},
        **_content(actor, subject, form),
    )
    begin_numbered(
        actor, row, CHALLENGE, prefix=f"{subject.number}-ZY", field="number", label="起草质疑函"
    )
    return row.number


@command
def edit(actor: Actor, *, number: str, form: ChallengeIn) -> None:
    """Change what a draft says, or complete what was handed in.

    Raises:
        WrongState: it is under examination or answered; nothing in it may change.
        InvalidInput: see :func:`draft`; what it is about cannot change once it was handed in.
    """
    demand(actor, DRAFT.permission)
    row = _locked(actor, number)
    _demand_editable(row)
    subject = subject_seen(actor.viewer, row.project_number)
    content = _content(actor, subject, form)
    if row.state == "completing":
        _demand_same(row, form)
        content = {name: value for name, value in content.items() if name not in _FIXED}
    row.change(**content)
    note(actor, row, CHALLENGE, "edit", label="修改质疑函")


@command
def attach(actor: Actor, *, number: str, uploads: Sequence[object]) -> None:
    """Add files to a draft or to a completion.

    Raises:
        InvalidInput: none chosen, too many, or one that is no readable file.
    """
    demand(actor, DRAFT.permission)
    row = _locked(actor, number)
    _demand_editable(row)
    if not uploads:
        raise InvalidInput({"files": "请先选择文件"})
    if len(row.files) + len(uploads) > MOST_FILES:
        raise InvalidInput({"files": f"最多上传 {MOST_FILES} 个文件"})
    kept = [kept_file(actor, upload) for upload in uploads]
    row.change(files=[*row.files, *kept])
    note(actor, row, CHALLENGE, "attach", label="上传附件", body={"sm3": [f["sm3"] for f in kept]})


@command
def detach(actor: Actor, *, number: str, file_id: int) -> None:
    """Take a file out of a draft again."""
    demand(actor, DRAFT.permission)
    row = _locked(actor, number)
    _demand_editable(row)
    row.change(files=[file for file in row.files if file["id"] != file_id])
    note(actor, row, CHALLENGE, "detach", label="移除附件")


@command
def submit(actor: Actor, *, number: str) -> None:
    """Hand a challenge in: it is served at this moment, and the time to answer begins.

    Signing of the contract is held back while a challenge to process or result is open.

    Raises:
        RuleBroken: too late, incomplete, raised before, or no part in the procurement.
    """
    row = _locked(actor, number)
    facts = raising_facts(actor.viewer, row)
    take_step(
        actor, row, CHALLENGE, "submit", facts=facts,
        changes={
            "raised_at": clock.now(), "signed_by": actor.viewer.name,
            "known_on": facts.known_on, "notice_until": facts.notice_until,
        },
        body={"about": row.about, "lots": row.lots, "points": len(row.points), **_digests(row)},
    )  # fmt: skip
    if row.about != About.DOCUMENT:
        hold(actor, row)


def hold(actor: Actor, row: Challenge) -> None:
    """Hold signing and performance back (条例 art 54); part of the act that asks for it."""
    for number in numbers_of(row.project_number):
        suspensions.suspend(
            actor, row, CHALLENGE.of, stops=HOLDS[kind_of(row.project_number)], rule="GP-CTR-08", reason=HELD_REASON,
            lots=row.lots, under=number,
        )  # fmt: skip


@command
def complete(actor: Actor, *, number: str) -> None:
    """Hand a completed challenge in again; the time to answer still counts from the first day."""
    row = _locked(actor, number)
    facts = draft_facts(actor.viewer, row)
    take_step(actor, row, CHALLENGE, "complete", facts=facts, body=_digests(row))


@command
def withdraw(actor: Actor, *, number: str) -> None:
    """Take a challenge back before it is answered; what it held back goes on."""
    row = _locked(actor, number)
    take_step(actor, row, CHALLENGE, "withdraw", facts=draft_facts(actor.viewer, row))
    suspensions.lift(actor, row, CHALLENGE.of)


@command
def discard(actor: Actor, *, number: str) -> None:
    """Give a draft up."""
    row = _locked(actor, number)
    take_step(actor, row, CHALLENGE, "discard", facts=draft_facts(actor.viewer, row))


def kept_file(actor: Actor, upload: object) -> dict[str, Any]:
    """Store one attachment and return what the row keeps of it."""
    stored = keep_upload(actor, upload, field="files", allowed=ATTACHMENTS)
    return {
        "id": stored.pk, "name": stored.name, "size": stored.size, "sm3": stored.sm3,
        "by": actor.viewer.organisation_name,
    }  # fmt: skip


def _content(actor: Actor, subject: Subject, form: ChallengeIn) -> dict[str, Any]:
    unknown = [lot for lot in form.lots if lot not in {one.number for one in subject.lots}]
    if unknown:
        raise InvalidInput({"lots": f"这个{subject.noun}没有包 {unknown[0]}"})
    if form.about not in subject.abouts:
        raise InvalidInput({"about": "订单没有自己的采购文件，请对征集文件提出质疑"})
    if form.known_on and form.known_on > clock.today():
        raise InvalidInput({"known_on": "不能晚于今天"})
    anchor = anchor_of(actor.viewer, subject, form.about.value, form.lots, form.known_on)
    content = form.model_dump(exclude={"about", "points"})
    return {
        **content,
        "about": form.about.value,
        "points": [point.model_dump() for point in form.points],
        "known_on": anchor.known_on,
        "notice_until": anchor.notice_until,
        "round": anchor.round,
    }


def _demand_same(row: Challenge, form: ChallengeIn) -> None:
    if form.about.value != row.about:
        raise InvalidInput({"about": "补正时不能改变质疑对象"})
    if sorted(form.lots) != sorted(row.lots):
        raise InvalidInput({"lots": "补正时不能改变所质疑的包"})


def _demand_editable(row: Challenge) -> None:
    if row.state not in {"draft", "completing"}:
        raise WrongState("质疑函已经提交，不能再修改。需要时可以撤回。")


def _digests(row: Challenge) -> dict[str, Any]:
    return {"sm3": [file["sm3"] for file in row.files]}


def _locked(actor: Actor, number: str) -> Challenge:
    row = challenge_row(actor.viewer, number)
    with system_access("challenge in hand"):
        return Challenge.objects.select_for_update().get(pk=row.pk)


_PARTIES = (
    "buyer_id", "buyer_path", "buyer_name", "agency_id", "agency_name", "finance_id", "region",
)  # fmt: skip
_FIXED = frozenset({"about", "lots", "round", "phase", "known_on", "notice_until"})
