"""What a founded challenge or complaint does to admissions: struck off, ranked anew, called anew.

Part of the commands by which a challenge is mended and a complaint is decided or carried out: the
right is asked for there, and a pause does not stop what ends it.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from lucai.kernel import clock
from lucai.kernel.actors import SYSTEM, Actor
from lucai.kernel.errors import InvalidInput, NotFound, WrongState
from lucai.law.framework_rules import AdmissionFacts, admitted_most
from lucai.law.status import LawRefuses
from lucai.platform.journal.frame import command
from lucai.platform.lives.services import begin, note, take_step
from lucai.platform.records import system_access
from lucai.registers.exclusions.gates import Gate
from lucai.stages.trade.frameworks.lifecycle import CALL, FRAMEWORK, MEMBER, RESPONSE
from lucai.stages.trade.frameworks.models import (
    FrameworkAgreement,
    FrameworkApplication,
    FrameworkCall,
    FrameworkMember,
    FrameworkResponse,
)
from lucai.stages.trade.frameworks.notices import admission_body, annulment_body, exit_body
from lucai.stages.trade.frameworks.selectors import facts, framework_card
from lucai.stages.trade.frameworks.selectors.pages import member_card
from lucai.stages.trade.frameworks.selectors.rows import responses_of
from lucai.stages.trade.frameworks.selectors.standing import ranked_good
from lucai.stages.trade.frameworks.services.admitting import new_members
from lucai.stages.trade.frameworks.services.calling import REASON, end_call
from lucai.stages.trade.frameworks.services.members import settle_signing
from lucai.stages.trade.frameworks.services.planning import gate_of
from lucai.stages.trade.frameworks.supplier_lifecycle import APPLICATION
from lucai.stages.trade.projects.standing import ask_at, why_not

UNDECIDED = frozenset({"open", "opened"})
ENDABLE = frozenset({"admitted", "running"})


@command
def strike(
    actor: Actor, *, number: str, round_: int, places: Sequence[int], reason: str
) -> list[str]:
    """Cancel admissions that were wrong, rank who is left anew and announce who is admitted now.

    Returns the names of those who come in instead; the elimination stays lawful (GP-FRA-05).

    Raises:
        NotFound: it is an open framework, which ranks nobody.
        InvalidInput: none is named, or one that this call did not admit or that is gone.
    """
    framework, call = _in_hand(number, round_)
    if call is None:
        raise NotFound("开放式框架协议没有排名，不能另行确定入围供应商。")
    gone = [one for one in _members(framework, round_) if one.place in set(places)]
    if not gone or len(gone) != len(set(places)):
        raise InvalidInput({"struck": "请选择本次征集中仍然有效的入围供应商"})
    responses = responses_of(SYSTEM, call) if call else []
    rows = [row for row in responses if row.opened_at]
    for one in gone:
        _void(actor, framework, one, rows, reason)
    packages = sorted({one.package_number for one in gone})
    told = facts.admission_facts(SYSTEM, framework, [], {}, None)
    instead = [row for package in packages for row in _next(actor, framework, rows, package, told)]
    for row in instead:
        take_step(actor, row, RESPONSE, "admit", follows=True, audience=(row.supplier_id,))
    for member in new_members(actor, framework, call, _by_package(instead)):
        begin(actor, member, MEMBER, label="发出入围通知书")
    _announce(actor, framework, call, gone, instead)
    settle_signing(actor, framework)
    return [row.supplier_name for row in instead]


@command
def annul(
    actor: Actor, *, number: str, round_: int, packages: Collection[int] = (), reason: str
) -> None:
    """Undo a call, or the admissions of some packages, so that suppliers are called for anew.

    A call not decided yet ends; a decided one loses its admissions. The framework ends with its
    first call, and an open one (``round_`` 0) with its last supplier: another plan begins it anew.
    """
    framework, call = _in_hand(number, round_)
    if call and call.state in UNDECIDED:
        end_call(actor, framework, call, reason, follows=True)
        return
    rows = [row for row in responses_of(SYSTEM, call) if row.opened_at] if call else []
    for one in _members(framework, round_ or None):
        if not packages or one.package_number in packages:
            _void(actor, framework, one, rows, reason)
    if not call and packages:
        return
    if call and call.state == "decided" and not _members(framework, round_):
        changes = {"failed_reason": reason[:REASON]}
        take_step(actor, call, CALL, "annul", follows=True, changes=changes)
    if framework.state in ENDABLE and not _members(framework, None):
        _end(actor, framework, reason)


@command
def reopen_application(actor: Actor, *, number: str, supplier: int) -> int:
    """Let the last application of a supplier that was refused be reviewed again; return its place.

    Raises:
        WrongState: none of its applications was refused.
    """
    with system_access("refused application in hand"):
        rows = FrameworkApplication.objects.select_for_update().filter(
            framework_number=number, supplier_id=supplier, state="refused"
        )
        row = rows.order_by("-pk").first()
    if row is None:
        raise WrongState("没有未通过审核的加入申请，不需要重新审核。")
    take_step(
        actor, row, APPLICATION, "reopen", follows=True,
        changes={"applied_at": clock.now(), "answer": ""},
    )  # fmt: skip
    return int(row.place)


def _in_hand(number: str, round_: int) -> tuple[FrameworkAgreement, FrameworkCall | None]:
    with system_access("framework whose admissions are in hand"):
        framework = FrameworkAgreement.objects.select_for_update().filter(number=number).first()
        calls = FrameworkCall.objects.select_for_update().filter(
            framework_number=number, round=round_
        )
        call = calls.first()
    if framework is None or (round_ and call is None):
        raise NotFound("没有找到这次征集。")
    return framework, call


def _members(framework: FrameworkAgreement, round_: int | None) -> list[FrameworkMember]:
    """Return who is still admitted, by a call or at all."""
    rows = FrameworkMember.objects.seen_by(SYSTEM).filter(framework=framework, gone_at=None)
    if round_ is not None:
        rows = rows.filter(round=round_)
    return list(rows.order_by("place"))


def _void(
    actor: Actor, framework: FrameworkAgreement, member: FrameworkMember,
    rows: Sequence[FrameworkResponse], reason: str,
) -> None:  # fmt: skip
    card = framework_card(SYSTEM, framework.number)
    take_step(
        actor, member, MEMBER, "void", follows=True,
        body=exit_body(card, member_card(SYSTEM, member), f"撤销入围：{reason}"),
        changes={"gone_at": clock.now(), "gone_reason": reason[:REASON]},
    )  # fmt: skip
    for row in rows:
        same = (row.supplier_id, row.package_number) == (member.supplier_id, member.package_number)
        if same and row.state == "admitted":
            take_step(
                actor, row, RESPONSE, "strike", follows=True, changes={"reason": reason[:REASON]}
            )


def _next(
    actor: Actor, framework: FrameworkAgreement, rows: Sequence[FrameworkResponse], package: int,
    told: AdmissionFacts,
) -> list[FrameworkResponse]:  # fmt: skip
    """Return who is admitted now and was not: the best of those left that still may be (GP-QUA-02)."""
    good = ranked_good(SYSTEM, rows, package)
    try:
        most = admitted_most(len(good), told, on=clock.today())
    except LawRefuses:
        return []
    waiting = [row for row in good[:most] if row.state == "eliminated"]
    if not waiting:
        return []
    answers = ask_at(actor, Gate.QUALIFY, [row.supplier_id for row in waiting], gate_of(framework))
    return [row for row in waiting if not why_not(answers[row.supplier_id])]


def _by_package(rows: Sequence[FrameworkResponse]) -> dict[int, list[FrameworkResponse]]:
    found: dict[int, list[FrameworkResponse]] = {}
    for row in rows:
        found.setdefault(row.package_number, []).append(row)
    return found


def _announce(
    actor: Actor, framework: FrameworkAgreement, call: FrameworkCall,
    gone: Sequence[FrameworkMember], instead: Sequence[FrameworkResponse],
) -> None:  # fmt: skip
    """Announce who is admitted by a call after it was corrected."""
    names = "、".join(one.supplier_name for one in gone)
    others = "、".join(row.supplier_name for row in instead)
    line = f"撤销{names}的入围；" + (f"依次递补{others}。" if others else "按淘汰率没有递补。")
    call.change(calculation=[*call.calculation, line])
    left = [member_card(SYSTEM, one) for one in _members(framework, call.round)]
    body = admission_body(framework_card(SYSTEM, framework.number), left, call.panel)
    label = "更正入围结果公告"
    note(actor, framework, FRAMEWORK, "redecide", label=label, public=True, body=body, follows=True)


def _end(actor: Actor, framework: FrameworkAgreement, reason: str) -> None:
    card = framework_card(SYSTEM, framework.number)
    take_step(
        actor, framework, FRAMEWORK, "annul", follows=True, body=annulment_body(card, (), reason),
        changes={"ended_reason": reason[:REASON]},
    )  # fmt: skip
    with system_access("applications to a framework that ends"):
        rows = FrameworkApplication.objects.filter(framework=framework, state="applied")
        waiting = list(rows.order_by("pk"))
    for row in waiting:
        told = {"answer": f"框架协议已终止：{reason}"[:REASON]}
        joining = facts.joining_facts(SYSTEM, row)
        take_step(actor, row, APPLICATION, "refuse", facts=joining, follows=True, changes=told)
