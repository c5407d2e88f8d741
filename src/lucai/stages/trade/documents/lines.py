"""Sections of a document written one item a line, so that two states can be compared."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from lucai.kernel import clock, money
from lucai.law.formulas import read_formula
from lucai.stages.trade.documents.wording import TIE_RULES, percent, points
from lucai.stages.trade.projects.opening_keys import BidderKeys


def requirement_lines(rows: Iterable[Any]) -> str:
    """Write requirements one a line."""
    return "\n".join(
        f"{row.number}{'★' if row.substantive else ''} {row.name}：{row.text}" for row in rows
    )


def criterion_lines(rows: Iterable[Any]) -> str:
    """Write scoring factors one a line."""
    return "\n".join(
        f"{row.name} {points(row.weight)} 分：{row.standard}{_computed(row)}" for row in rows
    )


def _computed(row: Any) -> str:
    formula = read_formula(row.formula, points(row.weight))
    return f"（系统计算：{formula.words}）" if formula else ""


def terms_lines(row: Any) -> str:
    """Write the commercial terms one a line."""
    bonds = "；".join(f"包 {lot} {money.yuan(fen)} 元" for lot, fen in row.bid_security.items())
    pairs: Sequence[tuple[str, object]] = (
        ("合同履行期限", row.performance_period),
        ("投标有效期", f"{row.validity_days} 日" if row.validity_days else ""),
        ("投标保证金", bonds),
        ("联合体", "接受" if row.consortium else "不接受"),
        ("政务信息系统", "是" if row.information_system else "否"),
        ("执行统一价格标准", "是" if row.uniform_price else "否"),
        ("核心产品", row.core_product),
        ("轮次", row.rounds),
        ("小微企业价格扣除", "" if row.sme_rate is None else percent(row.sme_rate)),
        ("联合体、分包价格扣除", "" if row.sme_joint_rate is None else percent(row.sme_joint_rate)),
        ("本国产品价格扣除", "执行" if row.domestic_applies else "不执行"),
        ("异常低价比例", "、".join(percent(share) for share in row.low_price_ratios)),
        ("得分与报价均相同时", TIE_RULES[row.tie_rule]),
        ("供应商密钥组", kept.words if (kept := BidderKeys.of(row.bidder_keys)) else ""),
    )
    return _lines(pairs)


def timing_lines(row: Any) -> str:
    """Write the dates one a line."""
    return _lines(
        (
            ("公告发布日", row.notice_on),
            ("文件获取截止", _local(row.available_until)),
            ("投标截止", _local(row.bid_deadline)),
            ("开标地点", row.opening_place),
        )
    )


def _lines(pairs: Sequence[tuple[str, object]]) -> str:
    return "\n".join(f"{label}：{value}" for label, value in pairs if value not in (None, ""))


def _local(at: Any) -> str:
    return f"{at.astimezone(clock.BEIJING):%Y-%m-%d %H:%M}" if at else ""
