"""The template environment: filters and globals that every page may use."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from functools import cache
from typing import Any
from urllib.parse import quote

from django.template.backends.jinja2 import Jinja2
from django.templatetags.static import static
from django.urls import reverse
from jinja2 import Environment, StrictUndefined

from lucai.kernel import clock, money
from lucai.law.citations import Citation
from lucai.platform.web.fields import FormField

WEEKDAYS = "一二三四五六日"


class Templates(Jinja2):
    """Jinja2 templates that live in each module's ``templates`` folder."""

    app_dirname = "templates"


def environment(**options: Any) -> Environment:
    """Build the environment: undefined names are errors, blocks leave no blank lines."""
    options["undefined"] = StrictUndefined
    env = Environment(**options, trim_blocks=True, lstrip_blocks=True)  # noqa: S701 - autoescape set by Django
    env.globals.update(static=static, url=reverse, control=FormField)
    env.filters.update(
        yuan=_or_dash(money.yuan),
        wan=_or_dash(money.wan),
        capital=_or_dash(money.capitals),
        moment=_or_dash(moment),
        day=_or_dash(day),
        clock=_or_dash(clock_time),
        left=_or_dash(left),
        size=file_size,
        articles=articles,
    )
    return env


def articles(cites: Iterable[str]) -> list[dict[str, str]]:
    """Turn citations into what the law chip shows: label, wording, address."""
    return [_article(cite) for cite in cites]


@cache
def _article(cite: str) -> dict[str, str]:
    try:
        found = Citation.parse(cite)
    except LookupError:
        return {"label": cite, "text": "", "href": ""}
    return {"label": found.label, "text": found.text, "href": f"/law/articles/{quote(str(found))}/"}


def _or_dash(show: Any) -> Any:
    return lambda value: "—" if value is None or value == "" else show(value)


def moment(value: datetime) -> str:
    """Show a moment in Beijing time: 2026-07-01 09:30."""
    return value.astimezone(clock.BEIJING).strftime("%Y-%m-%d %H:%M")


def day(value: date | datetime) -> str:
    """Show a day: 2026 年 7 月 1 日（周三）."""
    on = value.astimezone(clock.BEIJING).date() if isinstance(value, datetime) else value
    return f"{on.year} 年 {on.month} 月 {on.day} 日（周{WEEKDAYS[on.weekday()]}）"


def clock_time(value: datetime) -> str:
    """Show the time of day: 09:30:00."""
    return value.astimezone(clock.BEIJING).strftime("%H:%M:%S")


def left(value: datetime) -> str:
    """Say how long until a moment, or since: 2 天 3 小时 / 已超期 1 天."""
    seconds = int((value - clock.now()).total_seconds())
    prefix, seconds = ("已超期 ", -seconds) if seconds < 0 else ("", seconds)
    days, hours, minutes = seconds // 86400, seconds // 3600 % 24, seconds // 60 % 60
    if days:
        return f"{prefix}{days} 天" + (f" {hours} 小时" if days < 7 and hours else "")
    return f"{prefix}{hours} 小时 {minutes} 分" if hours else f"{prefix}{minutes} 分钟"


def file_size(value: int) -> str:
    """Show a file's size: 1.2 MB."""
    if value < 1024:
        return f"{value} B"
    if value < 1024 * 1024:
        return f"{value / 1024:.1f} KB"
    return f"{value / 1024 / 1024:.1f} MB"

