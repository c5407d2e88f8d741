"""Orders under framework agreements: chosen, bid for, taken in turn, from outside; public, and paid for."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from lucai.kernel import clock
from lucai.kernel.actors import PUBLIC, SYSTEM, Actor
from lucai.kernel.errors import InvalidInput, NotAllowed, NotFound, RuleBroken, WrongState
from lucai.platform.duties.selectors import duty_list
from lucai.platform.journal import readers, sequencer
from lucai.platform.journal.models import JournalEntry
from lucai.publication.board.models import Notice
from lucai.publication.ocds.models import Release
from lucai.stages.budget.indicators.selectors import indicator_seen
from lucai.stages.trade.calloffs import selectors, services
from lucai.stages.trade.calloffs.numbering import LOT, round_number
from lucai.stages.trade.calloffs.schemas import (
    BiddingIn,
    DirectIn,
    OrderIn,
    OutsideIn,
    ReasonIn,
)
from lucai.stages.trade.frameworks import services as frameworks
from lucai.stages.trade.frameworks.computing import next_in_turn
from lucai.stages.trade.frameworks.schemas import RemovalIn
from lucai.stages.trade.frameworks.selectors import framework_seen
from lucai.stages.trade.sealing.selectors import envelopes_handed_in
from lucai_trust import envelope as trust
from tests.frontend.conftest import bundle, node_engine
from tests.frontend.engines import Engine
from tests.frontend.test_both_verifiers import by_browser, by_python
from tests.makers import budget, exclusions, people, rounds
from tests.makers import frameworks as makers
from tests.makers.browsing import browse
from tests.makers.searching import found

__all__ = ["bundle", "node_engine"]
pytestmark = pytest.mark.django_db
CANARY = "CANARYSECONDBIDDING9"
CHOSEN = "价格最低，响应最快"
NOW = clock.moment(date(2026, 4, 2), 10)
CLOSES = NOW + timedelta(hours=24)


@pytest.fixture(autouse=True)
def _with_money(db: None) -> Iterator[None]:
    with clock.at(NOW):
        budget.indicator()
        yield


def buyer() -> Actor:
    return people.actor(people.buyer())


def held() -> int:
    return indicator_seen(people.buyer(), "ZB2026-0001").held


def supplier_id(n: int) -> int:
    return people.supplier(n).organisation or 0


def direct(n: int = 1, **changes: Any) -> DirectIn:
    return DirectIn(**makers.order(supplier_id=supplier_id(n), reason=CHOSEN, **changes))


def test_a_buyer_chooses_a_member_and_the_deal_is_public_at_once() -> None:
    number = makers.running()
    order = services.choose(buyer(), framework=number, form=direct(2))
    seen = selectors.order_seen(PUBLIC, order)
    assert (seen.unit_price, seen.amount, seen.state) == (9000, 90_000, "decided")
    assert held() == 90_000
    assert "与成交供应商签订简式合同" in [duty.title for duty in duty_list(people.buyer())]


def test_a_lower_price_may_be_agreed_and_a_higher_one_is_refused() -> None:
    number = makers.running()
    order = services.choose(buyer(), framework=number, form=direct(2, unit_price="85.00"))
    assert selectors.order_seen(PUBLIC, order).below == "5.6%"
    assert held() == 85_000
    with pytest.raises(RuleBroken) as refused:
        services.choose(buyer(), framework=number, form=direct(2, unit_price="90.01"))
    assert "GP-FRA-02" in {v.rule for v in refused.value.verdicts}
    assert held() == 85_000


def test_who_was_eliminated_or_removed_gets_no_order() -> None:
    number = makers.running()
    for n in (5, 9):
        with pytest.raises(InvalidInput):
            services.choose(buyer(), framework=number, form=direct(n))
    ground = RemovalIn(ground="refusal", evidence="三次书面拒绝采购人的订单，见附件")
    frameworks.remove(people.actor(makers.centre()), number=number, place=1, form=ground)
    with pytest.raises(InvalidInput):
        services.choose(buyer(), framework=number, form=direct(1))


def test_nothing_is_ordered_outside_the_term_or_beyond_the_money() -> None:
    number = makers.running(makers.plan(starts_on=date(2026, 4, 3)))
    with pytest.raises(RuleBroken) as refused:
        services.choose(buyer(), framework=number, form=direct())
    assert {v.rule for v in refused.value.verdicts} == {"GP-FRA-03"}
    with clock.at(NOW + timedelta(days=1)):
        services.choose(buyer(), framework=number, form=direct())
        with pytest.raises(RuleBroken) as poor:
            services.choose(buyer(), framework=number, form=direct(quantity=1_000_000))
    assert {v.rule for v in poor.value.verdicts} == {"GP-BUD-01"}


def test_only_the_units_a_framework_is_for_may_order() -> None:
    number = makers.running()
    stranger = people.organisation(people.buyer().side, 1777, "示例外地单位", region="370202")
    viewer = people.viewer(stranger, "elsewhere", "示例外地经办")
    with pytest.raises(NotAllowed):
        services.choose(people.actor(viewer), framework=number, form=direct())


def test_the_agreed_way_is_the_only_way() -> None:
    number = makers.running(makers.rotation_plan())
    with pytest.raises(RuleBroken) as refused:
        services.choose(buyer(), framework=number, form=direct())
    assert "GP-FRA-09" in {v.rule for v in refused.value.verdicts}
    direct_one = makers.running()
    with pytest.raises(RuleBroken):
        services.next_turn(buyer(), framework=direct_one, form=OrderIn(**makers.order()))


def test_rotation_takes_the_published_order_and_anybody_can_recompute_it() -> None:
    number = makers.running(makers.rotation_plan())
    form = OrderIn(**makers.order())
    orders = [services.next_turn(buyer(), framework=number, form=form) for _ in range(5)]
    seen = [selectors.order_seen(PUBLIC, one) for one in orders]
    members = [m.supplier_id for m in framework_seen(PUBLIC, number).members]
    assert [one.supplier_id for one in seen] == [*members, members[0]]
    for one in seen:
        assert next_in_turn(one.turn["order"], one.turn["history"]) == one.supplier_id


def test_a_declined_turn_is_used_up_and_the_money_comes_back() -> None:
    number = makers.running(makers.rotation_plan())
    form = OrderIn(**makers.order())
    first = services.next_turn(buyer(), framework=number, form=form)
    why = ReasonIn(reason="人手不足，无法承接")
    services.decline(people.actor(people.supplier(1)), number=first, form=why)
    assert held() == 0
    second = services.next_turn(buyer(), framework=number, form=form)
    assert selectors.order_seen(PUBLIC, second).supplier_id == supplier_id(2)


def asked(**changes: Any) -> str:
    number = makers.running(makers.bidding_plan())
    form = BiddingIn(**makers.order(closes_at=changes.pop("closes_at", CLOSES), **changes))
    return services.ask(buyer(), framework=number, form=form)


def quoted(
    order: str, n: int, yuan: str, instead_of: trust.SealedBid | None = None, **changes: object
) -> trust.SealedBid:
    supplier = people.supplier(n)
    told = rounds.content(["1"], [int(yuan.replace(".", ""))], **changes)
    made, handed = rounds.sealed(round_number(order), LOT, supplier, told, instead_of)
    services.quote(people.actor(supplier), number=order, handed=handed)
    return made


def test_a_second_bidding_gives_the_agreed_hours_and_not_a_minute_less() -> None:
    number = makers.running(makers.bidding_plan())
    early = BiddingIn(**makers.order(closes_at=CLOSES - timedelta(minutes=1)))
    with pytest.raises(RuleBroken) as refused:
        services.ask(buyer(), framework=number, form=early)
    assert {v.rule for v in refused.value.verdicts} == {"GP-FRA-09"}
    services.ask(buyer(), framework=number, form=BiddingIn(**makers.order(closes_at=CLOSES)))
    assert "参加二次竞价" in [duty.title for duty in duty_list(people.supplier(4))]


def test_the_lowest_quote_wins_and_nobody_reads_one_before_the_deadline() -> None:
    order = asked()
    quoted(order, 1, "80.00")
    first = quoted(order, 2, "79.00")
    second = quoted(order, 2, "78.00", first, statement=CANARY)
    for reader in (people.buyer(), makers.centre(), people.finance(), PUBLIC):
        assert selectors.quotes_seen(reader, order) == ()
    assert [q.price for q in selectors.quotes_seen(people.supplier(1), order)] == [None]
    assert found(CANARY) == []
    with clock.at(CLOSES - timedelta(minutes=1)), pytest.raises(RuleBroken):
        services.reveal(buyer(), number=order)
    with clock.at(CLOSES):
        with pytest.raises(RuleBroken):
            quoted(order, 2, "70.00", second)
        services.reveal(buyer(), number=order)
    seen = selectors.order_seen(PUBLIC, order)
    assert (seen.supplier_id, seen.amount) == (supplier_id(2), 78_000)
    assert held() == 78_000
    quotes = {q.supplier_id: q for q in selectors.quotes_seen(people.buyer(), order)}
    assert [q.label for q in quotes.values()].count("没有报价") == 2
    assert quotes[supplier_id(1)].price == 8000
    assert "second_quote" in found(CANARY)


def test_equal_quotes_follow_the_published_order() -> None:
    order = asked()
    quoted(order, 3, "80.00")
    quoted(order, 2, "80.00")
    with clock.at(CLOSES):
        services.reveal(buyer(), number=order)
    assert selectors.order_seen(PUBLIC, order).supplier_id == supplier_id(2)


def test_a_quote_above_ones_agreement_price_is_refused() -> None:
    order = asked()
    quoted(order, 1, "88.01")
    quoted(order, 2, "60.00", price="59.00")
    quoted(order, 3, "80.00")
    with clock.at(CLOSES):
        services.reveal(buyer(), number=order)
    quotes = {q.supplier_id: q for q in selectors.quotes_seen(people.buyer(), order)}
    assert "不超过协议价格88.00元" in quotes[supplier_id(1)].refused_reason
    assert "不一致" in quotes[supplier_id(2)].refused_reason
    assert selectors.order_seen(PUBLIC, order).supplier_id == supplier_id(3)


def test_a_quote_at_the_agreement_price_is_taken() -> None:
    order = asked()
    quoted(order, 1, "88.00")
    with clock.at(CLOSES):
        services.reveal(buyer(), number=order)
    assert selectors.order_seen(PUBLIC, order).unit_price == 8800


def test_a_cancelled_bidding_leaves_its_quotes_shut_for_good() -> None:
    order = asked()
    quoted(order, 1, "80.00")
    services.cancel(buyer(), number=order, form=ReasonIn(reason="需求取消，不再采购"))
    assert envelopes_handed_in(SYSTEM, round_number(order), LOT) == []
    assert [q.label for q in selectors.quotes_seen(people.supplier(1), order)] == ["没有报价"]


@pytest.mark.nightly
def test_an_order_page_leads_to_the_package_and_a_member_seals_on_its_own_page(
    node_engine: Engine, tmp_path: Path
) -> None:
    order = asked()
    page = browse(people.supplier(1)).get(f"/call-offs/{order}/quote/").content.decode()
    assert "data-round" in page
    assert "示例公共资源交易中心" in page
    quoted(order, 1, "80.00")
    with clock.at(CLOSES):
        services.reveal(buyer(), number=order)
        address = f"/call-offs/{order}/quotes/package.zip"
        assert address in browse(people.buyer()).get(f"/call-offs/{order}/").content.decode()
        answers = [
            browse(who).get(address)
            for who in (people.buyer(), people.supplier(2), people.supplier(9))
        ]
        status = [answer.status_code for answer in answers]
        package = b"".join(answers[0].streaming_content)
        assert browse(people.supplier(1)).get(f"/call-offs/{order}/quote/").status_code == 200
    assert status == [200, 200, 404]
    said = by_python(package, tmp_path)
    assert said == by_browser(node_engine, package)
    assert said is not None
    assert (said["P8"], said["P9"], said["P12"]) == ("passed",) * 3


def test_a_bidding_nobody_answered_is_cancelled_and_gives_the_money_back() -> None:
    order = asked()
    with clock.at(CLOSES):
        with pytest.raises(WrongState):
            services.reveal(buyer(), number=order)
        services.cancel(buyer(), number=order, form=ReasonIn(reason="无人报价，另行采购"))
    assert held() == 0
    with pytest.raises(NotFound):
        selectors.quote_seen(people.supplier(5), order)


def outside(**changes: Any) -> OutsideIn:
    content = {
        "supplier_code": people.uscc(3008), "specification": "同品牌同型号", "unit_price": "80.00",
        "insiders_refused": "yes", "reason": "四家入围供应商书面答复不同意降价，附市场报价单",
    }  # fmt: skip
    return OutsideIn(**makers.order(**{**content, **changes}))


def test_from_outside_only_cheaper_and_only_where_foreseen() -> None:
    people.supplier(8)
    closed = makers.running()
    with pytest.raises(RuleBroken) as refused:
        services.outside(buyer(), framework=closed, form=outside())
    assert {v.rule for v in refused.value.verdicts} == {"GP-FRA-11"}
    number = makers.running(makers.plan(outside_foreseen="yes"))
    with pytest.raises(RuleBroken):
        services.outside(buyer(), framework=number, form=outside(unit_price="88.00"))
    order = services.outside(buyer(), framework=number, form=outside())
    assert selectors.order_seen(PUBLIC, order).supplier_id == supplier_id(8)
    with pytest.raises(InvalidInput):
        services.outside(buyer(), framework=number, form=outside(supplier_code=people.uscc(3001)))


def test_a_deal_is_due_to_be_contracted_in_thirty_days_and_its_organiser_is_told() -> None:
    order = services.choose(buyer(), framework=makers.running(), form=direct())
    duty = next(d for d in duty_list(people.buyer()) if d.title == "与成交供应商签订简式合同")
    # Thirty days after 2 April lie in the holidays of May, of which the 6th is the next workday.
    assert (duty.due_at, duty.rule) == (clock.moment(date(2026, 5, 7)), "GP-CTR-01")
    entry = JournalEntry.objects.seen_by(SYSTEM).get(event="trade.callOff.decide", object_key=order)
    assert makers.centre().organisation in entry.audience


def test_the_running_account_tells_deals_by_supplier_and_what_is_left() -> None:
    number = makers.running()
    for n, quantity in ((1, 10), (1, 20), (2, 30)):
        services.choose(buyer(), framework=number, form=direct(n, quantity=quantity))
    sheet = framework_seen(PUBLIC, number)
    assert sheet.packages[0].used == "60 / 500 箱"
    assert [(m.contracts, m.total) for m in sheet.members[:2]] == [(2, 264_000), (1, 270_000)]
    assert sheet.deals.total == 534_000


def test_an_undecided_order_holds_the_summary_up() -> None:
    order = asked(closes_at=clock.moment(date(2027, 4, 10), 9))
    number = order.rpartition("-")[0]
    with clock.at(clock.moment(date(2026, 4, 3), 10)):
        account = framework_seen(PUBLIC, number).deals
    assert account.unfinished == 1


def test_a_deal_reaches_the_portal_and_open_data_with_its_framework() -> None:
    number = makers.running()
    order = services.choose(buyer(), framework=number, form=direct())
    sequencer.sequence_all()
    readers.advance_all()
    notice = Notice.objects.seen_by(PUBLIC).get(kind="frameworkDeal")
    assert notice.amount == 88_000
    release = Release.objects.seen_by(PUBLIC).get(ocid__endswith=order)
    related = release.content["relatedProcesses"][0]
    assert related["identifier"] == framework_seen(PUBLIC, number).card.ocid
    assert release.tag == "award"


def test_a_barred_member_gets_no_order() -> None:
    number = makers.running()
    exclusions.banned_supplier(2, NOW.date())
    with pytest.raises(RuleBroken) as refused:
        services.choose(buyer(), framework=number, form=direct(2))
    assert {v.rule for v in refused.value.verdicts} == {"GP-QUA-02"}
    services.choose(buyer(), framework=number, form=direct(1))
