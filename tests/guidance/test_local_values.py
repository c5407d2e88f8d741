"""Local values: who may set them, what they change on which day, and what is kept of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from lucai.guidance.law import edition, services
from lucai.guidance.law.changes import Change
from lucai.guidance.law.functions import SET_LOCAL
from lucai.guidance.law.selectors import local as selectors
from lucai.guidance.law.values import number_of, read_value, typed_value
from lucai.kernel import clock
from lucai.kernel.actors import Viewer
from lucai.kernel.errors import InvalidInput, NotAllowed, NotFound
from lucai.law.parameters import parameter
from lucai.law.thresholds import open_tender_threshold
from lucai.platform.journal.models import JournalEntry
from lucai.platform.journal.selectors import object_timeline
from lucai.platform.records import system_access
from tests.guidance.signing import sign_in
from tests.makers import people

pytestmark = pytest.mark.django_db

RULE, NAME = "GP-THR-01", "open_goods_city"
ADDRESS = f"/law/local/{RULE}/{NAME}/"
DOCUMENT = "示例财采〔2026〕1号"
JINAN, QINGDAO, LIXIA = "370100", "370200", "370102"
FROM = date(2026, 9, 1)
DAY_BEFORE = date(2026, 8, 31)


@pytest.fixture(autouse=True)
def in_june() -> Iterator[None]:
    with clock.at(clock.moment(date(2026, 6, 1), 9)):
        yield


def province() -> Viewer:
    return people.finance("370000", "province")


def jinan() -> Viewer:
    return people.finance(JINAN, "city")


def value(text: str = "300", **more: Any) -> Change:
    given = {"region": "370000", "since": FROM, "until": None, "document": DOCUMENT}
    return Change(value=text, **(given | more))


def put(viewer: Viewer, change: Change, name: str = NAME) -> int:
    return services.set_local_value(people.actor(viewer), rule=RULE, name=name, change=change)


def holds(on: date, region: str = JINAN) -> tuple[Any, bool]:
    with edition.up_to_date():
        found = open_tender_threshold("goods", "city", on=on, region=region)
        return found.value, found.illustrative


def test_a_value_holds_from_its_day_and_the_sample_until_the_day_before() -> None:
    put(province(), value())
    assert holds(DAY_BEFORE) == (400, True)
    assert holds(FROM) == (300, False)


def test_a_value_ends_after_its_last_day() -> None:
    put(province(), value(until=date(2026, 12, 31)))
    assert holds(date(2026, 12, 31)) == (300, False)
    assert holds(date(2027, 1, 1)) == (400, True)


def test_the_nearest_region_wins() -> None:
    put(province(), value())
    put(jinan(), value("200", region=JINAN))
    assert holds(FROM) == (200, False)
    assert holds(FROM, QINGDAO) == (300, False)


def test_a_value_is_cited_with_its_document_and_the_articles_that_allow_it() -> None:
    put(province(), value())
    with edition.up_to_date():
        cites = parameter(RULE, NAME, on=FROM, region=JINAN).cites
    assert cites[-1] == DOCUMENT
    assert "政府采购法/27" in cites


def test_a_newer_value_ends_the_open_one_the_day_before() -> None:
    put(province(), value())
    put(province(), value("350", since=date(2027, 1, 1)))
    assert holds(date(2026, 12, 31)) == (300, False)
    assert holds(date(2027, 1, 1)) == (350, False)


def test_an_overlap_is_refused_with_the_last_day_that_is_free() -> None:
    put(province(), value("350", since=date(2027, 1, 1)))
    with pytest.raises(InvalidInput, match="最迟填 2026-12-31") as refused:
        put(province(), value())
    assert set(refused.value.fields) == {"until"}
    put(province(), value(until=date(2026, 12, 31)))
    with pytest.raises(InvalidInput, match="重叠") as refused:
        put(province(), value("320", since=date(2026, 10, 1), until=date(2026, 11, 1)))
    assert set(refused.value.fields) == {"since"}


def test_two_values_cannot_begin_on_the_same_day() -> None:
    put(province(), value())
    with pytest.raises(InvalidInput, match="重叠"):
        put(province(), value("310"))


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"since": date(2002, 12, 31)}, "since"),
        ({"since": date(2062, 6, 1)}, "since"),
        ({"until": DAY_BEFORE}, "until"),
    ],
)
def test_impossible_days_are_refused(more: dict[str, date], field: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        put(province(), value(**more))
    assert set(refused.value.fields) == {field}


def test_a_city_sets_its_own_values_and_nobody_elses() -> None:
    put(jinan(), value("200", region=JINAN))
    for foreign in ("370000", QINGDAO):
        with pytest.raises(NotAllowed, match="本地区"):
            put(jinan(), value(region=foreign))


def test_a_county_has_no_units_of_the_city_or_province() -> None:
    county = people.finance(LIXIA)
    with pytest.raises(NotAllowed, match="预算级次"):
        put(county, value(region=LIXIA))
    put(county, value("200", region=LIXIA), "open_goods_county")


def test_only_a_role_that_grants_it_sets_values() -> None:
    found = people.organisation(people.Side.SUPERVISOR, 5000 + 370000, "示例财政厅")
    bare = people.viewer(found, "reader", "示例监督", without=frozenset({SET_LOCAL.permission}))
    for viewer in (bare, people.buyer(), people.agency(), people.administrator()):
        with pytest.raises(NotAllowed):
            put(viewer, value())


def test_only_numbers_that_the_law_leaves_to_a_region_can_be_set() -> None:
    with pytest.raises(NotFound):
        services.set_local_value(
            people.actor(province()), rule="GP-TEN-03", name="value", change=value("10")
        )


def test_the_journal_keeps_who_what_when_and_the_document_in_public() -> None:
    put(province(), value())
    (entry,) = object_timeline(people.public(), "law.localParameter", f"{RULE}/{NAME}/370000")
    assert entry.who == province().organisation_name
    assert entry.body["document"] == DOCUMENT
    assert entry.body["value"] == "300"
    assert entry.body["before"] == {"value": "400", "illustrative": True}
    assert entry.body["from"] == "2026-09-01"


def test_a_withdrawn_value_lets_the_one_it_ended_run_on_and_stays_in_the_history() -> None:
    put(province(), value())
    wrong = put(province(), value("35", since=date(2027, 1, 1)))
    services.withdraw_local_value(
        people.actor(province()), rule=RULE, name=NAME, pk=wrong, reason="少写了一个零"
    )
    assert holds(date(2027, 6, 1)) == (300, False)
    slot = selectors.slot_seen(people.public(), RULE, NAME)
    states = [line.state["text"] for line in selectors.versions_of(people.public(), slot)]
    assert states == ["已撤销", "将生效", "示例值"]
    with pytest.raises(NotFound):
        services.withdraw_local_value(
            people.actor(province()), rule=RULE, name=NAME, pk=wrong, reason="再撤一次"
        )
    put(province(), value("350", since=date(2027, 1, 1)))


def test_a_city_cannot_withdraw_what_the_province_set() -> None:
    pk = put(province(), value())
    with pytest.raises(NotAllowed):
        services.withdraw_local_value(
            people.actor(jinan()), rule=RULE, name=NAME, pk=pk, reason="不归我管"
        )


@pytest.mark.parametrize(
    ("change", "word"),
    [
        (value(since=date(2026, 1, 1)), "追溯适用"),
        (value("30"), "核对单位"),
        (value("30"), "国家指导数额 200 万元"),
        (value(until=date(2026, 12, 31)), "将恢复"),
    ],
)
def test_a_doubtful_change_is_warned_of_and_still_possible(change: Change, word: str) -> None:
    slot = selectors.slot_seen(province(), RULE, NAME)
    plan = selectors.change_planned(province(), slot, change)
    assert any(word in warning for warning in plan.warnings)
    put(province(), change)


def test_an_ordinary_change_raises_no_warning() -> None:
    slot = selectors.slot_seen(province(), RULE, NAME)
    assert selectors.change_planned(province(), slot, value()).warnings == ()


@pytest.mark.parametrize(
    ("text", "unit", "kept", "number"),
    [
        ("1,200.50", "wan_yuan", "1200.5", "1200.5"),
        ("400万元", "wan_yuan", "400", "400"),
        ("10", "ratio", "0.1", "0.1"),
        ("5%", "ratio", "0.05", "0.05"),
        ("2/3", "fraction", "2/3", "2/3"),
        ("07", "workday", "7", "7"),
        ("2026-07-01", "date", "2026-07-01", "2026-07-01"),
    ],
)
def test_a_value_is_read_by_its_unit(text: str, unit: str, kept: str, number: str) -> None:
    assert read_value(text, unit) == kept
    assert str(number_of(kept, unit)) == number
    assert read_value(typed_value(kept, unit), unit) == kept


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("", "wan_yuan"), ("零", "wan_yuan"), ("0", "wan_yuan"), ("-5", "wan_yuan"),
        ("1e99", "wan_yuan"), ("NaN", "wan_yuan"), ("1.23456", "wan_yuan"), ("1000001", "wan_yuan"),
        ("101", "ratio"), ("-1", "ratio"), ("1/0", "fraction"), ("3/2", "fraction"),
        ("1.5", "workday"), ("-1", "count"), ("10000", "count"), ("二〇二六", "date"),
    ],
)  # fmt: skip
def test_a_value_of_another_unit_or_beyond_sense_is_refused_in_words(text: str, unit: str) -> None:
    with pytest.raises(ValueError, match=r"[应请最]"):
        read_value(text, unit)


def test_a_question_asks_the_table_once_a_request_and_reads_it_only_when_it_changed(
    django_assert_num_queries: Any,
) -> None:
    put(province(), value())
    with edition.up_to_date(), django_assert_num_queries(3):
        for _ in range(5):
            parameter(RULE, NAME, on=FROM, region=JINAN)
    with edition.up_to_date(), django_assert_num_queries(1):
        for _ in range(5):
            parameter(RULE, NAME, on=FROM, region=JINAN)


def test_a_change_by_another_process_is_seen_by_the_next_request() -> None:
    assert holds(FROM) == (400, True)
    put(province(), value())
    assert parameter(RULE, NAME, on=FROM, region=JINAN).illustrative
    assert holds(FROM) == (300, False)


def test_an_act_that_is_rolled_back_leaves_nothing_behind() -> None:
    with transaction.atomic():
        put(province(), value())
        assert holds(FROM) == (300, False)
        transaction.set_rollback(True)
    assert holds(FROM) == (400, True)


TYPED = {"region": "370000", "value": "300", "since": "2026-09-01", "document": DOCUMENT}


def test_a_value_is_set_on_screen_after_a_look_at_what_changes(client: Client) -> None:
    sign_in(client)
    assert "设置新的数值" in client.get(ADDRESS).content.decode()
    page = client.post(f"{ADDRESS}set/", TYPED).content.decode()
    assert "400 万元（示例值）" in page
    assert "300 万元" in page
    with system_access("test"):
        assert not JournalEntry.objects.filter(object_type="law.localParameter").exists()
    answer = client.post(f"{ADDRESS}set/", {**TYPED, "confirmed": "yes"}, follow=True)
    assert "已保存" in answer.content.decode()
    assert "2026-09-01 起 300 万元" in client.get("/law/local/?region=370100").content.decode()
    with clock.at(clock.moment(FROM)):
        page = client.get("/law/local/?region=370100").content.decode()
        assert "沿用山东省" in page
        asked = {"date": "2026-09-01", "region": "370100", "object_kind": "goods"}
        page = client.get("/law/calculators/threshold/", asked).content.decode()
        assert "300 万元" in page
        assert DOCUMENT in page


def test_a_faulty_value_comes_back_with_everything_typed(client: Client) -> None:
    sign_in(client)
    for name, text, said in (
        ("value", "三百", "请填写金额"), ("since", "九月", "请填写日期"), ("document", "", "请填写"),
        ("until", "2026-08-01", "早于生效日"),
    ):  # fmt: skip
        answer = client.post(f"{ADDRESS}set/", {**TYPED, name: text})
        assert answer.status_code == 422
        assert said in answer.content.decode()
        assert DOCUMENT in answer.content.decode() or name == "document"


def test_rule_and_article_pages_show_the_local_value(client: Client) -> None:
    put(province(), value())
    for address in (f"/law/rules/{RULE}/", "/law/articles/政府采购法/27/"):
        page = client.get(address).content.decode()
        assert DOCUMENT in page
        assert "将生效" in page


def test_everybody_reads_and_only_finance_is_offered_the_form(client: Client) -> None:
    pk = put(province(), value())
    page = client.get(ADDRESS).content.decode()
    assert "将生效" in page
    assert "设置新的数值" not in page
    assert "撤销" not in page
    assert client.post(f"{ADDRESS}set/", TYPED).status_code == 401
    sign_in(client, JINAN, "city")
    assert client.post(f"{ADDRESS}set/", TYPED).status_code == 403
    assert client.get(f"{ADDRESS}withdraw/{pk}/").status_code == 403


def test_a_value_is_withdrawn_on_screen_with_a_reason(client: Client) -> None:
    pk = put(province(), value())
    sign_in(client)
    assert f"{ADDRESS}withdraw/{pk}/" in client.get(ADDRESS).content.decode()
    answer = client.post(f"{ADDRESS}withdraw/{pk}/", {"reason": "错"})
    assert answer.status_code == 422
    answer = client.post(f"{ADDRESS}withdraw/{pk}/", {"reason": "文号写错了"}, follow=True)
    assert "文号写错了" in answer.content.decode()
    assert holds(FROM) == (400, True)
