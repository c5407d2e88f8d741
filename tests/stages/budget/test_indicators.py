"""预算指标: received whole or not at all, booked without ever being overdrawn."""

from collections.abc import Iterator
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from lucai.kernel import clock
from lucai.kernel.actors import Actor, Viewer
from lucai.kernel.errors import InvalidInput, NotAllowed, NotFound, RuleBroken
from lucai.stages.budget.indicators import selectors, services
from lucai.stages.budget.indicators.reading import read_indicators
from lucai.stages.budget.indicators.selectors import IndicatorCard
from tests.makers import budget, people
from tests.makers.budget import WAN
from tests.makers.tables import upload

pytestmark = pytest.mark.django_db
HEAD = (
    "指标编号", "指标名称", "预算年度", "预算单位统一社会信用代码", "资金性质",
    "指标金额（元）", "其中：面向中小企业预留（元）", "支出功能分类", "经济分类",
)  # fmt: skip


@pytest.fixture(autouse=True)
def _on_a_working_day(db: None) -> Iterator[None]:
    people.buyer()
    with clock.at(clock.moment(date(2026, 3, 2), 9)):
        yield


def as_finance() -> Actor:
    return people.actor(people.finance())


def row(
    code: str = "ZB2026-0001",
    amount: object = 5_000_000,
    uscc: str | None = None,
    reserve: object = "",
) -> list[object]:
    owner = uscc or people.uscc(1001)
    return [code, "示例专项资金", 2026, owner, "一般公共预算资金", amount, reserve, "2050205", ""]


def seen(code: str = "ZB2026-0001", viewer: Viewer | None = None) -> IndicatorCard:
    return selectors.indicator_seen(viewer or people.buyer(), code)


# --- files ---------------------------------------------------------------------------------


def test_a_table_is_read_in_yuan() -> None:
    report = read_indicators(upload([HEAD, row(amount=5_000_000.5, reserve=1_000_000)]))
    assert report.ok
    line = report.lines[0]
    assert (line.amount, line.sme_reserve) == (500_000_050, 100_000_000)


def test_a_column_in_wan_is_turned_into_yuan() -> None:
    head = [title.replace("（元）", "（万元）") for title in HEAD]
    report = read_indicators(upload([head, row(amount=500)]))
    assert report.lines[0].amount == 500 * WAN


def test_every_faulty_cell_is_named_with_line_column_and_reason() -> None:
    rows = [HEAD, row(), row("ZB2026-0002", amount="五百万"), row("Z", amount=1)]
    report = read_indicators(upload(rows))
    found = [(p.number, p.column, p.found) for p in report.problems]
    assert found == [(3, "指标金额", "五百万"), (4, "指标编号", "Z")]
    assert all(problem.message for problem in report.problems)


def test_totals_below_the_table_are_no_indicators() -> None:
    report = read_indicators(upload([HEAD, row(), ["合计", "", "", "", "", 5_000_000]]))
    assert len(report.lines) == 1


def test_json_of_our_interface_is_read() -> None:
    content = (
        '{"indicators":[{"code":"ZB2026-0007","name":"示例专项资金","fiscalYear":2026,'
        f'"buyerUscc":"{people.uscc(1001)}","fundType":"一般公共预算资金","amount":1234567.89}}]}}'
    )
    report = read_indicators(SimpleUploadedFile("指标.json", content.encode()))
    assert report.lines[0].amount == 123_456_789


def test_json_in_the_names_of_the_budget_system_is_read_and_deleted_lines_are_left_out() -> None:
    content = (
        '[{"BGT_ID":"ZB2026-0008","BGT_DOC_TITLE":"示例专项资金","FISCAL_YEAR":"2026",'
        f'"AGENCY_CODE":"{people.uscc(1001)}","FUND_TYPE_CODE":"111","AMOUNT":"100.00",'
        '"IS_DELETED":"2"},{"BGT_ID":"ZB2026-0009","IS_DELETED":"1"}]'
    )
    report = read_indicators(SimpleUploadedFile("指标.json", b"\xef\xbb\xbf" + content.encode()))
    assert [line.code for line in report.lines] == ["ZB2026-0008"]
    assert report.lines[0].fund_type == "一般公共预算资金"


@pytest.mark.parametrize("content", [b"{broken", b'{"other": 1}', b"[1, 2]"])
def test_json_of_another_shape_is_refused(content: bytes) -> None:
    with pytest.raises(InvalidInput):
        read_indicators(SimpleUploadedFile("指标.json", content))


def test_a_table_without_the_needed_columns_says_which() -> None:
    with pytest.raises(InvalidInput, match="指标金额"):
        read_indicators(upload([HEAD[:3], ["ZB2026-0001", "示例", 2026]]))


# --- receiving -----------------------------------------------------------------------------


def test_one_faulty_line_keeps_everything_out_and_stands_at_its_line() -> None:
    rows = [HEAD, row(), row("ZB2026-0002", uscc=people.uscc(999))]
    report = read_indicators(upload(rows))
    with pytest.raises(InvalidInput) as error:
        services.receive_indicators(as_finance(), lines=report.lines)
    report.locate(error.value)
    assert [(p.number, p.column) for p in report.problems] == [(3, "预算单位统一社会信用代码")]
    with pytest.raises(NotFound):
        seen()


def test_an_indicator_is_received_once() -> None:
    budget.indicator()
    with pytest.raises(InvalidInput, match="已经接收过"):
        budget.indicator()


def test_a_reserve_larger_than_the_indicator_is_refused() -> None:
    line = budget.line(amount=1 * WAN, sme_reserve=2 * WAN)
    with pytest.raises(InvalidInput) as error:
        services.receive_indicators(as_finance(), lines=[line])
    assert "lines.0.sme_reserve" in error.value.fields


def test_money_is_given_to_buyers_of_the_region_alone() -> None:
    people.agency()
    line = budget.line(buyer_uscc=people.uscc(2001))
    with pytest.raises(InvalidInput):
        services.receive_indicators(as_finance(), lines=[line])
    with pytest.raises(InvalidInput):
        services.receive_indicators(people.actor(people.finance("370202")), lines=[budget.line()])


def test_a_buyer_cannot_give_itself_money() -> None:
    with pytest.raises(NotAllowed):
        services.receive_indicators(people.actor(people.buyer()), lines=[budget.line()])


# --- the account ---------------------------------------------------------------------------


def test_money_moves_from_free_to_held_committed_and_consumed() -> None:
    code = budget.indicator(amount=100 * WAN)
    book = {"actor": as_finance(), "code": code, "reference": "JH1"}
    services.hold(**book, amount=80 * WAN)
    services.commit(**book, amount=70 * WAN)
    services.release(**book, amount=10 * WAN)
    services.consume(**book, amount=30 * WAN)
    card = seen(code)
    assert (card.free, card.held, card.committed, card.consumed) == (
        30 * WAN,
        0,
        40 * WAN,
        30 * WAN,
    )
    kinds = [line.kind for line in selectors.movements_of(people.buyer(), code)]
    assert kinds == ["支付核销", "释放", "合同占用", "计划冻结", "接收"]


def test_more_than_is_free_cannot_be_held() -> None:
    code = budget.indicator(amount=100 * WAN)
    with pytest.raises(RuleBroken) as error:
        services.hold(as_finance(), code=code, amount=100 * WAN + 1, reference="JH1")
    assert "可用 1,000,000.00" in str(error.value)


def test_an_indicator_in_use_cannot_be_taken_back() -> None:
    code = budget.indicator()
    services.hold(as_finance(), code=code, amount=1, reference="JH1")
    with pytest.raises(RuleBroken):
        services.close_indicator(as_finance(), code=code)


def test_an_unused_indicator_is_taken_back_and_can_pay_nothing_more() -> None:
    code = budget.indicator()
    services.close_indicator(as_finance(), code=code)
    assert seen(code).state == "closed"
    assert selectors.indicators_usable(people.buyer()) == []


@pytest.mark.parametrize(
    "who", ["other buyer", "agency", "supplier", "expert", "public", "other finance"]
)
def test_others_do_not_see_an_indicator(who: str) -> None:
    code = budget.indicator()
    with pytest.raises(NotFound):
        seen(code, people.everyone()[who])
