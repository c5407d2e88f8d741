"""Reading the State Council's yearly notice: its own sentences, or a table of days.

Both are taken line by line: ``一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。``
and ``2026-01-01 → 放假 → 元旦``. What the notice says about itself (the weekday of a date, the
number of days) is checked, so that a slip does not get into the calendar.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache

from lucai.law.calendar import AnnouncedYear, calendar_of, packaged_years, workdays_in

_WEEKDAYS = "一二三四五六日"
_BRACKET = r"(?P<{0}>[（(][^）)]*[）)])?"
_DATE = (
    r"(?:(?P<{0}y>\d{{4}})\s*[年\-/.]\s*)?(?P<{0}m>\d{{1,2}})\s*[月\-/.]\s*(?P<{0}d>\d{{1,2}})日?"
)
_TO = r"\s*(?:至|到|~|～|—|–|－)\s*"
_SPAN = re.compile(
    r"(?<!\d)" + _DATE.format("a") + r"\s*" + _BRACKET.format("aw")
    + "(?:" + _TO + r"(?:" + _DATE.format("b") + r"|(?P<bday>\d{1,2})日?)"
    + r"\s*" + _BRACKET.format("bw") + ")?(?!\\d)"
)  # fmt: skip
_ORDINAL = re.compile(r"^\s*(?:[一二三四五六七八九十]+|\d+)\s*[、.．]\s*(?!\d)")
_COUNT = re.compile(r"(?:共|放假)\s*(\d{1,2})\s*天")
_WEEKDAY = re.compile(r"(?:周|星期|礼拜)([一二三四五六日天])")
_WORDS = re.compile(r"调休上班|上班日?|补班|放假调休|放假日?|休息日?|调休|法定节假日|工作日")
_CLAUSE = re.compile(r"[。；;]")
_LONGEST_SPAN = 31
FESTIVALS = ("元旦", "春节", "清明节", "劳动节", "端午节", "中秋节", "国庆节")
_SLACK = 2


@dataclass(frozen=True, slots=True)
class LineProblem:
    """What is wrong with a line of the notice."""

    number: int
    text: str
    message: str


@dataclass(slots=True)
class NoticeDays:
    """A notice as read: days off and rest days worked, what is wrong, what was passed over."""

    year: int
    holidays: dict[date, str] = field(default_factory=dict)
    makeup_days: dict[date, str] = field(default_factory=dict)
    problems: list[LineProblem] = field(default_factory=list)
    ignored: list[str] = field(default_factory=list)

    @property
    def as_year(self) -> AnnouncedYear:
        """The days as the law counts with them, in the order of the calendar."""
        return AnnouncedYear(
            self.year, tuple(sorted(self.holidays.items())), tuple(sorted(self.makeup_days.items()))
        )

    def lines(self) -> str:
        """Write the days as a table again: one day a line, nothing else."""
        days = [(day, "放假", name) for day, name in self.holidays.items()]
        days += [(day, "上班", name) for day, name in self.makeup_days.items()]
        return "\n".join(f"{day.isoformat()}\t{kind}\t{name}" for day, kind, name in sorted(days))


def read_notice(text: str, year: int) -> NoticeDays:
    """Read a pasted notice or table for a year; every faulty line is named."""
    found = NoticeDays(year)
    for number, line in enumerate(text.splitlines(), start=1):
        if line.strip():
            _read_line(found, number, line.strip())
    _check_whole(found)
    return found


def _read_line(found: NoticeDays, number: int, line: str) -> None:
    body = _ORDINAL.sub("", line)
    head, colon, rest = body.partition("：" if "：" in body else ":")
    named = bool(colon) and not _SPAN.search(head)
    clauses = [clause for clause in _CLAUSE.split(rest if named else body) if clause.strip()]
    name = head.strip() if named else _leftover(body)
    taken = [_read_clause(found, number, line, clause, name) for clause in clauses]
    if not any(taken):
        found.ignored.append(line)


def _read_clause(found: NoticeDays, number: int, line: str, clause: str, name: str) -> bool:
    """Take the days of one clause; tell whether there were any."""
    into = _kind(found, clause)
    spans = list(_SPAN.finditer(clause))
    if into is None or not spans:
        return False
    count, faults = 0, len(found.problems)
    for span in spans:
        try:
            days = list(_days(span, found.year))
        except ValueError as error:
            found.problems.append(LineProblem(number, line, str(error)))
            continue
        count += len(days)
        for day in days:
            into[day] = name or ("节假日" if into is found.holidays else "调休")
    said = _COUNT.search(clause)
    if said and int(said[1]) != count and len(found.problems) == faults:
        found.problems.append(
            LineProblem(number, line, f"写明共 {said[1]} 天，但列出的日期是 {count} 天")
        )
    return True


def _kind(found: NoticeDays, clause: str) -> dict[date, str] | None:
    """Tell days off from rest days worked; None where the clause speaks of neither."""
    if "上班" in clause or "补班" in clause:
        return found.makeup_days
    if "放假" in clause or "休息" in clause or "节假日" in clause:
        return found.holidays
    return found.makeup_days if "调休" in clause else None


def _days(span: re.Match[str], year: int) -> Iterator[date]:
    first = _date(span["ay"], span["am"], span["ad"], year)
    _check_weekday(first, span["aw"])
    last = first
    if span["bday"]:
        last = _date(str(first.year), str(first.month), span["bday"], year)
    elif span["bm"]:
        last = _date(span["by"] or str(first.year), span["bm"], span["bd"], year)
    _check_weekday(last, span["bw"])
    length = (last - first).days
    if not 0 <= length < _LONGEST_SPAN:
        raise ValueError(f"{first.isoformat()} 至 {last.isoformat()} 的起止顺序不对")
    return (first + timedelta(days=n) for n in range(length + 1))


def _date(year: str | None, month: str, day: str, asked: int) -> date:
    try:
        found = date(int(year or asked), int(month), int(day))
    except ValueError:
        raise ValueError(f"{year or asked}年{month}月{day}日 不是一个日期") from None
    if found.year != asked and found < date(asked - 1, 12, 1):
        raise ValueError(f"{found.isoformat()} 不在 {asked} 年")
    if found.year > asked:
        raise ValueError(f"{found.isoformat()} 不在 {asked} 年")
    return found


def _check_weekday(day: date, bracket: str | None) -> None:
    said = _WEEKDAY.search(bracket or "")
    if said and _WEEKDAYS.index(said[1].replace("天", "日")) != day.weekday():
        right = _WEEKDAYS[day.weekday()]
        raise ValueError(f"{day.isoformat()} 是周{right}，通知写的是周{said[1]}，请核对年份和日期")


def _leftover(line: str) -> str:
    """Return what a table's line says besides its dates and kind: the festival."""
    rest = _WORDS.sub(" ", _SPAN.sub(" ", line))
    words = (word.strip("、") for word in re.split(r"[\s,，|；;]+", rest))
    return next((word for word in words if word and not word.isdecimal()), "")


def _check_whole(found: NoticeDays) -> None:
    for day in sorted(found.holidays.keys() & found.makeup_days.keys()):
        text = f"{day.isoformat()} 既写放假又写上班"
        found.problems.append(LineProblem(0, day.isoformat(), text))
    if not found.holidays and not found.problems:
        found.problems.append(LineProblem(0, "", "没有读到放假的日期"))


def doubts(found: NoticeDays, workdays: int) -> Iterator[str]:
    """Say what is unusual about a notice that could be read; nothing here forbids it."""
    said = " ".join(found.holidays.values())
    missing = [name for name in FESTIVALS if name.removesuffix("节") not in said]
    if missing:
        yield f"没有看到{'、'.join(missing)}的安排，请核对是否漏贴。"
    plain = [day for day in found.makeup_days if day.weekday() < _WEEKDAYS.index("六")]
    if plain:
        yield f"{'、'.join(day.isoformat() for day in sorted(plain))} 本来就是工作日，写了上班。"
    least, most = _usual_workdays()
    if not least - _SLACK <= workdays <= most + _SLACK:
        yield f"全年工作日 {workdays} 天，与往年（{least} 至 {most} 天）相差较大，请核对。"


@cache
def _usual_workdays() -> tuple[int, int]:
    years = packaged_years().values()
    counts = [workdays_in(year.year, calendar_of([year])) for year in years]
    return min(counts), max(counts)
