"""What stands beside a contract: reasons, points, secrets, bond, milestones, changes, visitors, faults."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

from lucai.adapters.guarantees.simulated import check_digits
from lucai.kernel import clock, money
from lucai.kernel.actors import Actor
from lucai.site.demo.papers import paper
from lucai.site.demo.plots import Deal, Mishap, Tale
from lucai.site.demo.timeline import Cue, Scene, after
from lucai.stages.acceptance.acceptances import services as acceptances
from lucai.stages.acceptance.acceptances.schemas import InvitationIn, OpinionIn
from lucai.stages.acceptance.acceptances.selectors import invitations_of
from lucai.stages.acceptance.warranties import services as warranties
from lucai.stages.acceptance.warranties.schemas import FaultIn
from lucai.stages.acceptance.warranties.schemas import SaidIn as FaultSaidIn
from lucai.stages.contract.changes import services as changes
from lucai.stages.contract.changes.schemas import AnswerIn as ChangeAnswerIn
from lucai.stages.contract.changes.schemas import ChangeIn
from lucai.stages.contract.contracts import services as contracts
from lucai.stages.contract.contracts.schemas import (
    ExplanationIn,
    ExplanationsIn,
    PromiseIn,
    SecretIn,
    SecretsIn,
)
from lucai.stages.contract.contracts.selectors import contract_items, contract_requirements
from lucai.stages.contract.points import services as points
from lucai.stages.contract.points.schemas import AnswerIn, PointIn
from lucai.stages.contract.securities import services as securities
from lucai.stages.contract.securities.schemas import SecurityIn
from lucai.stages.contract.securities.selectors import security_of
from lucai.stages.performance.breaches import services as breaches
from lucai.stages.performance.breaches.schemas import AnswerIn as BreachAnswerIn
from lucai.stages.performance.breaches.schemas import BreachIn, SettlementIn
from lucai.stages.performance.milestones import services as milestones
from lucai.stages.performance.milestones.schemas import MilestoneIn, ReportIn
from lucai.stages.performance.milestones.schemas import SaidIn as MilestoneSaidIn

AWAITED = frozenset({"370100-34", "370100-65"})
UNCONFIRMED = frozenset({"370100-37"})
STILL_DUE = frozenset({"370100-40"})
"""Whose bonds have not come, are not confirmed, are not given back yet."""
BONDED = frozenset({"370000-21", "370100-65"})
"""Who agrees on a bond though its number does not say so: of services that go on, or end early."""
BOND_SHARE = 50
"""A bond is a fiftieth of the contract."""
ROUND = 100 * money.FEN_PER_YUAN
OPINIONS = (
    ("good", "使用顺手，老师们都满意"), ("good", "安装很快，没有影响上课"), ("fair", "希望再培训一次"),
)  # fmt: skip


def typed(**content: Any) -> dict[str, Any]:
    """Return a form's content as people type it: the form reads it."""
    return content


def falls(tale: Tale, one_in: int, on: int = 0) -> bool:
    """Whether something that happens in one of so many stories happens in this one."""
    return tale.story.number % one_in == on


def bond_of(tale: Tale, amount: int) -> int:
    """Return the bond a story's contracts agree on, in 分; 0: none."""
    asks = falls(tale, 3, 1) or tale.story.key in BONDED
    return amount // BOND_SHARE // ROUND * ROUND if asks else 0


def explain_change(tale: Tale, deal: Deal) -> None:
    """Let one promise in a few contracts be worded anew, with its reason."""
    if not falls(tale, 5, 2):
        return
    minor = [r for r in contract_requirements(tale.clerk.viewer, deal.number) if not r.substantive]
    if not minor:
        return
    row = ExplanationIn(
        key=f"requirement:{minor[0].number}", reason="原型号已停产，改为同系列后续型号，性能不降低"
    )
    contracts.explain(tale.clerk, number=deal.number, explanations=ExplanationsIn(rows=[row]))


def reworded(tale: Tale, deal: Deal) -> list[PromiseIn]:
    """Return the promise that :func:`explain_change` gives the reason of."""
    if not falls(tale, 5, 2):
        return []
    minor = [r for r in contract_requirements(tale.clerk.viewer, deal.number) if not r.substantive]
    return [
        PromiseIn(number=r.number, response=f"{r.response or '满足'}（按同系列后续型号执行）")
        for r in minor[:1]
    ]


def negotiate(tale: Tale) -> Scene:
    """Let the supplier ask for another wording, and the buyer agree."""
    deal = tale.deals[0]
    yield Cue(after(clock.now(), workdays=1), "contract.propose_point")
    wish = PointIn(
        subject="clause:quality",
        text="质量保证期内接到通知后四小时内响应，二十四小时内到场；寒暑假期间四十八小时内到场。",
        reason="假期校园不开放，到场时间请相应放宽",
    )
    key: dict[str, Any] = {"contract_number": deal.number}
    place = points.propose_point(deal.supplier, **key, point=wish)
    sooner = PointIn(subject="term:payment_days", text="7", reason="希望早日回款")
    second = points.propose_point(deal.supplier, **key, point=sooner)
    points.withdraw(
        deal.supplier, **key, number=second, answer=AnswerIn(reason="按招标文件执行，不再提出")
    )
    quicker = PointIn(subject="term:acceptance_days", text="5", reason="开学前需要完成验收")
    third = points.propose_point(tale.clerk, **key, point=quicker)
    yield Cue(after(clock.now(), workdays=1), "contract.answer_point")
    points.refuse(deal.supplier, **key, number=third, answer=AnswerIn(reason="安装调试需要时间"))
    points.accept(tale.clerk, **key, number=place, answer=AnswerIn(reason="不影响使用，同意"))
    yield Cue(after(clock.now(), minutes=60), "contract.propose_again")
    contracts.propose(tale.clerk, number=deal.number)
    return True


def ask_for_bonds(tale: Tale) -> None:
    """Do what the journal's reader does once both have signed."""
    for deal in tale.deals:
        securities.await_security(tale.system, contract_number=deal.number)


def mark_secrets(tale: Tale, deal: Deal) -> None:
    """Keep one promise of a few contracts out of the public text."""
    known = contract_requirements(tale.clerk.viewer, deal.number)
    if not falls(tale, 4, 3) or not known:
        return
    row = SecretIn(**typed(
        key=f"requirement:{known[-1].number}", kind="commercial",
        reason="涉及供应商未公开的技术参数，供应商书面申请不公开",
    ))  # fmt: skip
    contracts.mark_secrets(deal.supplier, number=deal.number, secrets=SecretsIn(rows=[row]))


def hand_in_bonds(tale: Tale) -> None:
    """Hand the bonds in as guarantees; the buyer confirms."""
    for deal in tale.deals:
        found = security_of(deal.supplier.viewer, deal.number)
        if not found or found.state != "awaited" or tale.story.key in AWAITED:
            continue
        serial = f"{int(tale.story.key[:6]):06d}{tale.story.number:04d}{deal.lot:02d}"
        bond = SecurityIn(
            **typed(
                kind="guarantee",
                issuer="示例银行济南分行",
                reference=f"BH{serial}{check_digits(serial)}",
                amount=money.plain_yuan(found.agreed),
                valid_until=clock.today() + timedelta(days=550),
            )
        )
        lines = ("履约保函（示例）", deal.supplier.viewer.organisation_name, f"合同 {deal.number}")
        securities.submit(
            deal.supplier,
            contract_number=deal.number,
            security=bond,
            paper=paper("履约保函", lines),
        )
        if tale.story.key not in UNCONFIRMED:
            securities.confirm(tale.clerk, contract_number=deal.number)


def give_bonds_back(tale: Tale) -> None:
    """Give back the bonds that have fallen due."""
    for deal in tale.deals:
        found = security_of(tale.clerk.viewer, deal.number)
        if found and found.state == "due" and tale.story.key not in STILL_DUE:
            securities.give_back(tale.clerk, contract_number=deal.number)


def lay_out(tale: Tale, *, quarters: bool) -> None:
    """Lay out what is due: services by the quarter, goods with their training."""
    for deal in tale.deals:
        first = clock.today() + timedelta(days=91 if quarters else 40)
        plan = MilestoneIn(
            **typed(
                kind="period" if quarters else "training",
                title="季度服务" if quarters else "安装调试和使用培训",
                due_on=first,
                rhythm="quarter" if quarters else "once",
                count=4 if quarters else 1,
            )
        )
        milestones.plan_milestones(tale.clerk, contract_number=deal.number, milestone=plan)


def change(tale: Tale) -> Scene:
    """Add a little to a contract, put a delivery off, or suspend it for a while."""
    if tale.goes_wrong(Mishap.CONTRACT_SUSPENDED):
        yield from _suspend(tale)
    elif falls(tale, 6, 4):
        for deal in tale.deals[:1]:
            _supplement(tale, deal)
    return True


def _suspend(tale: Tale) -> Scene:
    yield Cue(after(clock.now(), workdays=2), "contract.suspend")
    deal = tale.deals[0]
    why = "施工发现地下管线与图纸不符，继续施工可能损害公共利益，需要中止履行"
    place = changes.propose_change(
        tale.clerk, contract_number=deal.number,
        change=ChangeIn(**typed(kind="suspension", ground="public_interest", reason=why)),
    )  # fmt: skip
    _answer(tale.head, deal, place, impose=True)
    changes.publish(tale.clerk, contract_number=deal.number, number=place)
    yield Cue(after(clock.now(), workdays=8), "contract.resume")
    why = "管线已经改迁，影响公共利益的情形已经消除，恢复履行"
    place = changes.propose_change(
        tale.clerk, contract_number=deal.number,
        change=ChangeIn(**typed(kind="resumption", ground="resolved", reason=why)),
    )  # fmt: skip
    _answer(deal.supplier, deal, place)
    return True


def _supplement(tale: Tale, deal: Deal) -> None:
    """Add five percent of the first thing; where that cannot be halved or paid, more time instead."""
    item = contract_items(tale.clerk.viewer, deal.number)[0]
    more = int(Decimal(item.quantity)) // 20
    asked = ChangeIn(**typed(
        kind="change", ground="force_majeure", days=5,
        reason="连续暴雨，运输道路中断，交付期限顺延五日",
    ))  # fmt: skip
    if more and tale.story.budget // 20 > item.unit_price * more:
        asked = ChangeIn(**typed(
            kind="supplement", ground="same_object",
            reason="新增班级需要，按原合同单价追加同型号设备",
            items=[{"place": item.place, "quantity": str(more)}],
        ))  # fmt: skip
    place = changes.propose_change(tale.clerk, contract_number=deal.number, change=asked)
    _answer(deal.supplier, deal, place)
    changes.publish(tale.clerk, contract_number=deal.number, number=place)


def _answer(actor: Actor, deal: Deal, place: int, *, impose: bool = False) -> None:
    act = changes.impose if impose else changes.agree
    act(actor, contract_number=deal.number, number=place, answer=ChangeAnswerIn(answer="同意"))


def record_breach(tale: Tale) -> None:
    """Record what was turned away at the door; the supplier answers, and it is settled."""
    for deal in tale.deals[:1]:
        key: dict[str, Any] = {"contract_number": deal.number}
        held = BreachIn(**typed(
            kind="quality", happened_on=clock.today(), clause="合同标的与质量",
            facts="第一次送达的设备型号与合同约定不符，当场拒收，供应商重新交付。",
        ))  # fmt: skip
        place = breaches.raise_breach(tale.clerk, **key, breach=held)
        answer = BreachAnswerIn(answer="发货差错，已重新交付并承担运费")
        breaches.answer(deal.supplier, **key, number=place, answer=answer)
        done = SettlementIn(**typed(outcome="mended", settlement="已按合同重新交付，不再追究"))
        breaches.settle(tale.clerk, **key, number=place, settlement=done)


def hear_users(tale: Tale, deal: Deal) -> None:
    """Let users say on their phones what they think."""
    if not falls(tale, 3, 2):
        return
    key: dict[str, Any] = {"contract_number": deal.number, "number": deal.acceptance}
    acceptances.invite(tale.user, **key, invitation=InvitationIn(**typed(purpose="user")))
    line = invitations_of(tale.user.viewer, *key.values())[0]
    token = line.address.strip("/").split("/")[-1]
    for satisfaction, text in OPINIONS:
        opinion = OpinionIn(**typed(satisfaction=satisfaction, text=text))
        acceptances.give_opinion(tale.system, invitation=line.pk, token=token, opinion=opinion)


def finish_milestones(tale: Tale) -> None:
    """Report the milestone of this round, and confirm it."""
    for deal in tale.deals:
        key: dict[str, Any] = {"contract_number": deal.number, "number": deal.acceptance}
        said = ReportIn(
            reported_on=clock.today(),
            report="已按合同完成，资料已移交",
            late_reason="与验收一并完成",
        )
        milestones.report(deal.supplier, **key, report=said)
        milestones.confirm(tale.clerk, **key, said=MilestoneSaidIn(said="情况属实"))


def report_fault(tale: Tale) -> None:
    """Report a fault under the warranty; some are mended, one waits."""
    deal = tale.deals[0]
    if not falls(tale, 4, 1) or deal.acceptance > 1:
        return
    item = contract_items(tale.user.viewer, deal.number)[0]
    fault = FaultIn(thing=item.name, problem="一台不能正常开机，指示灯不亮")
    place = warranties.report_fault(tale.user, contract_number=deal.number, fault=fault)
    if falls(tale, 8, 1):
        return
    key: dict[str, Any] = {"contract_number": deal.number, "number": place}
    said = FaultSaidIn(text="已到场更换电源模块")
    for actor, step in ((deal.supplier, "respond"), (deal.supplier, "mend"), (tale.user, "close")):
        warranties.answer(actor, **key, step=step, said=said)
