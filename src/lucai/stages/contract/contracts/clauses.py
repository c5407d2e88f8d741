"""The text of a contract: sentences made from its terms, the tender's clauses, the parties' own.

Built only from values in hand. What is signed is exactly :func:`shown` of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any

from lucai.kernel import money
from lucai.law.methods import say
from lucai.law.parameters import parameter
from lucai.law.wording import plain
from lucai.stages.contract.contracts.instalments import read_plan
from lucai_trust import DigestPair, canonical, digests_of

FORMAT = "lucai.contract/2"
REQUIREMENT_KINDS = {"commercial": "商务", "technical": "技术"}
FEN_PER_HUNDRED = 100


@dataclass(frozen=True, slots=True)
class ItemLine:
    """One thing of the contract; amounts in 分."""

    place: int
    catalogue_code: str
    name: str
    specification: str
    quantity: str
    unit: str
    unit_price: int
    amount: int


@dataclass(frozen=True, slots=True)
class AnsweredRequirement:
    """A requirement of the tender and what the supplier promised."""

    number: str
    kind: str
    text: str
    response: str
    substantive: bool


@dataclass(frozen=True, slots=True)
class Clause:
    """A headed clause; ``origin`` says whence: 采购文件, 中标结果 or 双方约定."""

    heading: str
    paragraphs: tuple[str, ...]
    origin: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """Everything that makes the text of a contract; money in 分."""

    number: str
    title: str
    project_number: str
    project_title: str
    lot_number: int
    buyer_id: int
    buyer_name: str
    supplier_id: int
    supplier_name: str
    amount: int
    letter_on: date
    bid_sm3: str
    payee_is_sme: bool
    delivery_days: int
    delivery_place: str
    acceptance_days: int
    payment_days: int
    performance_security: int
    security_return_days: int
    warranty_months: int
    own: dict[str, str]
    general: tuple[tuple[str, str], ...]
    requirements: tuple[AnsweredRequirement, ...]
    items: tuple[ItemLine, ...]
    method: str = "open"
    partners: tuple[tuple[str, str, str], ...] = ()

    @property
    def joint(self) -> str:
        """How a consortium's members stand in the contract; empty: one supplier."""
        if not self.partners:
            return ""
        named = "；".join(
            f"{name}（统一社会信用代码 {code}，份额 {share}）"
            for name, code, share in self.partners
        )
        return (
            f"乙方为联合体，由{named}组成，{self.supplier_name}为牵头方；"
            "联合体各方共同与甲方签订本合同，就合同约定的事项对甲方承担连带责任。"
        )


def shown(terms: Terms) -> dict[str, Any]:
    """Return the whole text as data without floats: the one thing that is hashed and signed.

    The method stands in the words of the text, not beside them.
    """
    content = {
        name: value for name, value in asdict(terms).items() if name not in {"method", "partners"}
    }
    if terms.partners:
        # Only where there are any: texts that were signed before keep their digest.
        content["partners"] = [list(one) for one in terms.partners]
    return {
        **content,
        "format": FORMAT,
        "letter_on": terms.letter_on.isoformat(),
        "general": [list(pair) for pair in terms.general],
        "requirements": [asdict(one) for one in terms.requirements],
        "items": [asdict(item) for item in terms.items],
        "clauses": [
            {"heading": c.heading, "paragraphs": list(c.paragraphs)} for c in clauses(terms)
        ],
    }


def digests(terms: Terms) -> DigestPair:
    """Return SHA-256 and SM3 of the canonical bytes of the text."""
    return digests_of(canonical(shown(terms)))


def as_put(terms: Terms, sha256: str) -> Terms:
    """Return terms in the words in which they were put before both sides, by the text's digest.

    Contracts of every method spoke as the open tender once; whoever signed such a text signed that.
    """
    if not sha256 or terms.method == "open":
        return terms
    before = replace(terms, method="open")
    return before if digests(before).sha256 == sha256 else terms


def paragraphs(terms: Terms) -> tuple[str, ...]:
    """Return the whole text paragraph by paragraph, as two versions of it are compared."""
    items = tuple(
        f"{item.place}. {item.name} {item.specification}，{item.quantity} {item.unit}，"
        f"单价 {money.yuan(item.unit_price)} 元，金额 {money.yuan(item.amount)} 元"
        for item in terms.items
    )
    total = f"合同总金额 {money.yuan(terms.amount)} 元"
    written = (line for clause in clauses(terms) for line in (clause.heading, *clause.paragraphs))
    return (terms.title, *preamble(terms), *items, total, *written)


def preamble(terms: Terms) -> tuple[str, ...]:
    """Return how the contract begins."""
    # Names stay as they are written: a firm may be called what a method calls otherwise.
    said = say(terms.method, "为中标人。双方按照采购文件、投标文件和中标通知书，签订本合同。")
    text = (
        f"甲方（采购人）{terms.buyer_name}就“{terms.project_title}”（项目编号 {terms.project_number}，"
        f"包 {terms.lot_number}）组织采购，乙方（供应商）{terms.supplier_name}{said}"
    )
    return (text, terms.joint) if terms.joint else (text,)


def clauses(terms: Terms) -> tuple[Clause, ...]:
    """Return the clauses in order."""
    made = (
        _papers(terms),
        _delivery(terms),
        _acceptance(terms),
        _payment(terms),
        _security(terms),
        _quality(terms),
        _requirements(terms),
        _general(terms),
        _own(terms, "breach", "违约责任"),
        _own(terms, "other", "其他约定"),
        _effect(),
    )
    return tuple(clause for clause in made if clause.paragraphs)


def _papers(terms: Terms) -> Clause:
    bid = f"乙方的投标文件（SM3 {terms.bid_sm3}）" if terms.bid_sm3 else "乙方的投标文件"
    text = (
        f"下列文件是本合同的组成部分：采购文件及其澄清、修改；{bid}；"
        f"{terms.letter_on.isoformat()} 发出的中标通知书。"
    )
    return Clause("合同文件", (say(terms.method, text),), "中标结果")


def _delivery(terms: Terms) -> Clause:
    text = (
        f"乙方应当自本合同生效之日起 {terms.delivery_days} 日内，在{terms.delivery_place}"
        "交付全部标的，交付前书面通知甲方，并提供序列号等清单。"
    )
    return Clause("履行期限、地点和方式", (text,), "中标结果")


def _acceptance(terms: Terms) -> Clause:
    text = (
        f"甲方应当自乙方交付之日起 {terms.acceptance_days} 日内完成验收。"
        "甲方拖延验收的，付款期限自上述验收期限届满之日起计算。"
    )
    return Clause(
        "履约验收", (text, *_paragraphs(terms.own.get("acceptance_plan", ""))), "双方约定"
    )


def _payment(terms: Terms) -> Clause:
    rate = plain(parameter("GP-PAY-03", "daily_rate", on=terms.letter_on).value * FEN_PER_HUNDRED)
    first = f"验收合格并收到乙方发票之日起 {terms.payment_days} 日内，甲方通过国库集中支付向乙方支付验收合格部分的价款。"
    size = "乙方为中小企业。" if terms.payee_is_sme else "乙方不是中小企业。"
    late = f"{size}甲方逾期付款的，每日按逾期金额的 {rate}% 支付逾期利息。"
    plan = read_plan(terms.own.get("payment_plan", ""))
    return Clause("付款", (first, *plan.sentences(), late), "双方约定")


def _security(terms: Terms) -> Clause:
    if not terms.performance_security:
        return Clause("履约保证金", ("本合同不收取履约保证金。",), "双方约定")
    text = (
        f"乙方以支票、汇票、本票或者保函等非现金形式提交履约保证金 "
        f"{money.yuan(terms.performance_security)} 元，全部验收合格后 {terms.security_return_days} 日内"
        "甲方无息退还；甲方逾期退还的，比照逾期付款承担违约责任。"
        "乙方不履行合同义务给甲方造成损失的，甲方可以从中扣除相应金额，不足部分另行赔偿。"
    )
    return Clause("履约保证金", (text,), "双方约定")


def _quality(terms: Terms) -> Clause:
    """The term of warranty is data: the calendar of warranties counts it from the acceptance."""
    own = _paragraphs(terms.own.get("quality", ""))
    if terms.warranty_months:
        own = (f"质量保证期为 {terms.warranty_months} 个月，自验收合格之日起计算。", *own)
    return Clause("质量与售后服务", own, "双方约定")


def _own(terms: Terms, name: str, heading: str) -> Clause:
    return Clause(heading, _paragraphs(terms.own.get(name, "")), "双方约定")


def _requirements(terms: Terms) -> Clause:
    """The promises of the bid, one a line: acceptance goes through them."""
    return Clause("技术和商务要求", tuple(map(requirement_line, terms.requirements)), "投标文件")


def _general(terms: Terms) -> Clause:
    lines = tuple(f"{heading}：{text}" for heading, text in terms.general)
    return Clause("采购文件载明的合同条款", lines, "采购文件")


def requirement_line(one: AnsweredRequirement) -> str:
    """Return a requirement with its answer as one sentence."""
    star = "★" if one.substantive else ""
    return f"{one.number}{star} {one.text.strip()}　乙方承诺：{one.response.strip() or '满足'}"


def _effect() -> Clause:
    text = "本合同自双方签订之日起生效，以数据电文形式订立并保存，双方可以随时调取。"
    return Clause("合同生效", (text,), "双方约定")


def _paragraphs(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def missing_terms(terms: Terms) -> tuple[str, ...]:
    """Name what is not agreed yet."""
    needed: Sequence[tuple[str, str]] = (
        ("履行地点", terms.delivery_place),
        ("履约验收方案", terms.own.get("acceptance_plan", "")),
        ("质量与售后服务", terms.own.get("quality", "")),
        ("违约责任", terms.own.get("breach", "")),
    )
    return tuple(label for label, text in needed if not text.strip())
