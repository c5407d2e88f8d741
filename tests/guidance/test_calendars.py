"""The yearly calendar: the State Council's notice read, checked, loaded, and counted with."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
import xlsxwriter
from django.test import Client

from lucai.guidance.law import edition, services
from lucai.guidance.law.notice import NoticeDays, doubts, read_notice
from lucai.guidance.law.selectors import calendars as selectors
from lucai.kernel import clock
from lucai.kernel.errors import InvalidInput, NotAllowed, NotFound
from lucai.law.ask import answer
from lucai.law.calendar import packaged_years
from lucai.platform.journal.selectors import object_timeline
from tests.guidance.signing import sign_in
from tests.makers import people

pytestmark = pytest.mark.django_db

LOAD = "/law/calendars/load/"
DOCUMENT = "示例国办发明电〔2026〕9号"
# A made-up arrangement for a year whose notice is not out: the days are an example.
SAMPLE = """一、元旦：1月1日（周五）至3日（周日）放假，共3天。
二、春节：2月5日（农历除夕、周五）至11日（周四）放假调休，共7天。1月31日（周日）、2月20日（周六）上班。
三、清明节：4月3日（周六）至5日（周一）放假，共3天。
四、劳动节：5月1日（周六）至5日（周三）放假调休，共5天。4月25日（周日）、5月8日（周六）上班。
五、端午节：6月9日（周三）放假1天，不调休。
六、中秋节：9月15日（周三）放假1天，不调休。
七、国庆节：10月1日（周五）至7日（周四）放假调休，共7天。9月26日（周日）、10月9日（周六）上班。
各地区要妥善安排好值班工作。
2026年11月5日"""


@pytest.fixture(autouse=True)
def in_november() -> Iterator[None]:
    with clock.at(clock.moment(date(2026, 11, 6), 9)):
        yield


def province() -> Any:
    return people.actor(people.finance("370000", "province"))


def sample() -> NoticeDays:
    return read_notice(SAMPLE, 2027)


def count(start: str, plus: int) -> dict[str, Any]:
    with edition.up_to_date():
        return answer({"ask": "workdays", "from": start, "plus": plus})


def test_the_notices_own_sentences_are_read() -> None:
    found = sample()
    assert found.problems == []
    assert found.holidays[date(2027, 2, 7)] == "春节"
    assert found.makeup_days[date(2027, 2, 20)] == "春节"
    assert (len(found.holidays), len(found.makeup_days)) == (27, 6)
    assert found.ignored == ["各地区要妥善安排好值班工作。", "2026年11月5日"]


def _sentence(name: str, days: list[date], makeup: list[date]) -> str:
    runs = [[days[0]]]
    for day in days[1:]:
        if day - runs[-1][-1] == timedelta(days=1):
            runs[-1].append(day)
        else:
            runs.append([day])
    off = "、".join(
        f"{run[0].year}年{run[0].month}月{run[0].day}日至{run[-1].month}月{run[-1].day}日"
        for run in runs
    )
    worked = "、".join(f"{day.month}月{day.day}日" for day in makeup)
    return f"{name}：{off}放假，共{len(days)}天。" + (f"{worked}上班。" if worked else "")


@pytest.mark.parametrize("year", sorted(packaged_years()))
def test_every_year_known_is_read_back_from_its_sentences_and_from_its_table(year: int) -> None:
    known = packaged_years()[year]
    names = dict.fromkeys(name for _, name in known.holidays)
    text = "\n".join(
        _sentence(
            name,
            [day for day, of in known.holidays if of == name],
            [day for day, of in known.makeup_days if of == name],
        )
        for name in names
    )
    found = read_notice(text, year)
    assert found.problems == []
    assert sorted(found.as_year.holidays) == sorted(known.holidays)
    assert sorted(found.as_year.makeup_days) == sorted(known.makeup_days)
    assert read_notice(found.lines(), year).as_year == found.as_year


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("元旦：1月1日（周四）至3日（周日）放假。", "是周五，通知写的是周四"),
        ("元旦：1月1日至3日放假，共4天。", "写明共 4 天，但列出的日期是 3 天"),
        ("元旦：2月30日放假。", "不是一个日期"),
        ("元旦：2028年1月1日放假。", "不在 2027 年"),
        ("元旦：2026年1月1日放假。", "不在 2027 年"),
        ("元旦：1月3日至1日放假。", "起止顺序不对"),
        ("元旦：1月1日放假。1月1日上班。", "既写放假又写上班"),
        ("今年没有安排", "没有读到放假的日期"),
    ],
)
def test_a_slip_in_the_notice_is_found(text: str, said: str) -> None:
    found = read_notice(text, 2027)
    assert any(said in problem.message for problem in found.problems)


def test_the_last_days_of_december_may_belong_to_the_next_years_notice() -> None:
    found = read_notice("元旦：2026年12月31日（周四）至2027年1月2日（周六）放假，共3天。", 2027)
    assert found.problems == []
    assert min(found.holidays) == date(2026, 12, 31)


def test_a_table_is_read_whatever_parts_its_columns() -> None:
    table = "日期,类型,节日\n2027-01-01,放假,元旦\n2027/1/3\t上班\t元旦\n1月4日 调休 元旦"
    found = read_notice(table, 2027)
    assert found.problems == []
    assert found.holidays == {date(2027, 1, 1): "元旦"}
    assert found.makeup_days == {date(2027, 1, 3): "元旦", date(2027, 1, 4): "元旦"}


def test_an_unusual_year_is_doubted_and_an_ordinary_one_is_not() -> None:
    assert list(doubts(sample(), 250)) == []
    bare = read_notice("元旦：1月1日放假。1月4日上班。", 2027)
    said = " ".join(doubts(bare, 261))
    assert "没有看到春节" in said
    assert "2027-01-04 本来就是工作日" in said
    assert "261 天" in said


def test_a_date_of_the_next_year_is_answered_once_its_calendar_is_loaded() -> None:
    assert "尚未公布" in count("2027-02-01", 5)["error"]
    services.load_calendar(province(), notice=sample(), document=DOCUMENT)
    assert count("2027-02-01", 5)["date"] == "2027-02-15"
    found = count("2027-02-04", 2)
    assert found["date"] == "2027-02-15"
    assert {"date": "2027-02-05", "reason": "春节"} in found["skipped"]
    assert count("2027-02-19", 1)["date"] == "2027-02-20"
    assert "error" in count("2027-12-31", 1)


def test_a_deadline_rolls_off_a_loaded_holiday() -> None:
    services.load_calendar(province(), notice=sample(), document=DOCUMENT)
    with edition.up_to_date():
        found = answer({"ask": "deadline", "rule": "GP-CTR-01", "from": "2027-01-08"})
    assert found["date"] == "2027-02-12"


def test_a_newer_notice_takes_the_place_of_the_older_one() -> None:
    services.load_calendar(province(), notice=sample(), document=DOCUMENT)
    longer = sample()
    longer.holidays[date(2027, 2, 12)] = "春节"
    with edition.up_to_date():
        preview = selectors.calendar_preview(people.public(), longer)
    assert preview.changed == ("2027-02-12 由工作日改为休息",)
    services.load_calendar(province(), notice=longer, document="示例国办发明电〔2027〕1号")
    assert count("2027-02-04", 1)["date"] == "2027-02-15"
    states = [one.state["text"] for one in selectors.calendar_seen(people.public(), 2027).loadings]
    assert states == ["现行", "已被更新"]


def test_a_packaged_year_can_be_changed_by_a_newer_notice() -> None:
    known = packaged_years()[2026]
    changed = NoticeDays(2026, dict(known.holidays), dict(known.makeup_days))
    changed.holidays[date(2026, 12, 25)] = "示例放假"
    preview = selectors.calendar_preview(people.public(), changed)
    assert preview.replaces
    assert preview.changed == ("2026-12-25 由工作日改为休息",)
    services.load_calendar(province(), notice=changed, document=DOCUMENT)
    assert count("2026-12-24", 1)["date"] == "2026-12-28"
    assert count("2026-02-12", 5)["date"] == "2026-02-26"


def test_the_same_notice_is_not_loaded_twice() -> None:
    services.load_calendar(province(), notice=sample(), document=DOCUMENT)
    with pytest.raises(InvalidInput, match="已经载入过"):
        services.load_calendar(province(), notice=sample(), document=DOCUMENT)


def test_a_notice_with_a_slip_is_not_loaded() -> None:
    with pytest.raises(InvalidInput, match="还有 1 处问题"):
        services.load_calendar(
            province(), notice=read_notice("元旦：1月1日（周四）放假。", 2027), document=DOCUMENT
        )


def test_only_the_provinces_finance_department_loads_a_year() -> None:
    for viewer in (
        people.finance("370100", "city"), people.finance(), people.buyer(),
        people.administrator(), people.public(),
    ):  # fmt: skip
        with pytest.raises(NotAllowed):
            services.load_calendar(people.actor(viewer), notice=sample(), document=DOCUMENT)


def test_the_journal_keeps_the_days_the_document_and_the_digest_in_public() -> None:
    digest = services.load_calendar(province(), notice=sample(), document=DOCUMENT)
    (entry,) = object_timeline(people.public(), "law.calendarYear", "2027")
    assert entry.body["document"] == DOCUMENT
    assert entry.body["sha256"] == digest
    assert entry.body["makeupDays"]["春节"] == ["2027-01-31", "2027-02-20"]
    assert entry.who == "示例财政局370000"


def test_a_year_shows_every_day_of_its_months(client: Client) -> None:
    year = selectors.calendar_seen(people.public(), 2026)
    cells = [c for m in year.months for week in m.weeks for c in week if c.number]
    assert len(cells) == 365
    assert sum(month.workdays for month in year.months) == year.workdays == 248
    page = client.get("/law/calendars/2026/").content.decode()
    assert "全年 248 个工作日" in page
    with pytest.raises(NotFound):
        selectors.calendar_seen(people.public(), 2027)
    assert "2027 年的放假安排尚未公布" in client.get("/law/calendars/").content.decode()


def test_a_year_is_pasted_previewed_and_loaded_on_screen(client: Client) -> None:
    sign_in(client)
    assert 'value="2027"' in client.get(LOAD).content.decode()
    typed = {"year": "2027", "document": DOCUMENT, "text": SAMPLE}
    page = client.post(LOAD, typed).content.decode()
    assert "预览 2027 年工作日历" in page
    assert "没有采用的 2 行" in page
    again = client.post(LOAD, typed | {"again": "yes"}).content.decode()
    assert "下一步：预览全年" in again
    assert "妥善安排好值班" in again
    lines = sample().lines()
    answer_ = client.post(LOAD, typed | {"text": lines, "confirmed": "yes"}, follow=True)
    assert "2027 年工作日历已载入" in answer_.content.decode()
    page = client.get("/law/calculators/workdays/", {"from": "2027-02-04", "plus": "2"})
    assert "2027-02-15" in page.content.decode()


def _workbook() -> io.BytesIO:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet, day = book.add_worksheet(), book.add_format({"num_format": "yyyy-mm-dd"})
        sheet.write_row(0, 0, ["日期", "放假或上班", "节日"])
        for n in range(3):
            sheet.write_datetime(n + 1, 0, date(2027, 1, 1) + timedelta(days=n), day)
            sheet.write_row(n + 1, 1, ["放假", "元旦"])
    out.seek(0)
    out.name = "2027.xlsx"
    return out


def test_a_year_is_taken_from_a_table(client: Client) -> None:
    sign_in(client)
    typed = {"year": "2027", "document": DOCUMENT, "text": ""}
    page = client.post(LOAD, {**typed, "file": _workbook()}).content.decode()
    assert "2027-01-01\t放假\t元旦" in page
    broken = io.BytesIO(b"no workbook at all")
    broken.name = "2027.xlsx"
    answer_ = client.post(LOAD, {**typed, "file": broken})
    assert answer_.status_code == 422
    assert "不是有效的 Excel" in answer_.content.decode()
    template = client.get(f"{LOAD}template.xlsx")
    assert template.content.startswith(b"PK")


def test_a_slip_is_shown_with_its_line_and_everything_is_kept(client: Client) -> None:
    sign_in(client)
    text = SAMPLE.replace("（周五）至3日", "（周四）至3日")
    answer_ = client.post(LOAD, {"year": "2027", "document": DOCUMENT, "text": text})
    page = answer_.content.decode()
    assert answer_.status_code == 422
    assert "是周五，通知写的是周四" in page
    assert "端午节" in page


def test_a_city_sees_the_calendar_and_cannot_load_one(client: Client) -> None:
    sign_in(client, "370100", "city")
    page = client.get("/law/calendars/").content.decode()
    assert "载入年度安排" not in page
    typed = {"year": "2027", "document": DOCUMENT, "text": SAMPLE, "confirmed": "yes"}
    assert client.post(LOAD, typed).status_code == 403
