"""The lines of the comparison: prices, requirements, terms and clauses, each against both originals."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from lucai.kernel import money
from lucai.kernel.differences import Part, marked
from lucai.stages.contract.contracts.clauses import ItemLine, Terms
from lucai.stages.contract.contracts.comparing.originals import (
    OriginalItem,
    OriginalRequirement,
    Originals,
)

GROUPS = {
    "price": "标的和价格",
    "requirement": "技术和商务要求",
    "term": "期限和款项",
    "clause": "合同条款",
}
DETAILS = {"acceptance_plan": "履约验收方案", "quality": "质量与售后服务", "breach": "违约责任"}
ABSENT = "—"


class Need(StrEnum):
    """What a line asks for before both sides may sign."""

    NONE = "none"
    REASON = "reason"
    BLOCKED = "blocked"


@dataclass(frozen=True, slots=True)
class Difference:
    """One line: what tender, bid and contract say.

    ``status`` says in words what became of it (一致, 细化, 新增, 有变化, 缺少); ``parts`` is the
    contract's text with what was taken out of and put into the original it has to follow.
    """

    key: str
    group: str
    label: str
    tender: str
    bid: str
    contract: str
    status: str
    need: Need
    parts: tuple[Part, ...]
    reason: str = ""

    @property
    def changed(self) -> bool:
        """Whether the contract departs from the originals here."""
        return self.need is not Need.NONE

    @property
    def unexplained(self) -> bool:
        """Whether a change that may be made has no reason yet."""
        return self.need is Need.REASON and not self.reason

    @property
    def group_label(self) -> str:
        """The group in words."""
        return GROUPS[self.group]


@dataclass(frozen=True, slots=True)
class Comparison:
    """All lines of a comparison."""

    lines: tuple[Difference, ...]

    @property
    def changed(self) -> tuple[Difference, ...]:
        """The lines that depart from the originals."""
        return tuple(line for line in self.lines if line.changed)

    @property
    def blocked(self) -> tuple[str, ...]:
        """What may not be changed at all, by label."""
        return tuple(line.label for line in self.lines if line.need is Need.BLOCKED)

    @property
    def unexplained(self) -> tuple[str, ...]:
        """What may be changed with a reason and has none, by label."""
        return tuple(line.label for line in self.lines if line.unexplained)

    @property
    def same(self) -> int:
        """How many lines follow the originals."""
        return len(self.lines) - len(self.changed)


def compare(terms: Terms, originals: Originals, reasons: Mapping[str, str]) -> Comparison:
    """Compare a contract with tender and bid; ``reasons`` by the key of a line."""
    found = (
        *_prices(terms, originals),
        *_requirements(terms, originals),
        *_terms(terms, originals),
        *_clauses(terms, originals),
    )
    return Comparison(tuple(replace(one, reason=reasons.get(one.key, "")) for one in found))


def _line(
    key: str, label: str, *, tender: str, bid: str, contract: str, base: str, need: Need
) -> Difference:
    """Return a line; where contract and base agree nothing is needed."""
    same = _plain(base) == _plain(contract)
    return Difference(
        key=key,
        group=key.split(":", maxsplit=1)[0],
        label=label,
        tender=tender or ABSENT,
        bid=bid or ABSENT,
        contract=contract or ABSENT,
        status="一致" if same else "有变化",
        need=Need.NONE if same else need,
        parts=marked(base, contract) if not same else (Part("same", contract),),
    )


def _plain(text: str) -> str:
    return " ".join(text.split())


def _prices(terms: Terms, originals: Originals) -> Iterator[Difference]:
    price = f"{money.yuan(originals.price)} 元"
    yield _line(
        "price:total", "合同总金额", tender=f"最高限价 {money.yuan(originals.ceiling)} 元",
        bid=price, contract=f"{money.yuan(terms.amount)} 元", base=price, need=Need.BLOCKED,
    )  # fmt: skip
    wanted = {item.place: item for item in originals.items}
    for item in terms.items:
        original = wanted.pop(item.place, None)
        if original is None:
            yield _added(f"price:{item.place}", f"标的 {item.place}", _says(item), Need.BLOCKED)
        else:
            yield from _item(item, original)
    for original in wanted.values():
        yield _missing(f"price:{original.place}", f"标的 {original.place}", _asked(original))


def _item(item: ItemLine, original: OriginalItem) -> Iterator[Difference]:
    label = f"{item.place}. {original.name}"
    offered = f"{_asked(original)}，{_worth(original.unit_price, original.amount)}"
    yield _line(
        f"price:{item.place}", f"{label} 数量和价格", tender=_asked(original), bid=offered,
        contract=_says(item), base=offered, need=Need.BLOCKED,
    )  # fmt: skip
    if original.offered:
        yield _line(
            f"price:{item.place}.specification", f"{label} 品牌型号", tender=ABSENT,
            bid=original.offered, contract=item.specification, base=original.offered,
            need=Need.REASON,
        )  # fmt: skip
    elif item.specification:
        yield _detail(
            f"price:{item.place}.specification", f"{label} 品牌型号", item.specification, ABSENT
        )


def _requirements(terms: Terms, originals: Originals) -> Iterator[Difference]:
    agreed = {one.number: one for one in terms.requirements}
    for original in originals.requirements:
        label = f"{'★ ' if original.substantive else ''}{original.number}"
        one = agreed.get(original.number)
        if one is None:
            yield _missing(f"requirement:{original.number}", label, original.text)
            continue
        yield _line(
            f"requirement:{original.number}", label, tender=original.text,
            bid=_promise(original.response),
            contract=_promised(one.text, one.response),
            base=_promised(original.text, original.response), need=_weight(original),
        )  # fmt: skip


def _weight(original: OriginalRequirement) -> Need:
    return Need.BLOCKED if original.substantive else Need.REASON


def _terms(terms: Terms, originals: Originals) -> Iterator[Difference]:
    longer = terms.delivery_days > originals.delivery_days
    base = f"{originals.delivery_days} 日内"
    yield _line(
        "term:delivery_days", "交付期限", tender=originals.performance_period, bid=base,
        contract=f"{terms.delivery_days} 日内", base=base,
        need=Need.BLOCKED if longer else Need.REASON,
    )  # fmt: skip
    payment = f"验收合格并收到发票之日起 {terms.payment_days} 日内"
    yield _detail("term:payment_days", "付款期限", payment, _clause(originals, "付款"))
    security = terms.performance_security
    asks = f"{money.yuan(security)} 元" if security else "不收取"
    yield _detail("term:security", "履约保证金", asks, _clause(originals, "履约保证金"))
    place = terms.delivery_place or ABSENT
    yield _detail("term:delivery_place", "履行地点", place, _clause(originals, "交付"))
    within = f"交付后 {terms.acceptance_days} 日内"
    yield _detail("term:acceptance_days", "验收期限", within, _clause(originals, "验收"))


def _clauses(terms: Terms, originals: Originals) -> Iterator[Difference]:
    written = dict(terms.general)
    for heading, text in originals.general:
        own = written.pop(heading, "")
        yield _line(
            f"clause:{heading}", heading, tender=text, bid="响应采购文件", contract=own, base=text,
            need=Need.BLOCKED,
        )  # fmt: skip
    for heading, text in written.items():
        yield _added(f"clause:{heading}", heading, text, Need.BLOCKED)
    for name, label in DETAILS.items():
        if text := terms.own.get(name, ""):
            yield _detail(f"clause:{name}", label, text, _clause(originals, label[:2]))
    if text := terms.own.get("other", ""):
        yield _added("clause:other", "其他约定", text, Need.REASON)


def _detail(key: str, label: str, contract: str, tender: str) -> Difference:
    """What tender and bid leave to the contract: shown, and no change."""
    part = (Part("same", contract),)
    return Difference(
        key,
        key.split(":", maxsplit=1)[0],
        label,
        tender or ABSENT,
        ABSENT,
        contract,
        "细化",
        Need.NONE,
        part,
    )


def _added(key: str, label: str, contract: str, need: Need) -> Difference:
    part = (Part("added", contract),)
    return Difference(
        key, key.split(":", maxsplit=1)[0], label, ABSENT, ABSENT, contract, "新增", need, part
    )


def _missing(key: str, label: str, tender: str) -> Difference:
    part = (Part("removed", tender),)
    return Difference(
        key,
        key.split(":", maxsplit=1)[0],
        label,
        tender,
        ABSENT,
        ABSENT,
        "缺少",
        Need.BLOCKED,
        part,
    )


def _clause(originals: Originals, word: str) -> str:
    return next((text for heading, text in originals.general if word in heading), "")


def _promise(response: str) -> str:
    return response.strip() or "满足"


def _promised(text: str, response: str) -> str:
    return f"{text.strip()}　承诺：{_promise(response)}"


def _asked(item: OriginalItem) -> str:
    return f"{item.name} {item.quantity} {item.unit}"


def _says(item: ItemLine) -> str:
    thing = f"{item.name} {item.quantity} {item.unit}"
    return f"{thing}，{_worth(item.unit_price, item.amount)}"


def _worth(unit_price: int, amount: int) -> str:
    return f"单价 {money.yuan(unit_price)} 元，金额 {money.yuan(amount)} 元"
