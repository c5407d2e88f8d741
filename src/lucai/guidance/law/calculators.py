"""The calculators: a form for each question that the law's machine door answers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any, ClassVar, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from lucai.law.ask import answer
from lucai.law.caps import capping_rules
from lucai.law.parameters import rule_sheets
from lucai.law.sme import industries
from lucai.platform.web.fields import Flag, FormField, OptionalMoney, OptionalNumber
from lucai.platform.web.forms import Form

Optional = Annotated[int | None, BeforeValidator(lambda v: None if v == "" else v)]


class Labelled(StrEnum):
    """A choice with a Chinese label."""

    label: str

    def __new__(cls, value: str, label: str) -> Self:
        """Keep value and label together."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member


class ObjectKind(Labelled):
    """What is bought."""

    GOODS = "goods", "货物"
    SERVICES = "services", "服务"
    WORKS = "works", "工程"


class Method(Labelled):
    """How it is bought, as far as the calculators differ."""

    OPEN = "open", "公开招标"
    INVITED = "invited", "邀请招标"
    CONSULTATION = "consultation", "竞争性磋商"
    NEGOTIATION = "negotiation", "竞争性谈判"
    INQUIRY = "inquiry", "询价"


class Question(BaseModel):
    """A calculator's form."""

    model_config: ClassVar[ConfigDict] = ConfigDict(str_strip_whitespace=True)


class Workdays(Question):
    """Count working days."""

    from_: date = Field(title="起算日", description="当天不计算在内", alias="from")
    plus: int = Field(
        title="工作日数", description="向前倒数填负数，例如 -2", ge=-400, le=400, default=5
    )


class Limit(Question):
    """A rule's deadline."""

    rule: str = Field(title="期限规定", json_schema_extra={"kind": "select"})
    from_: date = Field(title="起算日", description="当天不计算在内", alias="from")


class Code(Question):
    """Check a code."""

    code: str = Field(title="统一社会信用代码", min_length=1, max_length=40)


class Size(Question):
    """Classify a firm."""

    industry: int = Field(title="所属行业", json_schema_extra={"kind": "select"})
    employees: Optional = Field(title="从业人员（人）", default=None, ge=0)
    revenue_wan: OptionalNumber = Field(title="营业收入（万元）", default=None, ge=0)
    assets_wan: OptionalNumber = Field(title="资产总额（万元）", default=None, ge=0)


class OfferLine(Question):
    """One bid in a score calculation."""

    bidder: str = Field(title="投标人", min_length=1, max_length=60)
    price: Decimal = Field(title="报价（元）", gt=0)
    micro: Flag = Field(title="小微企业", default=False)
    domestic: Flag = Field(title="本国产品", default=False)


class Score(Question):
    """Score prices."""

    on: date = Field(title="采购活动开始日", alias="date")
    object_kind: ObjectKind = Field(title="采购对象")
    method: Method = Field(title="采购方式")
    weight: Decimal = Field(title="价格分值", gt=0, le=100)
    sme_rate: OptionalNumber = Field(title="小微企业价格扣除比例（%）", default=None, ge=0, le=100)
    offers: list[OfferLine] = Field(title="报价", min_length=1, max_length=200)


class LowPrice(Question):
    """Find abnormally low prices."""

    on: date = Field(title="采购活动开始日", alias="date")
    prices: str = Field(
        title="通过符合性审查的报价（元）",
        description="每行一个",
        min_length=1,
        json_schema_extra={"kind": "textarea"},
    )
    ceiling: OptionalMoney = Field(title="最高限价", default=None)
    budget: OptionalMoney = Field(title="采购预算", default=None)


class Committee(Question):
    """The size of a panel."""

    method: Method = Field(title="采购方式")
    budget_wan: Decimal = Field(title="采购预算（万元）", ge=0)
    members: Optional = Field(title="拟定人数", default=None, ge=1, le=99)


class Cap(Question):
    """The largest amount the law allows."""

    rule: str = Field(title="限额规定", json_schema_extra={"kind": "select"})
    base: Decimal = Field(title="计算基数（元）", description="预算金额或合同金额", gt=0)


def _money(fen: int | None) -> str | None:
    return None if fen is None else f"{Decimal(fen) / 100:.2f}"


def _score(data: Score) -> dict[str, Any]:
    rate = float(data.sme_rate / 100) if data.sme_rate is not None else None
    return {
        "date": data.on.isoformat(),
        "object": data.object_kind.value,
        "method": data.method.value,
        "weight": str(data.weight),
        "offers": [
            {
                "bidder": line.bidder,
                "price": str(line.price),
                "micro": line.micro,
                "domestic": line.domestic,
                **({"smeRate": str(rate)} if line.micro and rate is not None else {}),
            }
            for line in data.offers
        ],
    }


def _low_price(data: LowPrice) -> dict[str, Any]:
    return {
        "date": data.on.isoformat(),
        "offers": [
            line.strip().replace(",", "") for line in data.prices.splitlines() if line.strip()
        ],
        "ceiling": _money(data.ceiling),
        "budget": _money(data.budget),
    }


@dataclass(frozen=True, slots=True)
class Calculator:
    """One calculator: its address, words, form, and how the form becomes a question."""

    ask: str
    slug: str
    title: str
    lead: str
    schema: type[Question]
    question: Callable[[Any], dict[str, Any]]
    rows: str = ""


def _plain(*names: str) -> Callable[[Any], dict[str, Any]]:
    """Ask with the form's own values under the door's names."""

    def question(data: BaseModel) -> dict[str, Any]:
        spelt = data.model_dump(mode="json", by_alias=True)
        return dict(zip(names, spelt.values(), strict=True))

    return question


CALCULATORS = {
    each.slug: each
    for each in (
        Calculator(
            "workdays", "workdays", "工作日推算",
            "从某天起算若干个工作日是哪天，跳过了哪些休息日、计入了哪些调休上班日。",
            Workdays, _plain("from", "plus"),
        ),
        Calculator(
            "deadline", "deadline", "法定期限",
            "选择一项规定，算出最早或最晚的日期，并给出条文。", Limit, _plain("rule", "from"),
        ),
        Calculator(
            "priceScore", "score", "价格分计算",
            "低价优先法：政策扣除后的最低价为基准，逐家算出价格分和名次。",
            Score, _score, rows="offers",
        ),
        Calculator(
            "lowPrice", "low-price", "异常低价核对",
            "按平均价、次低价和最高限价三条线，找出应当要求说明的报价。", LowPrice, _low_price,
        ),
        Calculator(
            "committee", "committee", "评审委员会人数",
            "按采购方式和预算，算出最少人数、专家人数和采购人代表上限。",
            Committee, _plain("method", "budgetWan", "members"),
        ),
        Calculator(
            "cap", "cap", "保证金与追加上限",
            "投标保证金、履约保证金、补充合同等的法定上限。", Cap, _plain("rule", "base"),
        ),
        Calculator(
            "smeClass", "sme", "企业划型",
            "按行业、从业人员、营业收入和资产总额，判断大型、中型、小型、微型。",
            Size, _plain("industry", "employees", "revenueWan", "assetsWan"),
        ),
        Calculator(
            "uscc", "uscc", "信用代码校验",
            "检查 18 位统一社会信用代码的格式和校验位。", Code, _plain("code"),
        ),
    )
}  # fmt: skip


def choices(calculator: Calculator) -> dict[str, list[tuple[str, str]]]:
    """Return what the form's selects offer."""
    if calculator.ask == "deadline":
        return {"rule": [(s.id, s.title) for s in rule_sheets().values() if "duration" in s.kind]}
    if calculator.ask == "cap":
        return {"rule": [(r, rule_sheets()[r].title) for r in capping_rules()]}
    if calculator.ask == "smeClass":
        return {"industry": [(str(n), kind.name) for n, kind in industries().items()]}
    return {}


def calculated(calculator: Calculator, form: Form[Any]) -> dict[str, Any] | None:
    """Ask the law; None while the form cannot be read."""
    if not form.ok:
        return None
    return answer({"ask": calculator.ask, **calculator.question(form.data)})


def field_names(calculator: Calculator) -> list[str]:
    """Return the names of the form's single fields, as the form posts them."""
    return [
        info.alias or name
        for name, info in calculator.schema.model_fields.items()
        if name != calculator.rows
    ]


FIRST_ROWS = 3


def row_fields(calculator: Calculator, form: Form[Any], *, more: bool) -> list[list[FormField]]:
    """Return the controls of the repeated rows, three at least."""
    if not calculator.rows:
        return []
    count = max(FIRST_ROWS, len(form.rows(calculator.rows)) + more)
    return [
        [form.field(f"{calculator.rows}.{n}.{name}") for name in OfferLine.model_fields]
        for n in range(count)
    ]
