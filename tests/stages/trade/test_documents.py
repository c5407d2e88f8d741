"""Tender documents: drafted from a blank, held to the law at every field, confirmed, published."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

import pytest

from lucai.kernel import clock
from lucai.kernel.actors import Actor
from lucai.kernel.errors import (
    Conflict,
    InvalidInput,
    NotAllowed,
    NotFound,
    RuleBroken,
    WrongState,
)
from lucai.law.notices import check_notice
from lucai.platform.documents import page_texts
from lucai.platform.duties.selectors import duty_list
from lucai.platform.journal.selectors import project_timeline
from lucai.stages.trade.documents import services
from lucai.stages.trade.documents.papers import tender_pdf
from lucai.stages.trade.documents.samples import sample_calculation
from lucai.stages.trade.documents.schemas import (
    BondIn,
    ChapterIn,
    CriteriaIn,
    ReasonIn,
    RequirementsIn,
)
from lucai.stages.trade.documents.selectors import (
    criteria_of,
    document_card,
    document_file,
    document_seen,
    requirements_of,
)
from lucai.stages.trade.projects.selectors import project_seen
from tests.makers import people, trade
from tests.makers.kept import kept

pytestmark = pytest.mark.django_db

drafted = kept(lambda: trade.drafted_project(1))
TODAY = date(2026, 6, 1)


@pytest.fixture(autouse=True)
def _on_a_working_day(db: None) -> Iterator[None]:
    with clock.at(clock.moment(TODAY, 10)):
        yield


def agency() -> Actor:
    return people.actor(people.agency())


def broken_rules(number: str) -> set[str]:
    return {verdict.rule for verdict in document_seen(people.agency(), number).broken}


# --- clauses -------------------------------------------------------------------------------


def test_a_changed_clause_is_marked_against_the_blank(drafted: str) -> None:
    content = ChapterIn(version=trade.version_of(drafted), clauses={"ins-fee": "中标供应商支付。"})
    services.edit_chapter(agency(), project_number=drafted, chapter="instructions", content=content)
    chapter = document_seen(people.agency(), drafted).chapters[0]
    assert [clause.id for clause in chapter.clauses if clause.changed] == ["ins-fee"]


def test_a_compulsory_clause_cannot_be_emptied(drafted: str) -> None:
    content = ChapterIn(version=trade.version_of(drafted), clauses={"ins-fee": "  "})
    with pytest.raises(InvalidInput) as refused:
        services.edit_chapter(
            agency(), project_number=drafted, chapter="instructions", content=content
        )
    assert set(refused.value.fields) == {"clauses.ins-fee"}


def test_two_who_edit_at_once_are_told_and_nothing_is_overwritten(drafted: str) -> None:
    version = trade.version_of(drafted)
    first = ChapterIn(version=version, clauses={"ins-fee": "采购人支付。"})
    second = ChapterIn(version=version, clauses={"ins-fee": "中标供应商支付。"})
    services.edit_chapter(agency(), project_number=drafted, chapter="instructions", content=first)
    with pytest.raises(Conflict):
        services.edit_chapter(
            agency(), project_number=drafted, chapter="instructions", content=second
        )
    clauses = document_seen(people.agency(), drafted).chapters[0].clauses
    assert next(c.text for c in clauses if c.id == "ins-fee") == "采购人支付。"


# --- requirements and criteria -------------------------------------------------------------


def test_requirements_are_numbered_by_kind_and_hold_for_their_lots() -> None:
    number = trade.drafted_project(2)
    lines = requirements_of(people.agency(), number, 2)
    assert [line.number for line in lines] == ["Z01", "S01", "2-J01", "2-J02"]
    assert [line.number for line in lines if line.substantive] == ["Z01", "S01", "2-J01"]


def test_a_qualification_item_is_refused_as_a_factor_at_its_field(drafted: str) -> None:
    rows = [
        trade.criterion("price", "投标报价", "30"),
        trade.criterion("objective", "营业执照等级", "70"),
    ]
    with pytest.raises(InvalidInput) as refused:
        services.edit_criteria(
            agency(),
            project_number=drafted,
            lot_number=1,
            content=CriteriaIn(version=trade.version_of(drafted), rows=rows),
        )
    assert set(refused.value.fields) == {"rows.1.name"}


def test_a_factor_is_refused_as_a_qualification_item_at_its_field(drafted: str) -> None:
    rows = [trade.requirement("qualification", "技术参数响应")]
    with pytest.raises(InvalidInput) as refused:
        services.edit_requirements(
            agency(),
            project_number=drafted,
            lot_number=1,
            content=RequirementsIn(version=trade.version_of(drafted), rows=rows),
        )
    assert set(refused.value.fields) == {"rows.0.name"}


@pytest.mark.parametrize(
    ("weights", "field"),
    [
        (("30", "69.99"), "rows.1.weight"),
        (("30", "70.01"), "rows.1.weight"),
        (("29.99", "70.01"), "rows.0.weight"),
    ],
)
def test_weights_off_the_law_are_refused_at_the_field(
    weights: tuple[str, str], field: str, drafted: str
) -> None:
    rows = [
        trade.criterion("price", "投标报价", weights[0]),
        trade.criterion("objective", "技术参数响应", weights[1]),
    ]
    with pytest.raises(InvalidInput) as refused:
        services.edit_criteria(
            agency(),
            project_number=drafted,
            lot_number=1,
            content=CriteriaIn(version=trade.version_of(drafted), rows=rows),
        )
    assert set(refused.value.fields) == {field}


def test_a_service_may_give_the_price_ten_points_and_no_less() -> None:
    number = trade.commissioned_project(1, object_kind="services")
    services.draft_document(agency(), project_number=number, blank_code="services")

    def save(price: str) -> None:
        rows = [
            trade.criterion("price", "投标报价", price),
            trade.criterion("objective", "人员配备", str(100 - Decimal(price))),
        ]
        content = CriteriaIn(version=trade.version_of(number), rows=rows)
        services.edit_criteria(agency(), project_number=number, lot_number=1, content=content)

    save("10.00")
    with pytest.raises(InvalidInput):
        save("9.99")


def test_a_document_without_criteria_or_requirements_cannot_be_submitted() -> None:
    number = trade.commissioned_project(1)
    services.draft_document(agency(), project_number=number, blank_code="goods")
    with pytest.raises(RuleBroken) as refused:
        services.take(agency(), project_number=number, step="submit")
    assert {"GP-DEM-08", "GP-EVA-04", "GP-EVA-03"} <= {v.rule for v in refused.value.verdicts}
    assert all(verdict.cites for verdict in refused.value.verdicts if verdict.rule != "?")


def test_a_lowest_price_document_needs_no_factors() -> None:
    number = trade.drafted_project(1, "lowestPrice")
    services.take(agency(), project_number=number, step="submit")
    assert criteria_of(people.buyer(), number, 1) == []


def test_the_size_of_a_firm_as_a_condition_closes_the_document(drafted: str) -> None:
    rows = [trade.requirement("qualification", "财务状况", text="注册资本不低于 500 万元")]
    services.edit_requirements(
        agency(),
        project_number=drafted,
        lot_number=1,
        content=RequirementsIn(version=trade.version_of(drafted), rows=rows),
    )
    assert "GP-QUA-06" in broken_rules(drafted)
    with pytest.raises(RuleBroken):
        services.take(agency(), project_number=drafted, step="submit")


# --- terms ---------------------------------------------------------------------------------


def test_a_bond_may_reach_two_hundredths_of_the_lot_and_no_more(drafted: str) -> None:
    most = 300 * trade.WAN // 50
    content = trade.terms(drafted, 1, bonds=[BondIn(lot=1, amount=most)])
    services.edit_terms(agency(), project_number=drafted, content=content)
    over = trade.terms(drafted, 1, bonds=[BondIn(lot=1, amount=most + 1)])
    with pytest.raises(InvalidInput) as refused:
        services.edit_terms(agency(), project_number=drafted, content=over)
    assert "bonds.0.amount" in refused.value.fields
    assert document_card(people.agency(), drafted).bond(1) == most


@pytest.mark.parametrize(
    ("field", "good", "bad"), [("sme_rate", "20", "20.01"), ("low_avg", "65", "65.01")]
)
def test_a_rate_stays_inside_the_range_of_the_law(
    field: str, good: str, bad: str, drafted: str
) -> None:
    services.edit_terms(
        agency(), project_number=drafted, content=trade.terms(drafted, 1, **{field: Decimal(good)})
    )
    with pytest.raises(InvalidInput) as refused:
        services.edit_terms(
            agency(),
            project_number=drafted,
            content=trade.terms(drafted, 1, **{field: Decimal(bad)}),
        )
    assert field in refused.value.fields


def test_ratios_left_empty_are_the_laws_own(drafted: str) -> None:
    assert document_card(people.agency(), drafted).low_ratios == (
        Decimal("0.5"), Decimal("0.5"), Decimal("0.45"),
    )  # fmt: skip


# --- the life ------------------------------------------------------------------------------


def test_the_buyer_sends_a_document_back_with_a_reason(drafted: str) -> None:
    services.take(agency(), project_number=drafted, step="submit")
    duties = [d.title for d in duty_list(people.buyer()) if d.project_number == drafted]
    assert duties == ["书面确认采购文件"]
    services.return_document(
        people.actor(people.buyer()), project_number=drafted, reason=ReasonIn(reason="交货期过短")
    )
    card = document_card(people.agency(), drafted)
    assert (card.state, card.returned_reason) == ("draft", "交货期过短")


def test_the_agency_cannot_confirm_and_the_buyer_cannot_publish(drafted: str) -> None:
    services.take(agency(), project_number=drafted, step="submit")
    with pytest.raises(NotAllowed):
        services.take(agency(), project_number=drafted, step="confirm")
    buyer = people.actor(people.buyer())
    services.take(buyer, project_number=drafted, step="confirm")
    with pytest.raises(NotAllowed):
        services.publish(buyer, project_number=drafted)


def test_a_confirmed_document_is_not_edited_but_taken_back() -> None:
    number = trade.confirmed_project(1)
    with pytest.raises(WrongState):
        services.edit_terms(agency(), project_number=number, content=trade.terms(number, 1))
    services.take(agency(), project_number=number, step="revise")
    assert document_card(people.agency(), number).confirmed_at is None
    services.edit_terms(agency(), project_number=number, content=trade.terms(number, 1))


def test_publication_makes_notice_paper_and_project_public_at_once() -> None:
    number = trade.published_project(2)
    entry = next(
        line
        for line in project_timeline(people.public(), number)
        if line.event == "trade.tenderDocument.publish"
    )
    fields = entry.body["notice"]["fields"]
    assert check_notice("tender", fields) == []
    assert fields["bidDeadline"] == trade.deadline_from_today().isoformat()
    assert fields["noticeUntil"] == "2026-06-08"
    assert entry.body["ocds"]["tender"]["lots"][1]["id"] == "2"
    card = document_card(people.public(), number)
    assert entry.body["document"]["sm3"] == card.sm3
    assert project_seen(people.public(), number).state == "announced"


def test_the_paper_holds_requirements_criteria_and_dates() -> None:
    number = trade.published_project(2)
    file = document_file(people.agency(), number)
    text = "".join("".join(page_texts(file.path.read_bytes())).split())
    for word in (number, "整机性能", "实施方案", "2026-06-2209:30", "货物"):
        assert word in text, word
    assert "预览稿" not in text


def test_a_preview_says_that_it_is_one(drafted: str) -> None:
    paper = tender_pdf(document_seen(people.agency(), drafted), moment=clock.now())
    assert "预览稿" in "".join(page_texts(paper))


def test_a_publication_that_comes_late_is_counted_from_its_own_day() -> None:
    number = trade.confirmed_project(1)
    with clock.at(clock.now() + timedelta(days=2)):
        with pytest.raises(RuleBroken) as refused:
            services.publish(agency(), project_number=number)
        assert {v.rule for v in refused.value.verdicts} == {"GP-TEN-03"}
        closed = document_seen(people.agency(), number).offers
        assert not next(offer for offer in closed if offer.step.name == "publish").open
    with clock.at(clock.now() + timedelta(days=1)):
        services.publish(agency(), project_number=number)


def test_a_document_is_published_once() -> None:
    number = trade.published_project(1)
    with pytest.raises(WrongState):
        services.publish(agency(), project_number=number)


@pytest.mark.parametrize("who", ["supplier", "expert", "public"])
def test_the_outside_sees_a_document_only_once_it_is_published(who: str) -> None:
    number = trade.confirmed_project(1)
    viewer = people.everyone()[who]
    with pytest.raises(NotFound):
        document_seen(viewer, number)
    assert requirements_of(viewer, number, 1) == []
    services.publish(agency(), project_number=number)
    assert len(requirements_of(viewer, number, 1)) == 4


@pytest.mark.parametrize("who", ["other buyer", "other agency", "other finance"])
def test_strangers_see_no_draft(who: str, drafted: str) -> None:
    viewer = people.everyone()[who]
    with pytest.raises(NotFound):
        document_seen(viewer, drafted)


def test_the_sample_shows_the_cheapest_evaluated_offer_with_full_marks(drafted: str) -> None:
    sample = sample_calculation(document_seen(people.agency(), drafted), 1)
    assert sample is not None
    best = next(one for one in sample.samples if one.rank == 1)
    assert best.score == Decimal("30.00")
    assert best.evaluated == min(one.evaluated for one in sample.samples)
    assert sample.lines
