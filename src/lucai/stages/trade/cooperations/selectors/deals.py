"""What contracts are drafted from: research contracts stage by stage, and the first purchase."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from lucai.kernel.actors import SYSTEM, Viewer
from lucai.kernel.errors import NotFound
from lucai.law.calendar import beijing_day
from lucai.law.wording import percent
from lucai.stages.trade.cooperations.models import Cooperation, Response, research_amount
from lucai.stages.trade.cooperations.selectors.facts import final_responses
from lucai.stages.trade.cooperations.selectors.rows import cooperation_row

WHOLE = 100
DAYS_A_MONTH = 30


@dataclass(frozen=True, slots=True)
class StagePart:
    """One stage: its name and mark of success, and the reimbursable cost at most, in whole 元."""

    name: str
    goal: str
    cost_yuan: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ResearchDeal:
    """What a research contract says; money in 分, ``cents`` 分 paid for each 元 of cost."""

    supplier_id: int
    supplier_name: str
    amount: int
    cents: int
    incentive: int
    stages: tuple[StagePart, ...]
    days: int
    announced_on: date
    clauses: tuple[tuple[str, str], ...]
    promises: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstDeal:
    """What the contract on the first purchase says; money in 分."""

    supplier_id: int
    supplier_name: str
    price: int
    quantity: int
    unit: str
    amount: int
    product: str
    days: int
    announced_on: date
    clauses: tuple[tuple[str, str], ...]


def research_deals(viewer: Viewer, project_number: str) -> tuple[ResearchDeal, ...]:
    """Return the research contracts to be concluded, in the order of the ranking.

    Raises:
        NotFound: the viewer sees no such cooperation.
    """
    row = cooperation_row(viewer, project_number)
    if not row.announced_at:
        return ()
    found = {one.supplier_id: one for one in final_responses(SYSTEM, row)}
    return tuple(_deal(row, found[one["supplier"]]) for one in row.ranking[: row.chosen])


def research_deal(viewer: Viewer, project_number: str, supplier_id: int) -> ResearchDeal:
    """Return the research contract of one supplier.

    Raises:
        NotFound: it was not chosen for research, or the result is not announced.
    """
    for one in research_deals(viewer, project_number):
        if one.supplier_id == supplier_id:
            return one
    raise NotFound("这家供应商没有被确定为研发供应商，或者结果还没有公告。")


def first_deal(viewer: Viewer, project_number: str) -> FirstDeal:
    """Return the first purchase.

    Raises:
        NotFound: the product is not announced.
    """
    row = cooperation_row(viewer, project_number)
    if not row.first_announced_at:
        raise NotFound("首购产品还没有公告。")
    found = {one.supplier_id: one for one in final_responses(SYSTEM, row)}
    answer = found[row.first_supplier_id or 0]
    return FirstDeal(
        supplier_id=answer.supplier_id,
        supplier_name=answer.supplier_name,
        price=row.first["price"],
        quantity=row.quantity,
        unit=row.unit,
        amount=row.first["amount"],
        product=row.first["product"],
        days=row.months * DAYS_A_MONTH,
        announced_on=beijing_day(row.first_announced_at),
        clauses=(
            ("首购产品", row.first["product"]),
            ("迭代升级", row.terms["upgrade"]),
            (
                "创新目标的调整",
                "因采购人调整创新产品功能、性能目标需要增加费用的，增加额不超过首购金额的百分之十。",
            ),
            ("预付款", "采购人向供应商支付不低于首购金额百分之三十的预付款，用于产品生产制造。"),
        ),
    )


def _deal(row: Cooperation, answer: Response) -> ResearchDeal:
    # An opened response has both.
    cost, months = answer.cost or 0, answer.months or 0
    return ResearchDeal(
        supplier_id=answer.supplier_id,
        supplier_name=answer.supplier_name,
        amount=research_amount(row, cost),
        cents=row.ratio // WHOLE,
        incentive=row.incentive,
        stages=_stages(row, cost // WHOLE),
        days=months * DAYS_A_MONTH,
        announced_on=beijing_day(row.announced_at or answer.handed_in_at),
        clauses=_clauses(row),
        promises=(
            ("承诺的研发目标", answer.content["goal"]),
            ("研发方案", answer.content["plan"]),
        ),
    )


def _stages(row: Cooperation, cost: int) -> tuple[StagePart, ...]:
    """Share the cost out; each part is the difference of two running totals, so that they sum."""
    parts, before, share = [], 0, 0
    for one in row.stages:
        share += one["percent"]
        until = cost * share // WHOLE
        parts.append(StagePart(one["name"], one["goal"], until - before))
        before = until
    return tuple(parts)


def _clauses(row: Cooperation) -> tuple[tuple[str, str], ...]:
    pay = percent(row.part)
    return (
        ("最低研发目标", row.terms["goal"]),
        ("应用场景", row.terms["scene"]),
        (
            "成本补偿",
            (
                f"采购人按各阶段认定的可补偿成本的{pay}支付研发成本补偿费用；激励费用另计，不作为补偿的基数。"
                "各阶段认定的成本不超过该阶段上限，合计不超过合同约定。"
            ),
        ),
        (
            "研发中期谈判",
            (
                "每一阶段开始前，采购人组织谈判小组与供应商就研发进度、标志性成果及其验收方法、"
                "成本补偿范围和金额谈判，可以细化调整，不得超过合同约定的范围和金额。"
            ),
        ),
        (
            "阶段成果和终止",
            (
                "每一阶段期满，供应商提交成果报告和成本说明。标志性成果符合要求的，进入下一阶段；"
                "没有按照约定完成的，终止研发合同，按已经认定的成本结算。"
            ),
        ),
        ("验收方法和验收标准", row.terms["acceptance"]),
        ("知识产权", row.terms["rights"]),
        ("研发地点", "研发活动应当在中国关境内进行。"),
        ("首购", "产品通过验收并被确定为首购产品的，双方按照最终响应文件的首购单价签订首购协议。"),
        ("迭代升级", row.terms["upgrade"]),
        ("研发风险", row.terms["risk"]),
    )
