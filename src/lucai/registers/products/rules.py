"""What the library asks before a product stands in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from lucai.law.verdicts import Verdict
from lucai.law.wording import listed

CERTIFIED = ("财库〔2019〕9号",)
DOMESTIC = ("国办发〔2025〕34号",)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductFacts:
    """A product before a step; ``expired`` names certificates that are no longer valid."""

    expired: tuple[str, ...] = ()
    says_domestic: bool = False
    made_here: bool = False


def certificates_are_valid(facts: ProductFacts, at: datetime) -> Verdict:
    """节能、环境标志等认证证书应当在有效期内。"""
    del at
    message = (
        f"已过期的证书：{listed(facts.expired)}，请更新或者删除。"
        if facts.expired
        else "证书在有效期内"
    )
    return Verdict("GP-GRE-01", not facts.expired, message, CERTIFIED)


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
