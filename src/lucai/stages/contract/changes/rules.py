"""What the law asks of an alteration, besides ``lucai.law.contract_rules``."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from lucai.law import innovation_rules as innovation
from lucai.law.contract_rules import ContractFacts
from lucai.law.rules import Finding, rule
from lucai.law.verdicts import Verdict
from lucai.stages.contract.changes.grounds import GROUNDS, KINDS


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeFacts(ContractFacts):
    """An alteration about to take effect; ``compensation`` in 分."""

    kind: str
    ground: str
    compensation: int = 0
    fits_the_state: bool = True
    state_label: str = ""
    first_purchase: bool = False


@rule("GP-CTR-06")
def alteration_has_a_ground(facts: ChangeFacts, at: datetime) -> Finding:
    """政府采购合同的双方当事人不得擅自变更、中止或者终止合同，应当有法定事由。"""
    ground = GROUNDS[facts.ground]
    return Finding(
        facts.kind in ground.kinds, f"“{ground.label}”不是{KINDS[facts.kind]}的法定事由。"
    )


@rule("GP-CTR-06")
def one_side_may_act_alone(facts: ChangeFacts, at: datetime) -> Finding:
    """单方中止、变更或者终止合同的，应当属于法律规定可以单方办理的事由。"""
    ground = GROUNDS[facts.ground]
    return Finding(ground.alone, f"“{ground.label}”应当经对方同意，不能单方办理。")


@rule("GP-CTR-06")
def fault_is_compensated(facts: ChangeFacts, at: datetime) -> Finding:
    """因采购人的原因变更、中止或者终止合同，给供应商造成损失的，应当赔偿或者补偿。"""
    holds = not GROUNDS[facts.ground].compensated or facts.compensation > 0
    return Finding(holds, "因采购人原因变更、中止或者终止合同的，应当约定给供应商的补偿金额。")


@rule("GP-CTR-06")
def contract_can_be_altered(facts: ChangeFacts, at: datetime) -> Finding:
    """已签订并且正在履行的合同才能补充、变更或者中止；中止履行的合同才能恢复。"""
    return Finding(
        facts.fits_the_state, f"合同{facts.state_label}，现在不能办理{KINDS[facts.kind]}。"
    )


def goal_change_is_within_share(facts: ChangeFacts, at: datetime) -> Verdict:
    """因采购人调整创新目标的价格变动不超过首购金额的百分之十。"""
    first = innovation.PurchaseTermFacts(
        first=facts.first_purchase, amount=facts.contract_amount, advance=0,
        added=facts.supplements_before + facts.supplement,
    )  # fmt: skip
    return innovation.goal_change_is_within_share(first, at)
