"""Which calculators there are, and how each form becomes a question to the law."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from pydantic import BaseModel

from lucai.guidance.law.calculators import questions as q
from lucai.guidance.law.calculators.pasting import cells
from lucai.kernel import clock
from lucai.law.wording import plain

Asked = dict[str, Any]
_HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class Calculator:
    """One calculator: its address, words, form, and how the form becomes a question."""

    ask: str
    slug: str
    title: str
    lead: str
    icon: str
    schema: type[q.Question]
    question: Callable[[Any], Asked]
    rows: str = ""


def _money(fen: int | None) -> str | None:
    return None if fen is None else f"{Decimal(fen) / _HUNDRED:.2f}"


def _share(percent: Decimal | None) -> str | None:
    return None if percent is None else plain(percent / _HUNDRED)


def _text(number: Decimal | None) -> str | None:
    return None if number is None else str(number)


def _workdays(form: q.Workdays) -> Asked:
    return {"from": form.from_.isoformat(), "plus": form.plus}


def _limit(form: q.Limit) -> Asked:
    rule, _, name = form.rule.partition("/")
    turned = form.direction is not q.Way.AS_RULED
    return {
        "rule": rule, "name": name or None, "from": form.from_.isoformat(),
        "direction": form.direction.value if turned else None,
    }  # fmt: skip


def _score(form: q.Score) -> Asked:
    rate = _share(form.sme_rate)
    return {
        "date": form.on.isoformat(),
        "object": form.object_kind.value,
        "method": form.method.value,
        "weight": str(form.weight),
        "informationSystem": form.information_system,
        "offers": [_offer(line, rate) for line in form.offers],
    }


def _offer(line: q.OfferLine, rate: str | None) -> Asked:
    shares_work = line.consortium_share is not None
    return {
        "bidder": line.bidder,
        "price": str(line.price),
        "micro": line.micro,
        "domestic": line.domestic,
        "consortiumShare": _share(line.consortium_share),
        "domesticCostShare": _share(line.domestic_cost_share),
        "smeRate": rate if line.micro or shares_work else None,
    }


def _low_price(form: q.LowPrice) -> Asked:
    lines = [line for line in form.prices.splitlines() if line.strip()]
    return {
        "date": form.on.isoformat(),
        "offers": [_priced(line) for line in lines],
        "ceiling": _money(form.ceiling),
        "budget": _money(form.budget),
    }


def _priced(line: str) -> Any:
    """Read a line of a name and a price, or of a price alone with its thousands."""
    whole = line.strip().replace(",", "").replace("，", "")
    if whole.replace(".", "", 1).isdigit():
        return whole
    *name, price = cells(line)
    return {"bidder": " ".join(name) or line.strip(), "price": price.replace(",", "")}


def _committee(form: q.Committee) -> Asked:
    return {
        "date": clock.today().isoformat(),
        "method": form.method.value,
        "object": form.object_kind.value,
        "budgetWan": str(form.budget_wan),
        "region": form.region,
        "special": form.special,
        "members": form.members,
    }


def _threshold(form: q.Threshold) -> Asked:
    return {
        "date": form.on.isoformat(),
        "region": form.region,
        "object": form.object_kind.value,
        "amountWan": _text(form.amount_wan),
    }


def _cap(form: q.Cap) -> Asked:
    on = form.on or clock.today()
    return {"rule": form.rule, "base": str(form.base), "date": on.isoformat()}


def _size(form: q.Size) -> Asked:
    return {
        "industry": form.industry,
        "employees": form.employees,
        "revenueWan": _text(form.revenue_wan),
        "assetsWan": _text(form.assets_wan),
    }


def _elimination(form: q.Elimination) -> Asked:
    return {
        "responders": form.responders,
        "rate": _share(form.rate),
        "qualityFirst": form.quality_first,
    }


def _interest(form: q.Interest) -> Asked:
    return {
        "overdue": str(form.overdue), "days": form.days, "dailyRate": _share(form.daily_rate),
    }  # fmt: skip


def _code(form: BaseModel) -> Asked:
    return form.model_dump()


CALCULATORS = {
    each.slug: each
    for each in (
        Calculator(
            "deadline", "deadline", "法定期限",
            "选择一项规定，算出最早或者最晚的日期，并给出条文和计算过程。",
            "calendar", q.Limit, _limit,
        ),
        Calculator(
            "workdays", "workdays", "工作日推算",
            "从某天起算若干个工作日是哪天，跳过哪些休息日，计入哪些调休上班日。",
            "clock", q.Workdays, _workdays,
        ),
        Calculator(
            "threshold", "threshold", "限额标准与公开招标数额",
            "按地区和采购对象查采购限额标准、公开招标数额标准，看预算是否达到。",
            "gavel", q.Threshold, _threshold,
        ),
        Calculator(
            "priceScore", "score", "价格分计算",
            "低价优先法：政策扣除后的最低价为基准，逐家算出价格分和名次。",
            "chart", q.Score, _score, rows="offers",
        ),
        Calculator(
            "lowPrice", "low-price", "异常低价核对",
            "按平均价、次低价和最高限价三条线，找出应当要求说明的报价。",
            "warn", q.LowPrice, _low_price,
        ),
        Calculator(
            "committee", "committee", "评审委员会人数",
            "按采购方式和预算，算出最少人数、专家人数和采购人代表上限。",
            "users", q.Committee, _committee,
        ),
        Calculator(
            "cap", "cap", "保证金与追加上限",
            "投标保证金、履约保证金、补充合同等的法定上限。", "yuan", q.Cap, _cap,
        ),
        Calculator(
            "elimination", "elimination", "框架协议淘汰家数",
            "按响应家数和淘汰率，算出淘汰几家、入围几家。", "filter", q.Elimination, _elimination,
        ),
        Calculator(
            "interest", "interest", "逾期付款利息",
            "迟延支付中小企业款项的逾期利息。", "pay", q.Interest, _interest,
        ),
        Calculator(
            "smeClass", "sme", "企业划型",
            "按行业、从业人员、营业收入和资产总额，判断大型、中型、小型、微型。",
            "org", q.Size, _size,
        ),
        Calculator(
            "uscc", "uscc", "信用代码校验",
            "检查 18 位统一社会信用代码的格式和校验位。", "check", q.Code, _code,
        ),
    )
}  # fmt: skip
"""Every calculator by its address, in the order of use."""
