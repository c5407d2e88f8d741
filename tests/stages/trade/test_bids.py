"""Bids: judged by the law's rules, entered at the opening, read by those who may."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from lucai.kernel import clock
from lucai.kernel.actors import SYSTEM
from lucai.kernel.errors import NotAllowed, NotFound, RuleBroken, WrongState
from lucai.kernel.lifecycle import judge
from lucai.law.verdicts import Severity, Verdict
from lucai.platform.duties.overdue import overdue_page
from lucai.platform.duties.selectors import duty_list, project_duties
from lucai.platform.files.models import StoredFile
from lucai.platform.journal.selectors import project_timeline
from lucai.stages.trade.bids import selectors, services
from lucai.stages.trade.bids.lifecycle import CHECKS
from lucai.stages.trade.bids.models import Bid, BidSecurity
from lucai.stages.trade.bids.rules import SubmissionFacts
from lucai.stages.trade.sealing import services as sealing
from lucai.stages.trade.sealing.models import SealedBid
from tests.makers import bids as make
from tests.makers import people
from tests.makers.kept import kept

pytestmark = pytest.mark.django_db

called = kept(lambda: make.call_for_bids(1))

EVERYBODY = (
    "public", "buyer", "other buyer", "agency", "other agency", "supplier", "other supplier",
    "expert", "finance", "other finance", "treasury", "administrator",
)  # fmt: skip
DEADLINE = datetime(2026, 3, 23, 1, 30, tzinfo=UTC)
EARLY = DEADLINE - timedelta(microseconds=1)
LAWFUL = SubmissionFacts(
    bid_deadline=DEADLINE, price=2_950_000_00, items_total=2_950_000_00, ceiling=3_000_000_00,
    validity_days=90, required_validity_days=90, bond_required=5_000_000,
    bond_received=5_000_000, bond_received_at=EARLY,
)  # fmt: skip
WRONG: dict[str, tuple[dict[str, Any], str, str]] = {
    "late": ({"bid_deadline": EARLY}, "GP-TEN-08", "财政部令第87号/33"),
    "of a lot that failed": ({"lot_alive": False}, "GP-TEN-16", "政府采购法/36"),
    "without the document": ({"document_obtained": False}, "GP-TEN-02", "财政部令第87号/18"),
    "with a gap": ({"unanswered": ("Z01",)}, "GP-TEN-15", "财政部令第87号/32"),
    "without evidence": ({"files_missing": ("技术文件",)}, "GP-TEN-15", "财政部令第87号/32"),
    "without a letter": ({"terms_given": False}, "GP-TEN-15", "财政部令第87号/32"),
    "without a price": ({"price": None}, "GP-TEN-15", "财政部令第87号/32"),
    "without a unit price": ({"items_missing": ("显示器",)}, "GP-TEN-15", "财政部令第87号/32"),
    "for nothing": (
        {"price": 0, "items_total": 0, "unit_confirmed": True}, "GP-TEN-15", "政府采购法/2",
    ),
    "above the ceiling": (
        {"price": 3_000_000_01, "items_total": 3_000_000_01}, "GP-TEN-15", "财政部令第87号/63",
    ),
    "valid a day too short": ({"validity_days": 89}, "GP-TEN-22", ""),
    "of a consortium": (
        {"consortium": True, "consortium_allowed": False}, "GP-JOI-01", "财政部令第87号/19",
    ),
    "of a large firm for a reserved lot": (
        {"sme_reserved": True}, "GP-SME-03", "财库〔2020〕46号/7",
    ),
    "with a bond a fen short": ({"bond_received": 4_999_999}, "GP-BON-03", ""),
    "in 万元": ({"price": 295, "items_total": 295}, "GP-REC-01", "财政部令第87号/59"),
    "whose table sums to less": ({"items_total": 2_949_999_00}, "GP-REC-01", ""),
}  # fmt: skip


def broken(facts: SubmissionFacts, at: datetime = EARLY) -> list[Verdict]:
    return [verdict for verdict in judge(CHECKS, facts, at) if not verdict.holds]


def test_a_lawful_bid_breaks_no_rule_in_its_last_microsecond() -> None:
    assert broken(LAWFUL) == []


@pytest.mark.parametrize("name", WRONG)
def test_what_is_wrong_with_a_bid_breaks_one_rule_with_its_article(name: str) -> None:
    changes, rule, article = WRONG[name]
    (verdict,) = broken(replace(LAWFUL, **changes))
    assert verdict.rule == rule
    assert verdict.blocks
    assert not article or article in verdict.cites


def test_a_price_in_wan_may_be_meant() -> None:
    meant = replace(LAWFUL, price=295, items_total=295, unit_confirmed=True)
    assert broken(meant) == []


def test_a_total_that_differs_from_the_table_says_by_how_much() -> None:
    (verdict,) = broken(replace(LAWFUL, items_total=2_949_999_00))
    assert "相差 1.00元" in verdict.message


def test_a_broken_star_requirement_warns_only() -> None:
    (verdict,) = broken(replace(LAWFUL, broken=("J01",)))
    assert verdict.severity is Severity.WARN
    assert "J01" in verdict.message


def test_what_the_rules_find_at_the_opening_stands_beside_the_bid(called: make.Call) -> None:
    make.submitted_bid(called, people.supplier(1), response={"bonds": []})
    for n in (2, 3):
        make.submitted_bid(called, people.supplier(n), share=90 + n)
    make.opened_lot(called, suppliers=0)
    first, second, _ = selectors.opened_bids(people.agency(), called.number, 1)
    assert [(one.rule, one.blocks) for one in first.findings] == [("GP-BON-03", True)]
    assert second.findings == ()


def test_who_never_obtained_the_document_is_found_out_when_the_envelope_opens(
    called: make.Call,
) -> None:
    for n in (1, 2, 3):
        make.submitted_bid(called, people.supplier(n), share=90 + n)
    from lucai.stages.trade.downloads.models import DocumentDownload

    DocumentDownload.objects.seen_by(SYSTEM).filter(
        supplier_id=people.supplier(2).organisation
    ).delete()
    make.opened_lot(called, suppliers=0)
    found = selectors.opened_bids(people.agency(), called.number, 1)
    assert [[one.rule for one in sheet.findings] for sheet in found] == [[], ["GP-TEN-02"], []]


def test_a_bid_without_a_price_is_set_aside_with_the_reason(called: make.Call) -> None:
    make.submitted_bid(called, people.supplier(4), offer={"price": ""})
    make.opened_lot(called)
    assert len(selectors.opened_bids(people.agency(), called.number, 1)) == 3
    faults = [row.fault for row in SealedBid.objects.seen_by(SYSTEM).filter(state="opened")]
    assert [one["what"] for one in faults if one] == ["投标文件没有写明投标总价"]


def test_a_unit_price_left_out_stays_a_gap_that_everybody_sees(called: make.Call) -> None:
    supplier = people.supplier(4)
    offered, _ = make.written(called, supplier)
    offered["items"][0]["unit_price"] = ""
    make.submitted_bid(called, supplier, offer=offered)
    make.opened_lot(called)
    sheets = selectors.opened_bids(people.agency(), called.number, 1)
    (own,) = [sheet for sheet in sheets if sheet.supplier_id == supplier.organisation]
    assert own.items[0].unit_price is None
    assert "还没有填写单价" in own.findings[0].message


@pytest.mark.parametrize("name", EVERYBODY)
def test_before_the_opening_nobody_learns_that_a_bid_exists(
    name: str,
    pump: Callable[[], None],
    called: make.Call,
) -> None:
    make.submitted_bid(called, people.supplier(7))
    make.submitted_bid(called, people.supplier(8))
    pump()
    viewer = people.everyone()[name]
    with clock.at(called.bid_deadline):
        for table in (Bid, BidSecurity, SealedBid):
            assert table.objects.seen_by(viewer).count() == 0, table
        assert selectors.opened_bids(viewer, called.number, 1) == []
        assert selectors.securities(viewer, called.number) == []
        assert selectors.my_bids(viewer).items == []
        lines = project_timeline(viewer, called.number)
        assert not [line for line in lines if line.event.startswith("trade.bid")]
        assert not [line for line in project_duties(viewer, called.number) if "投标" in line.title]
    with clock.at(called.bid_deadline + timedelta(days=9)):
        assert not [line for line in overdue_page(viewer).items if "投标" in line.title]


def test_a_supplier_finds_the_tenders_it_may_still_bid_for_until_the_deadline(
    called: make.Call,
) -> None:
    supplier = people.supplier()
    make.obtained(called, supplier)
    with clock.at(called.before):
        (line,) = selectors.tenders_in_hand(supplier)
        assert (line.project_number, line.bid_deadline) == (called.number, called.bid_deadline)
        assert selectors.tenders_in_hand(people.supplier(2)) == []
    with clock.at(called.bid_deadline):
        assert selectors.tenders_in_hand(supplier) == []


def test_the_sealing_page_is_for_who_obtained_the_document_and_may_seal(called: make.Call) -> None:
    make.obtained(called, people.supplier())
    held = people.supplier()
    powerless = replace(held, grants=frozenset())
    with clock.at(called.before):
        assert selectors.sealing_page(held, called.number, 1)["lot"] == 1
        with pytest.raises(NotFound):
            selectors.sealing_page(people.supplier(2), called.number, 1)
        with pytest.raises(NotAllowed):
            selectors.sealing_page(powerless, called.number, 1)


def test_nothing_is_withdrawn_at_the_deadline_and_the_article_is_said(called: make.Call) -> None:
    made = make.submitted_bid(called, people.supplier())
    claim = make.trust.make_claim(made.envelope, made.claim_secret, at=called.before).encode()
    with clock.at(called.bid_deadline), pytest.raises(RuleBroken) as refusal:
        sealing.withdraw(sealing.ANYBODY, claim=claim)
    assert "财政部令第87号/34" in refusal.value.verdicts[0].cites
    with clock.at(called.bid_deadline - timedelta(microseconds=1)):
        sealing.withdraw(sealing.ANYBODY, claim=claim)


opened = kept(make.opened_lot)


def test_an_opened_bid_is_what_was_written(opened: make.Call) -> None:
    offered, responded = make.written(opened, people.supplier(), share=91)
    sheet = selectors.opened_bids(people.agency(), opened.number, 1)[0]
    assert f"{sheet.price / 100:,.2f}" == offered["price"]
    assert [line.response for line in sheet.responses] == [
        answer["response"] for answer in responded["answers"]
    ]
    assert {file.part for file in sheet.files} == {"qualification", "commercial", "technical"}
    assert sheet.bond == 5_000_000
    assert sheet.findings == ()


READS = {"buyer", "agency", "finance"}


@pytest.mark.parametrize("name", EVERYBODY)
def test_opened_bids_are_read_by_their_parties_and_supervisors_alone(
    name: str, opened: make.Call
) -> None:
    viewer = people.everyone()[name]
    own = 1 if name in {"supplier", "other supplier"} else 0
    count = 3 if name in READS else own
    assert len(selectors.opened_bids(viewer, opened.number, 1)) == count
    assert len(selectors.securities(viewer, opened.number)) == count


@pytest.mark.parametrize("name", EVERYBODY)
def test_files_of_a_bid_are_nobodys_own_in_the_store(name: str, opened: make.Call) -> None:
    sheets = selectors.opened_bids(SYSTEM, opened.number, 1)
    files = [file.file_id for sheet in sheets for file in sheet.files]
    assert StoredFile.objects.seen_by(people.everyone()[name]).filter(pk__in=files).count() == 0


def test_a_file_of_an_opened_bid_is_for_those_who_see_the_bid(opened: make.Call) -> None:
    sheet = selectors.opened_bids(people.agency(), opened.number, 1)[0]
    file = sheet.files[0]
    for viewer in (people.agency(), people.supplier(1)):
        card = selectors.opened_file(viewer, opened.number, sheet.code, file.file_id)
        assert card.sha256 == file.sha256
    for viewer in (people.agency(2), people.supplier(2)):
        with pytest.raises(NotFound):
            selectors.opened_file(viewer, opened.number, sheet.code, file.file_id)


@pytest.mark.parametrize(
    ("kind", "sme", "micro"),
    [("small", True, True), ("medium", True, False), ("large", False, False),
     ("prison", True, True)],
)  # fmt: skip
def test_who_counts_as_small_is_read_from_the_declaration(
    kind: str,
    sme: bool,
    micro: bool,
    called: make.Call,
) -> None:
    _, responded = make.written(called, people.supplier(4))
    terms = {**responded["terms"], "sme_kind": kind}
    make.submitted_bid(called, people.supplier(4), share=80, response={"terms": terms})
    make.opened_lot(called, suppliers=2)
    sheets = selectors.opened_bids(people.agency(), called.number, 1)
    (own,) = [one for one in sheets if one.supplier_id == people.supplier(4).organisation]
    assert (own.sme, own.micro) == (sme, micro)


def test_a_bid_found_invalid_keeps_the_reason(opened: make.Call) -> None:
    agency = people.actor(people.agency())
    code = selectors.opened_bids(people.agency(), opened.number, 1)[0].code
    services.invalidate(agency, project_number=opened.number, code=code, reason="缺少授权书")
    sheet = selectors.opened_bid(people.agency(), opened.number, code)
    assert (sheet.state, sheet.invalid_reason) == ("invalid", "缺少授权书")


def test_a_bond_is_refunded_once_and_the_supplier_is_told(opened: make.Call) -> None:
    agency, key = people.actor(people.agency()), {"project_number": opened.number}
    held = selectors.securities(people.agency(), opened.number)
    with clock.at(opened.bid_deadline + timedelta(days=1)):
        services.release(agency, services.LOSERS, **key, lot_number=1, bid_code=held[0].bid_code)
        services.refund_security(agency, security=held[0].pk, **key)
        with pytest.raises(WrongState):
            services.refund_security(agency, security=held[0].pk, **key)
        left = [d for d in duty_list(people.agency()) if d.title == "退还投标保证金"]
    assert selectors.securities(people.agency(), opened.number)[0].state == "refunded"
    assert left == []
