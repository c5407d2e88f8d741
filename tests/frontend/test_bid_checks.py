"""The browser judges a bid as the rules do: nobody else can before the opening."""

import json
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lucai.kernel import clock
from lucai.kernel.money import yuan
from lucai.stages.trade.bids import canonical
from lucai.stages.trade.bids.consortia import Partner, problem_of
from lucai.stages.trade.bids.lifecycle import CHECKS
from lucai.stages.trade.bids.rules import SubmissionFacts
from lucai.stages.trade.bids.wording import SecurityKind
from tests.frontend.engines import Engine, EngineError

NOW = clock.moment(date(2026, 3, 3), 10)
DEADLINE = clock.moment(date(2026, 3, 23), 9, 30)
CEILING = 300_000_00
TERMS = {
    "delivery_days": "30", "validity_days": "90", "contact": "示例联系人",
    "phone": "0531-00000000", "sme_kind": "small", "domestic": "", "domestic_share": "",
    "consortium": "",
}  # fmt: skip
ANSWER = {"response": "响应", "deviation": "none", "evidence": ""}
BOND = {"kind": "transfer", "amount": "5000", "payer_account_name": "示例账户",
        "reference": "PZ20260001"}  # fmt: skip


def tender(**changes: Any) -> dict[str, Any]:
    """Return a tender as the page is given it."""
    demand = {"kind": "technical", "name": "性能", "evidence": "检测报告"}
    return {
        "deadline": DEADLINE.isoformat(), "ceiling": CEILING, "lotAlive": True, "bond": 5000_00,
        "bondKinds": [kind.value for kind in SecurityKind],
        "validityDays": 90, "consortiumAllowed": False, "smeReserved": True, "smes": ["small"],
        "items": [{"place": 0, "name": "示例设备", "quantity": "10", "unit": "台"}],
        "demands": [{**demand, "number": "J01", "substantive": True}], "asked": [],
        "bidder": {"name": "示例", "code": LEADER},
        "parts": {"technical": "技术文件", "price": "报价文件"}, **changes,
    }  # fmt: skip


def draft(**changes: Any) -> dict[str, Any]:
    """Return a complete draft."""
    return {
        "terms": TERMS, "offer": {"price": "285,000.00", "unit_confirmed": ""},
        "items": {"0": {"unit_price": "28500", "brand": "", "model": ""}},
        "answers": {"J01": ANSWER}, "bonds": [BOND],
        "files": [{"part": "technical", "name": "a.pdf"}], **changes,
    }  # fmt: skip


def facts(**changes: Any) -> SubmissionFacts:
    """Return the same bid as the rules take it."""
    given_facts: dict[str, Any] = {
        "bid_deadline": DEADLINE, "price": 285_000_00, "items_total": 285_000_00,
        "ceiling": CEILING, "validity_days": 90, "required_validity_days": 90,
        "bond_required": 5000_00, "bond_received": 5000_00, "bond_received_at": NOW,
        "bond_kinds": ("transfer",),
        "consortium_allowed": False, "sme_declared": True, "sme_reserved": True,
    }  # fmt: skip
    return SubmissionFacts(**{**given_facts, **changes})


LEADER, OTHER = "91370100MA3TEST001", "91370100MA3TEST002"
FILES = [{"part": "technical", "name": "a.pdf"}]
AGREEMENT = {"part": "agreement", "name": "b.pdf"}
CONSORTIA = [
    ("whole", [{"uscc": OTHER, "share": "40.5"}], True),
    ("no agreement", [{"uscc": OTHER, "share": "40"}], False),
    ("no code", [{"uscc": "91370100", "share": "40"}], True),
    ("twice", [{"uscc": OTHER, "share": "40"}, {"uscc": OTHER, "share": "30"}], True),
    ("himself", [{"uscc": LEADER, "share": "40"}], True),
    ("no share", [{"uscc": OTHER, "share": ""}], True),
    ("the whole", [{"uscc": OTHER, "share": "100"}], True),
]


def partners(rows: list[dict[str, str]]) -> list[Partner]:
    """Return the members as the opening finds them, all registered."""
    return [
        Partner(row["uscc"], Decimal(row["share"]) if row["share"] else None, "", 1) for row in rows
    ]


CASES: dict[str, tuple[dict[str, Any], dict[str, Any], dict[str, Any]]] = {
    "complete": ({}, {}, {}),
    "lot ended": ({}, {"lotAlive": False}, {"lot_alive": False}),
    "demand open": ({"answers": {}}, {}, {"unanswered": ("J01",)}),
    "no deviation": (
        {"answers": {"J01": {**ANSWER, "deviation": ""}}}, {}, {"unanswered": ("J01",)},
    ),
    "negative": (
        {"answers": {"J01": {**ANSWER, "deviation": "negative"}}}, {}, {"broken": ("J01",)},
    ),
    "figure missing": (
        {"claims": {}}, {"asked": [{"number": "2", "name": "证书"}]}, {"unclaimed": ("证书",)},
    ),
    "figure given": (
        {"claims": {"2": {"figure": "3.5"}}}, {"asked": [{"number": "2", "name": "证书"}]}, {},
    ),
    "no evidence": ({"files": []}, {}, {"files_missing": ("技术文件",)}),
    "no contact": ({"terms": {**TERMS, "contact": ""}}, {}, {"terms_given": False}),
    "no price": ({"offer": {"price": ""}}, {}, {"price": None}),
    "for nothing": (
        {"offer": {"price": "0", "unit_confirmed": "yes"}}, {},
        {"price": 0, "unit_confirmed": True},
    ),
    "no unit price": (
        {"items": {"0": {"unit_price": ""}}}, {},
        {"items_total": None, "items_missing": ("示例设备",)},
    ),
    "sum differs": ({"offer": {"price": "285000.01"}}, {}, {"price": 285_000_01}),
    "at the ceiling": ({}, {"ceiling": 285_000_00}, {"ceiling": 285_000_00}),
    "above the ceiling": ({}, {"ceiling": 284_999_99}, {"ceiling": 284_999_99}),
    "in 万元": ({"offer": {"price": "28.5"}}, {}, {"price": 28_50}),
    "meant in 元": (
        {"offer": {"price": "28.5", "unit_confirmed": "yes"}}, {},
        {"price": 28_50, "unit_confirmed": True},
    ),
    "short validity": ({"terms": {**TERMS, "validity_days": "89"}}, {}, {"validity_days": 89}),
    "consortium": ({"terms": {**TERMS, "consortium": "甲、乙"}}, {}, {"consortium": True}),
    **{
        f"subcontract, {name}": (
            {"terms": {**TERMS, "subcontract": text}}, {"subcontractAllowed": True},
            {"subcontract": True, "subcontract_text": text, "subcontract_allowed": True},
        )
        for name, text in {
            "the core": "主体工程由示例公司承担", "once more": "安装，可以再次分包",
            "no core": "运输等非主体、非关键性工作，不得再次分包",
        }.items()
    },
    **{
        f"consortium, {name}": (
            {"members": rows, "files": [*FILES, *([AGREEMENT] if agreed else [])]},
            {"consortiumAllowed": True},
            {"consortium": True, "consortium_allowed": True,
             "consortium_problem": problem_of(LEADER, partners(rows), agreed=agreed)},
        )
        for name, rows, agreed in CONSORTIA
    },
    "large firm": ({"terms": {**TERMS, "sme_kind": "large"}}, {}, {"sme_declared": False}),
    "bond in cash": ({"bonds": [{**BOND, "kind": "cash"}]}, {}, {"bond_kinds": ("现金",)}),
    "no bond": ({"bonds": []}, {}, {"bond_received": 0, "bond_received_at": None}),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_the_page_finds_what_the_rules_find(node_engine: Engine, case: str) -> None:
    typed, asked, changes = CASES[case]
    for check in CHECKS:
        at = {"now": int(NOW.timestamp() * 1000), "rule": check.__name__}  # type: ignore[attr-defined]
        wrong = node_engine.call(
            "judgeBid", {"draft": draft(**typed), "tender": tender(**asked), **at}
        )
        verdict = check(facts(**changes), NOW)
        if check.__name__ == "consortium_is_agreed" and wrong:
            assert wrong == verdict.message
        assert (wrong is None) == verdict.holds, (at["rule"], wrong, verdict.message)


def test_late_is_late_on_the_page_too(node_engine: Engine) -> None:
    moment = int(DEADLINE.timestamp() * 1000)
    order = {"rule": "bid_arrives_in_time", "draft": draft(), "tender": tender()}
    assert node_engine.call("judgeBid", {**order, "now": moment - 1}) is None
    assert "已过" in node_engine.call("judgeBid", {**order, "now": moment})
    bond = {**order, "rule": "bond_is_not_cash_and_in_time"}
    assert node_engine.call("judgeBid", {**bond, "now": moment}) is None
    assert "截止时间前" in node_engine.call("judgeBid", {**bond, "now": moment + 1})


@given(st.decimals(0, 99999, places=3), st.integers(0, 10**11))
def test_amounts_are_rounded_as_the_server_rounds_them(
    node_engine: Engine, quantity: Any, unit_price: int
) -> None:
    order = {"quantity": str(quantity), "unitPrice": unit_price}
    assert node_engine.call("amountOf", order) == canonical.amount(str(quantity), unit_price)


@pytest.mark.parametrize("suite", ["GM1", "INTL1"])
def test_a_key_file_opens_with_its_passphrase_alone(node_engine: Engine, suite: str) -> None:
    made = node_engine.call("makeKeyFile", {"suite": suite, "passphrase": "示例口令一二三四五六"})
    keys = {"opens": made["opens"], "signs": made["signs"]}
    assert keys["opens"] not in made["file"]
    opened = node_engine.call(
        "readKeyFile", {"file": made["file"], "passphrase": "示例口令一二三四五六"}
    )
    assert opened == keys
    with pytest.raises(EngineError, match="口令不对"):
        node_engine.call("readKeyFile", {"file": made["file"], "passphrase": "示例口令"})
    other = node_engine.call("makeKeyFile", {"suite": suite, "passphrase": "x"})
    swapped = json.loads(made["file"]) | {"publicKeys": json.loads(other["file"])["publicKeys"]}
    spelt = json.dumps(swapped, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    with pytest.raises(EngineError, match="口令不对"):
        node_engine.call("readKeyFile", {"file": spelt, "passphrase": "示例口令一二三四五六"})


def test_prices_are_typed_as_the_server_shows_them(node_engine: Engine) -> None:
    order = {"rule": "price_is_stated", "tender": tender(), "now": 0}
    shown = draft(offer={"price": yuan(285_000_00)})
    assert node_engine.call("judgeBid", {**order, "draft": shown}) is None
