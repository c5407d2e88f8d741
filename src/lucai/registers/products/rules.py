"""What the library asks before a product stands in it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from lucai.law import support_rules as law
from lucai.law.rules import Finding, rule
from lucai.law.support_rules import ComponentFacts
from lucai.law.verdicts import Verdict
from lucai.law.wording import listed

DOMESTIC = ("国办发〔2025〕34号",)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductFacts:
    """A product before a step; ``expired`` names certificates that are no longer valid.

    ``acting`` and ``sent_back_by`` are people.
    """

    expired: tuple[str, ...] = ()
    says_domestic: bool = False
    made_here: bool = False
    components: ComponentFacts = field(default_factory=lambda: ComponentFacts(says_domestic=False))
    acting: int | None = None
    sent_back_by: int | None = None


@rule("GP-GRE-01")
def certificates_are_valid(facts: ProductFacts, at: datetime) -> Finding:
    """节能、环境标志等认证证书应当在有效期内。"""
    del at
    return Finding(not facts.expired, f"已过期的证书：{listed(facts.expired)}，请更新或者删除。")


def domestic_claim_has_its_facts(facts: ProductFacts, at: datetime) -> Verdict:
    """声明为本国产品的，应当在中国关境内实现组件到产品的属性改变。"""
    del at
    holds = not facts.says_domestic or facts.made_here
    message = (
        "本国产品的声明与登记的事实一致"
        if holds
        else "声明为本国产品，但没有登记在中国关境内生产。"
    )
    return Verdict("GP-DOM-03", holds, message, DOMESTIC)


def domestic_components_are_enough(facts: ProductFacts, at: datetime) -> Verdict:
    """声明为本国产品的，组件成本占比应当达到该类产品已施行的标准。"""
    return law.domestic_components_are_enough(facts.components, at)


def another_hand_decides(facts: ProductFacts, at: datetime) -> Verdict:
    """对退回商品的异议应当由没有办理退回的人处理。"""
    del at
    holds = facts.acting is None or facts.acting != facts.sent_back_by
    message = "由另一人处理" if holds else "退回是您办理的，请由另一位同事处理异议。"
    # No article says so of products: it is done as in the libraries of agencies and experts.
    return Verdict("MAL-06", holds, message, ())
