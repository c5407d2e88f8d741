"""An answer of the law in the words and tables of a page."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from lucai.law.deadlines import EARLIEST
from lucai.law.parameters import rule_sheet

Answer = Mapping[str, Any]
_WEEKDAYS = "一二三四五六日"
_RULES = {
    "workdays": ("CNT-01", "CNT-04"),
    "priceScore": ("GP-EVA-04", "GP-SME-06", "GP-SME-07", "GP-DOM-01"),
    "lowPrice": ("GP-LOW-01",),
    "elimination": ("GP-FRA-05",),
    "smeClass": ("GP-SME-14",),
}
"""Rules whose articles stand under an answer that names none itself."""

_TRIGGERS = {"AVG": "平均价标准", "NEXT": "次低价标准", "CEIL": "最高限价标准"}
SAMPLE = "用到了示例值：省里公布的标准还没有载入，结果只供参考。"


@dataclass(frozen=True, slots=True)
class Table:
    """A table in an answer: columns as the component takes them, rows by key."""

    caption: str
    columns: list[dict[str, str]]
    rows: list[dict[str, Any]]


@dataclass(slots=True)
class Shown:
    """An answer ready to be shown: what counts in large letters, the rest below it."""

    headline: str
    note: str = ""
    facts: list[dict[str, str]] = field(default_factory=list)
    table: Table | None = None
    skipped: list[dict[str, str]] = field(default_factory=list)
    counted: list[str] = field(default_factory=list)
    calculation: list[str] = field(default_factory=list)
    cites: list[str] = field(default_factory=list)
    sample: str = ""


def show(ask: str, answer: Answer) -> Shown:
    """Put an answer into words, with its basis; refusals are shown by the page itself."""
    shown = _SHOWERS[ask](answer)
    rules = (rule_sheet(rule) for rule in _RULES.get(ask, ()))
    shown.cites = shown.cites or list(dict.fromkeys(cite for rule in rules for cite in rule.cites))
    return shown


def day(iso: str) -> str:
    """Write a day with its weekday: 2026-03-04（周三）."""
    return f"{iso}（周{_WEEKDAYS[date.fromisoformat(iso).weekday()]}）"


def _workdays(answer: Answer) -> Shown:
    return Shown(
        day(answer["date"]),
        f"共计入 {len(answer['counted'])} 个工作日",
        skipped=_skipped(answer), counted=_counted(answer),
    )  # fmt: skip


def _deadline(answer: Answer) -> Shown:
    word = "最早" if answer["meaning"] == EARLIEST else "最迟"
    return Shown(
        f"{word} {day(answer['date'])}",
        answer["calculation"][-1],
        skipped=_skipped(answer), counted=_counted(answer),
        calculation=answer["calculation"], cites=answer["cites"],
    )  # fmt: skip


def _skipped(answer: Answer) -> list[dict[str, str]]:
    return [{"label": day(one["date"]), "value": one["reason"]} for one in answer["skipped"]]


def _counted(answer: Answer) -> list[str]:
    return [day(one) for one in answer["counted"]]


def _threshold(answer: Answer) -> Shown:
    facts = [
        {"label": "采购限额标准", "value": f"{answer['purchaseWan']} 万元"},
        {"label": "公开招标数额标准", "value": f"{answer['openTenderWan']} 万元"},
    ]
    return Shown(
        _reached(answer) or "两项标准如下", facts=facts, calculation=answer["calculation"],
        cites=answer["cites"], sample=SAMPLE if answer["illustrative"] else "",
    )  # fmt: skip


def _reached(answer: Answer) -> str:
    if "applies" not in answer:
        return ""
    if answer["openTender"]:
        return "达到公开招标数额标准，应当公开招标；采用其他方式须先获批准"
    if answer["applies"]:
        return "达到采购限额标准，属于政府采购；未达到公开招标数额标准"
    return "未达到采购限额标准；集中采购目录以内的仍属于政府采购"


def _score(answer: Answer) -> Shown:
    scores, ranks = answer["scores"], answer["ranks"]
    rows = [
        {
            "rank": str(ranks[bidder]),
            "bidder": bidder,
            "evaluated": _thousands(answer["evaluated"][bidder]),
            "score": scores.get(bidder, ""),
            "strong": ranks[bidder] == 1,
        }
        for bidder in sorted(ranks, key=lambda one: ranks[one])
    ]
    columns = [
        {"key": "bidder", "label": "投标人", "kind": "main"},
        {"key": "evaluated", "label": "评审价（元）", "kind": "num"},
        {"key": "score", "label": "价格分", "kind": "num"},
        {"key": "rank", "label": "名次", "kind": "num"},
    ]
    return Shown(
        f"评标基准价 {_thousands(answer['base'])} 元", "价格分按评审价计算，名次按价格分由高到低。",
        table=Table("价格分和名次", columns, rows), calculation=answer["calculation"],
    )  # fmt: skip


def _low_price(answer: Answer) -> Shown:
    rows = [
        {"offer": offer, "marks": "、".join(f"{_TRIGGERS[key]}（{key}）" for key in keys)}
        for offer, keys in answer["triggered"].items()
        if keys
    ]
    columns = [
        {"key": "offer", "label": "报价", "kind": "main"},
        {"key": "marks", "label": "触发的标准"},
    ]
    facts = [{"label": "平均报价", "value": f"{answer['mean']} 元"}]
    facts += [
        {"label": f"{_TRIGGERS[key]}线", "value": f"{line} 元"}
        for key, line in answer["lines"].items()
    ]
    headline = f"{len(rows)} 家报价应当要求书面说明" if rows else "没有报价触发异常低价标准"
    return Shown(
        headline, facts=facts, table=Table("触发的报价", columns, rows) if rows else None,
        calculation=answer["calculation"],
    )  # fmt: skip


def _committee(answer: Answer) -> Shown:
    facts = [
        {"label": "最少人数", "value": f"{answer['minMembers']} 人"},
        {"label": "其中评审专家至少", "value": f"{answer['minExperts']} 人"},
        {"label": "采购人代表至多", "value": f"{answer['maxRepresentatives']} 人"},
    ]
    return Shown(f"{answer['minMembers']} 人以上单数", facts=facts, cites=answer["cites"])


def _cap(answer: Answer) -> Shown:
    return Shown(
        f"最多 {_thousands(answer['max'])} 元",
        f"即 {answer['max']} 元，不足一分的舍去。",
        calculation=answer["calculation"], cites=answer["cites"],
    )  # fmt: skip


def _elimination(answer: Answer) -> Shown:
    facts = [
        {"label": "淘汰", "value": f"{answer['eliminate']} 家"},
        {"label": "入围", "value": f"{answer['admitted']} 家"},
    ]
    return Shown(f"至少淘汰 {answer['eliminate']} 家，入围 {answer['admitted']} 家", facts=facts)


def _interest(answer: Answer) -> Shown:
    return Shown(
        f"{_thousands(answer['interest'])} 元",
        calculation=answer["calculation"], cites=answer["cites"],
    )  # fmt: skip


def _size(answer: Answer) -> Shown:
    return Shown(f"{answer['class']}企业")


def _code(answer: Answer) -> Shown:
    facts = [{"label": "是否有效", "value": "有效" if answer["valid"] else "无效"}]
    return Shown("有效" if answer["valid"] else "无效", answer["why"] or "", facts=facts)


def _thousands(amount: str) -> str:
    whole, _, cents = amount.partition(".")
    return f"{int(whole):,}.{cents}" if cents else f"{int(whole):,}"


_SHOWERS: dict[str, Callable[[Answer], Shown]] = {
    "workdays": _workdays,
    "deadline": _deadline,
    "threshold": _threshold,
    "priceScore": _score,
    "lowPrice": _low_price,
    "committee": _committee,
    "cap": _cap,
    "elimination": _elimination,
    "interest": _interest,
    "smeClass": _size,
    "uscc": _code,
}
