"""竞争性磋商, 竞争性谈判, 询价, 单一来源: whole lives, and the barriers within them."""

from __future__ import annotations

import pytest

from lucai.kernel.actors import SYSTEM, Viewer
from lucai.kernel.errors import InvalidInput, NotAllowed, NotFound, RuleBroken, WrongState
from lucai.law.notices import check_notice
from lucai.platform.documents import page_texts
from lucai.platform.duties.selectors import duty_list
from lucai.platform.journal.selectors import project_timeline
from lucai.stages.trade.awards.papers import letter_paper
from lucai.stages.trade.awards.selectors import award_seen
from lucai.stages.trade.bids.selectors import opened_bids
from lucai.stages.trade.documents.papers import tender_pdf
from lucai.stages.trade.documents.selectors import document_seen
from lucai.stages.trade.evaluations.papers import report_paper
from lucai.stages.trade.evaluations.selectors import evaluation_seen, ranking_of
from lucai.stages.trade.evaluations.selectors.reports import report_of
from lucai.stages.trade.negotiations import services
from lucai.stages.trade.negotiations.models import FinalOffer
from lucai.stages.trade.negotiations.schemas import (
    CallIn,
    ConfirmationIn,
    LeavingIn,
    SettlementIn,
    TalkIn,
)
from lucai.stages.trade.negotiations.selectors import desk_of, negotiation_seen
from lucai.stages.trade.openings.selectors import hall
from lucai.stages.trade.projects.selectors import project_seen
from tests.makers import bids, evaluation, methods, people
from tests.makers.evaluation import Round
from tests.makers.kept import kept

pytestmark = pytest.mark.django_db


def checked_consultation() -> Round:
    return methods.checked("consultation")


checked = kept(checked_consultation)


def why(error: pytest.ExceptionInfo[RuleBroken]) -> list[str]:
    return [verdict.rule for verdict in error.value.verdicts]


def own_name(n: int) -> str:
    return people.supplier(n).organisation_name


def to_result(rnd: Round) -> Round:
    ranked = methods.ranked(rnd)
    return evaluation.carry(ranked, after=evaluation.consolidated, to=evaluation.announced_award)


# --- whole lives -----------------------------------------------------------------------------


def test_a_consultation_lives_from_plan_to_result(checked: Round) -> None:
    rnd = to_result(methods.quoted(checked, (92, 90, 91)))
    assert project_seen(people.public(), rnd.number).state == "awarded"
    lines = {line.supplier_name: line for line in ranking_of(SYSTEM, rnd.number, 1)}
    assert lines[own_name(2)].price_points == "30.00"
    told = [e.body.get("notice") for e in project_timeline(people.public(), rnd.number)]
    found = {notice["kind"]: notice["fields"] for notice in told if notice}
    assert {"consultation", "result"} <= set(found)
    assert check_notice("consultation", found["consultation"]) == []


@pytest.mark.nightly
def test_papers_speak_the_words_of_the_method(checked: Round) -> None:
    rnd = to_result(methods.quoted(checked, (92, 90, 91)))
    award = award_seen(people.agency(), rnd.number, 1)
    letters = [page_texts(letter_paper(letter, award)) for letter in award.letters]
    texts = ["".join(pages) for pages in letters]
    report = "".join(page_texts(report_paper(report_of(people.agency(), rnd.number, 1))))
    tender = "".join(
        page_texts(tender_pdf(document_seen(people.agency(), rnd.number), moment=rnd.now))
    )
    assert "成交通知书" in texts[0]
    for text in (*texts, report):
        assert not [w for w in ("评标委员会", "招标文件", "投标人") if w in text]
    assert "获取招标文件" not in tender
    assert not [text for text in (*texts, report) if "中标" in text]
    assert "磋商小组" in report
    assert "最后报价" in tender


def test_the_last_quote_is_what_is_awarded_and_contracted(checked: Round) -> None:
    rnd = to_result(methods.quoted(checked, (92, 90, 91)))
    award = award_seen(people.agency(), rnd.number, 1)
    bid = next(b for b in opened_bids(SYSTEM, rnd.number, 1) if b.code == award.bid_code)
    assert award.amount == bid.price == sum(item.amount for item in bid.items)
    first = {o.supplier_id: o.first_price for o in FinalOffer.objects.seen_by(SYSTEM)}
    assert bid.price != first[bid.supplier_id]


def test_a_negotiation_goes_to_the_lowest_last_quote() -> None:
    rnd = to_result(methods.quoted(methods.checked("negotiation"), (92, 90, 91)))
    assert award_seen(people.agency(), rnd.number, 1).supplier_name == own_name(2)


def test_an_inquiry_goes_to_the_lowest_of_prices_that_nobody_can_change() -> None:
    rnd = methods.checked("inquiry")
    with pytest.raises(NotFound):
        negotiation_seen(people.agency(), rnd.number, 1)
    rnd = to_result(rnd)
    assert award_seen(people.agency(), rnd.number, 1).supplier_name == own_name(1)


def test_a_single_source_is_negotiated_with_one_supplier() -> None:
    rnd = to_result(methods.quoted(methods.checked("single_source", suppliers=1), (90,)))
    assert award_seen(people.agency(), rnd.number, 1).supplier_name == own_name(1)


# --- how many --------------------------------------------------------------------------------


def test_two_suppliers_are_too_few_for_a_consultation() -> None:
    call = bids.opened_lot(methods.call("consultation"), suppliers=2)
    card = project_seen(people.agency(), call.number)
    assert card.state == "ended"
    assert "供应商2家，不足3家" in card.ended_reason


def test_two_suppliers_are_enough_where_research_is_bought() -> None:
    rnd = methods.checked("consultation", suppliers=2, method_case="consultation.research")
    rnd = to_result(methods.quoted(rnd, (92, 90)))
    assert len(award_seen(people.agency(), rnd.number, 1).candidates) == 2


def test_with_two_last_quotes_of_three_the_lot_fails(checked: Round) -> None:
    rnd = methods.quoted(checked, (92, 90))
    sheet = evaluation_seen(people.agency(), rnd.number, 1)
    assert sheet.state == "failed"
    assert "最后报价的供应商2家，不足3家" in sheet.failed_reason


# --- rounds ----------------------------------------------------------------------------------


def test_last_quotes_are_called_when_everybody_was_heard(checked: Round) -> None:
    with evaluation.at(checked):
        methods.talk(checked, 1)
        methods.talk(checked, 2)
        with pytest.raises(RuleBroken) as error:
            services.call_quotes(checked.chair(), form=CallIn(), **checked.key)
        assert "GP-NEG-06" in why(error)
        methods.talk(checked, 3)
        services.call_quotes(checked.chair(), form=CallIn(), **checked.key)
        with pytest.raises(WrongState):
            methods.talk(checked, 1)


def test_another_round_hears_everybody_again(checked: Round) -> None:
    with evaluation.at(checked):
        for n in (1, 2, 3):
            methods.talk(checked, n)
        services.next_round(checked.chair(), **checked.key)
        sheet = negotiation_seen(people.agency(), checked.number, 1)
    assert (sheet.number, [one.heard for one in sheet.participants]) == (2, [False, False, False])


def test_only_the_chair_leads(checked: Round) -> None:
    with evaluation.at(checked):
        for n in (1, 2, 3):
            methods.talk(checked, n)
        other = people.actor(checked.members[1])
        with pytest.raises(RuleBroken) as error:
            services.next_round(other, **checked.key)
    assert "GP-EXP-06" in why(error)


def test_a_change_waits_for_the_buyers_representative_and_reaches_all(checked: Round) -> None:
    with evaluation.at(checked):
        pk = methods.change(checked)
        for n in (1, 2, 3):
            methods.talk(checked, n)
        assert desk_of(people.supplier(1), checked.number, 1).changes == ()
        with pytest.raises(RuleBroken) as error:
            services.call_quotes(checked.chair(), form=CallIn(), **checked.key)
        assert "GP-NEG-07" in why(error)
        representative = people.actor(evaluation.representative())
        services.settle_change(
            representative, project_number=checked.number, pk=pk, form=SettlementIn(step="confirm")
        )
        for n in (1, 2, 3):
            assert len(desk_of(people.supplier(n), checked.number, 1).changes) == 1
        services.call_quotes(checked.chair(), form=CallIn(), **checked.key)


def test_a_supplier_confirms_its_own_record_and_reads_no_other(checked: Round) -> None:
    with evaluation.at(checked):
        pk = methods.talk(checked, 1)
        assert [d.title for d in duty_list(people.supplier(1))] == ["核对并确认磋商记录"]
        with pytest.raises(NotFound):
            services.confirm_record(
                people.actor(people.supplier(2)), project_number=checked.number, pk=pk,
                form=ConfirmationIn(),
            )  # fmt: skip
        services.confirm_record(
            people.actor(people.supplier(1)), project_number=checked.number, pk=pk,
            form=ConfirmationIn(remark="无"),
        )  # fmt: skip
        assert desk_of(people.supplier(2), checked.number, 1).records == ()
        assert negotiation_seen(people.agency(), checked.number, 1).records[0].state == "confirmed"


def test_a_stranger_is_not_talked_to(checked: Round) -> None:
    stranger = people.supplier(9).organisation or 0
    with evaluation.at(checked), pytest.raises(Exception, match="正在参加磋商"):
        services.record_talk(
            people.actor(people.agency()), form=TalkIn(supplier_id=stranger, points="谈判内容"),
            **checked.key,
        )  # fmt: skip


# --- last quotes -----------------------------------------------------------------------------

WATCHERS = ("agency", "buyer", "finance", "member", "other")


def watcher(rnd: Round, who: str) -> Viewer:
    known = {
        "agency": people.agency, "buyer": people.buyer, "finance": people.finance,
        "member": lambda: rnd.members[0], "other": lambda: people.supplier(2),
    }  # fmt: skip
    return known[who]()


def seen(viewer: Viewer, rnd: Round) -> list[int | None]:
    rows = FinalOffer.objects.seen_by(viewer).filter(project_number=rnd.number)
    return [row.price for row in rows if row.price]


@pytest.mark.parametrize("who", WATCHERS)
def test_nobody_else_sees_a_quote_before_all_are_opened(checked: Round, who: str) -> None:
    with evaluation.at(checked):
        methods.talked(checked)
        methods.quote(checked, 1, 90)
        assert seen(watcher(checked, who), checked) == seen(people.supplier(1), checked) == []
        entries = project_timeline(watcher(checked, who), checked.number)
        assert not [e for e in entries if e.event == "trade.finalOffer.hand_in"]


def test_the_panel_sees_all_quotes_at_once_when_their_time_is_over(checked: Round) -> None:
    with evaluation.at(checked):
        methods.talked(checked)
        for n in (1, 2, 3):
            methods.quote(checked, n, 90)
    with evaluation.at(checked, minutes=29), pytest.raises(RuleBroken) as error:
        services.open_quotes(checked.chair(), **checked.key)
    assert "GP-NEG-08" in why(error)
    with evaluation.at(checked, minutes=30):
        services.open_quotes(checked.chair(), **checked.key)
        assert len(seen(checked.members[0], checked)) == 3
        assert len(seen(people.supplier(2), checked)) == 1


def test_a_quote_is_replaced_until_the_last_moment_and_refused_after_it(checked: Round) -> None:
    with evaluation.at(checked):
        methods.talked(checked)
        first = methods.quote(checked, 1, 90)
        with pytest.raises(InvalidInput, match="撤改凭据"):
            methods.quote(checked, 1, 89)
    with evaluation.at(checked, minutes=29):
        second = methods.quote(checked, 1, 89, first)
    with evaluation.at(checked, minutes=30):
        with pytest.raises(RuleBroken) as error:
            methods.quote(checked, 1, 88, second)
        services.open_quotes(checked.chair(), **checked.key)
        assert len(seen(checked.members[0], checked)) == 1
    assert "GP-NEG-08" in why(error)


BAD = {
    "above": (101, {}, "超过最高限价"),
    "sum": (90, {"price": "1.00"}, "与分项合计"),
    "things": (90, {"items": [{"place": 0, "unit_price": "1.00"}, {"place": 7, "unit_price": "1"}]},
               "不一致"),
    "form": (90, {"price": "一百元"}, "格式"),
}  # fmt: skip


@pytest.mark.parametrize("case", BAD)
def test_what_the_browser_should_have_refused_counts_as_no_quote(checked: Round, case: str) -> None:
    share, changes, said = BAD[case]
    with evaluation.at(checked):
        methods.talked(checked)
        methods.quote(checked, 1, 100)
        methods.quote(checked, 2, share, **changes)
    with evaluation.at(checked, minutes=30):
        services.open_quotes(checked.chair(), **checked.key)
    quotes = {
        q.supplier_name: q for q in negotiation_seen(people.agency(), checked.number, 1).quotes
    }
    assert quotes[own_name(1)].price
    refused = quotes[own_name(2)]
    assert (refused.price, refused.state_label) == (None, "无效")
    assert said in refused.refused_reason


def test_a_supplier_that_leaves_gets_its_bond_back_and_is_not_waited_for(checked: Round) -> None:
    with evaluation.at(checked):
        services.leave(
            people.actor(people.supplier(3)),
            form=LeavingIn(reason="产能不足，无法供货"),
            **checked.key,
        )
        for n in (1, 2):
            methods.talk(checked, n)
        services.call_quotes(checked.chair(), form=CallIn(), **checked.key)
        with pytest.raises(WrongState):
            methods.quote(checked, 3, 90)


# --- barriers of the opening -----------------------------------------------------------------


@pytest.mark.parametrize("who", ["agency", "buyer", "finance", "other"])
def test_first_prices_are_not_read_out_where_offers_are_negotiated(
    checked: Round, who: str
) -> None:
    shown = hall(watcher(checked, who), checked.number, 1)
    assert [row.price for row in shown.rows] == [None] * len(shown.rows)
    assert shown.strip is None
    assert len(shown.rows) == (1 if who == "other" else 3)


def test_a_talk_is_no_ones_business_without_the_right(checked: Round) -> None:
    with evaluation.at(checked), pytest.raises(NotAllowed):
        services.record_talk(
            people.actor(people.supplier(1)), form=TalkIn(supplier_id=1, points="谈判内容"),
            **checked.key,
        )  # fmt: skip
