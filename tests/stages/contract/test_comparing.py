"""Contract against tender and bid: what changed is marked, needs a reason or is refused."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import date, timedelta

import pytest

from lucai.kernel import clock
from lucai.kernel.errors import InvalidInput, NotFound, RuleBroken, WrongState
from lucai.platform.journal.models import JournalEntry
from lucai.platform.records import system_access
from lucai.stages.contract.contracts import selectors, services
from lucai.stages.contract.contracts.clauses import AnsweredRequirement, ItemLine, Terms
from lucai.stages.contract.contracts.comparing import (
    Difference,
    Need,
    changed_lines,
    compare,
    marked,
)
from lucai.stages.contract.contracts.comparing.originals import (
    OriginalItem,
    OriginalRequirement,
    Originals,
)
from lucai.stages.contract.contracts.schemas import (
    ContractItemIn,
    ExplanationIn,
    ExplanationsIn,
    PromiseIn,
    ReasonIn,
)
from tests.makers import contract as make
from tests.makers import people
from tests.makers.browsing import browse

TERMS = Terms(
    number="N-01", title="示例合同", project_number="N", project_title="示例项目", lot_number=1,
    buyer_id=1, buyer_name="甲", supplier_id=2, supplier_name="乙", amount=20_000,
    letter_on=date(2026, 3, 30), bid_sm3="", payee_is_sme=False, delivery_days=30,
    delivery_place="库房", acceptance_days=7, payment_days=15, performance_security=0,
    security_return_days=7, warranty_months=36, own={"quality": "质保三年"}, general=(("付款", "依法支付"),),
    requirements=(
        AnsweredRequirement("J1", "technical", "内存不低于 16GB", "16GB", True),
        AnsweredRequirement("J2", "technical", "噪声不高于 40dB", "38dB", False),
    ),
    items=(ItemLine(1, "A01", "示例电脑", "示例牌 X1", "2", "台", 10_000, 20_000),),
)  # fmt: skip
ORIGINALS = Originals(
    ceiling=25_000, performance_period="三十日内", price=20_000, delivery_days=30,
    items=(OriginalItem(1, "示例电脑", "2", "台", "示例牌 X1", 10_000, 20_000),),
    requirements=(
        OriginalRequirement("J1", "内存不低于 16GB", "16GB", True),
        OriginalRequirement("J2", "噪声不高于 40dB", "38dB", False),
    ),
    general=(("付款", "依法支付"),),
)  # fmt: skip


def line(terms: Terms, key: str, reasons: dict[str, str] | None = None) -> Difference:
    found = compare(terms, ORIGINALS, reasons or {})
    return next(one for one in found.lines if one.key == key)


def promise(number: str, response: str) -> Terms:
    changed = tuple(
        replace(one, response=response) if one.number == number else one
        for one in TERMS.requirements
    )
    return replace(TERMS, requirements=changed)


def test_a_contract_that_follows_tender_and_bid_has_no_change() -> None:
    found = compare(TERMS, ORIGINALS, {})
    assert not found.changed
    assert {one.status for one in found.lines} == {"一致", "细化"}


@pytest.mark.parametrize(
    ("terms", "key", "need"),
    [
        (replace(TERMS, amount=20_001), "price:total", Need.BLOCKED),
        (replace(TERMS, items=(replace(TERMS.items[0], quantity="3"),)), "price:1", Need.BLOCKED),
        (replace(TERMS, items=()), "price:1", Need.BLOCKED),
        (
            replace(TERMS, items=(replace(TERMS.items[0], specification="示例牌 X2"),)),
            "price:1.specification",
            Need.REASON,
        ),
        (promise("J1", "8GB"), "requirement:J1", Need.BLOCKED),
        (promise("J2", "39dB"), "requirement:J2", Need.REASON),
        (replace(TERMS, requirements=TERMS.requirements[:1]), "requirement:J2", Need.BLOCKED),
        (replace(TERMS, delivery_days=31), "term:delivery_days", Need.BLOCKED),
        (replace(TERMS, delivery_days=29), "term:delivery_days", Need.REASON),
        (replace(TERMS, general=(("付款", "另行约定"),)), "clause:付款", Need.BLOCKED),
        (replace(TERMS, own={"other": "另行采购配件"}), "clause:other", Need.REASON),
    ],
)
def test_what_departs_is_marked_and_asks_for_a_reason_or_is_refused(
    terms: Terms, key: str, need: Need
) -> None:
    assert line(terms, key).need is need


def test_a_reason_settles_what_may_change_and_nothing_else() -> None:
    reasons = {"requirement:J2": "实测值更新", "requirement:J1": "想改"}
    assert not line(promise("J2", "39dB"), "requirement:J2", reasons).unexplained
    assert compare(promise("J1", "8GB"), ORIGINALS, reasons).blocked == ("★ J1",)


def test_changes_inside_a_text_are_told_word_by_word() -> None:
    parts = marked("四小时内响应，质保三年", "两小时内响应，质保三年")
    assert [(part.kind, part.text) for part in parts] == [
        ("removed", "四"), ("added", "两"), ("same", "小时内响应，质保三年"),
    ]  # fmt: skip
    lines = changed_lines(["甲", "乙", "丙"], ["甲", "乙二", "丙", "丁"])
    assert [one.kind for one in lines] == ["same", "changed", "same", "added"]
    assert [one.kind for one in changed_lines(["甲", "乙", "丙"], ["丙"])] == [
        "removed", "removed", "same",
    ]  # fmt: skip


def test_two_documents_of_two_hundred_pages_are_compared_within_two_seconds() -> None:
    old = [
        f"第 {n} 条　乙方应当按照第 {n * 7 % 997} 号标准交付示例设备并提供记录。"
        for n in range(8000)
    ]
    new = [text.replace("记录", "完整记录") if n % 9 == 0 else text for n, text in enumerate(old)]
    new[4000:4000] = ["双方约定的新条款。"] * 50
    began = time.perf_counter()
    kinds = [one.kind for one in changed_lines(old, new)]
    assert time.perf_counter() - began < 2
    assert (kinds.count("changed"), kinds.count("added")) == (889, 50)


@pytest.mark.django_db
def test_a_draft_that_departs_goes_to_both_sides_only_with_reasons() -> None:
    lot = make.awarded_lot()
    number = make.drafted(lot)
    minor = next(r for r in make.sheet(number).terms.requirements if not r.substantive)
    major = next((r for r in make.sheet(number).terms.requirements if r.substantive), None)
    with clock.at(lot.at + timedelta(days=2)):
        worse = [PromiseIn(number=minor.number, response="改为另一种等效做法")]
        services.edit_contract(make.buyer(), number=number, contract=make.terms(requirements=worse))
        with pytest.raises(RuleBroken, match="没有说明理由"):
            services.propose(make.buyer(), number=number)
        row = ExplanationIn(key=f"requirement:{minor.number}", reason="原型号停产，性能不降低")
        wrong = ExplanationIn(key="price:total", reason="想多付一点")
        with pytest.raises(InvalidInput):
            services.explain(make.buyer(), number=number, explanations=ExplanationsIn(rows=[wrong]))
        services.explain(make.buyer(), number=number, explanations=ExplanationsIn(rows=[row]))
        services.propose(make.buyer(), number=number)
        with pytest.raises(WrongState):
            services.explain(make.buyer(), number=number, explanations=ExplanationsIn())
    with system_access("test"):
        entry = JournalEntry.objects.get(object_key=number, event="contract.contract.propose")
    assert entry.body["changes"] == [[row.key, row.reason]]
    assert major is None or not major.response.startswith("改为")
    for viewer in (people.buyer(), people.supplier(), people.finance()):
        page = browse(viewer).get(f"/contracts/{number}/difference/?only=changed")
        shown = page.content.decode()
        assert page.status_code == 200
        assert "原型号停产，性能不降低" in shown
        assert "<ins>" in shown
        assert "有变化，已说明" in shown
    assert browse(people.supplier(2)).get(f"/contracts/{number}/difference/").status_code == 404


@pytest.mark.django_db
def test_a_longer_delivery_than_the_bid_promised_is_refused() -> None:
    lot = make.awarded_lot()
    number = make.drafted(lot)
    days = make.sheet(number).card.delivery_days
    items = [ContractItemIn(place=1, specification="另一型号")]
    with clock.at(lot.at + timedelta(days=2)):
        services.edit_contract(
            make.buyer(), number=number, contract=make.terms(delivery_days=days + 1, items=items)
        )
        with pytest.raises(RuleBroken) as refusal:
            services.propose(make.buyer(), number=number)
    told = "".join(v.message for v in refusal.value.verdicts if v.blocks)
    assert "交付期限" in told
    assert {v.rule for v in refusal.value.verdicts if v.blocks} == {"GP-CTR-01"}


@pytest.mark.django_db
def test_both_sides_see_what_changed_between_two_versions_of_the_text() -> None:
    lot = make.awarded_lot()
    number = make.proposed(lot)
    with clock.at(lot.at + timedelta(days=3)):
        services.send_back(make.supplier(), number=number, reason=ReasonIn(reason="请写明响应时间"))
        services.edit_contract(
            make.buyer(), number=number, contract=make.terms(quality="质保三年，两小时响应。")
        )
        services.propose(make.buyer(), number=number)
    assert [one.number for one in selectors.versions_of(people.supplier(), number)] == [2, 1]
    changed = [
        one for one in selectors.text_changes(people.supplier(), number, 1, 2) if one.kind != "same"
    ]
    assert [[part.text for part in one.parts if part.kind != "same"] for one in changed] == [
        ["四", "两"]
    ]
    page = browse(people.supplier()).get(f"/contracts/{number}/difference/1/2/")
    assert "删去：" in page.content.decode()
    with pytest.raises(NotFound):
        selectors.text_changes(people.supplier(2), number, 1, 2)
