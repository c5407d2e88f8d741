"""What is asked of contract finance."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from lucai.law.calendar import beijing_day
from lucai.law.verdicts import Verdict
from lucai.law.wording import day

CITES = ("财库〔2020〕46号/15", "保障中小企业款项支付条例/16")


@dataclass(frozen=True, slots=True)
class FinanceFacts:
    """An intent before a step: until when data may be shared, until when the offer stands."""

    share_until: date | None = None
    valid_until: date | None = None
    sharing: bool = True


def consent_still_runs(facts: FinanceFacts, at: datetime) -> Verdict:
    """数据共享授权在有效期内。"""
    holds = facts.share_until is None or beijing_day(at) <= facts.share_until
    message = f"授权到 {day(facts.share_until)} 为止" + ("" if holds else "，已经届满，请重新授权")
    return Verdict("GP-FIN-01", holds, message, CITES)


def offer_still_stands(facts: FinanceFacts, at: datetime) -> Verdict:
    """银行的报价在有效期内。"""
    holds = facts.valid_until is None or beijing_day(at) <= facts.valid_until
    message = f"报价有效期至 {day(facts.valid_until)}" + ("" if holds else "，已经失效")
    return Verdict("GP-FIN-01", holds, message, CITES)


def data_is_being_shared(facts: FinanceFacts, at: datetime) -> Verdict:
    """还在共享数据的，才有授权可以撤回。"""
    del at
    message = "正在按授权共享" if facts.sharing else "授权已经撤回，不再共享任何数据"
    return Verdict("GP-FIN-01", facts.sharing, message, CITES)
