"""The template environment: filters and globals that every page may use."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from functools import cache, partial
from typing import Any
from urllib.parse import quote

from django.template.backends.jinja2 import Jinja2, Template
from django.templatetags.static import static
from django.urls import reverse
from jinja2 import BaseLoader, Environment, StrictUndefined
from markupsafe import Markup

from lucai.kernel import clock, money
from lucai.law.citations import Citation
from lucai.law.methods import Method, method
from lucai.platform.web.fields import FormField, Own

WEEKDAYS = "一二三四五六日"


WORDED = "@"


class Templates(Jinja2):
    """Jinja2 templates that live in each module's ``templates`` folder.

    They are written in the words of the open tender. ``consultation@awards/award.html`` is the
    same template in the words of the method ``consultation``: what stands in the template is
    put into its words, what people have written never is.
    """

    app_dirname = "templates"

    def get_template(self, template_name: str) -> Any:
        """Return a template, in a method's words where its name begins with one."""
        wording, at, name = template_name.rpartition(WORDED)
        if not at:
            return super().get_template(template_name)
        return Template(self._worded(wording).get_template(name), self)

    def _worded(self, wording: str) -> Environment:
        """Return the environment of a method's words, made at first use."""
        made: dict[str, Environment] = self.__dict__.setdefault("worded", {})
        if wording not in made:
            made[wording] = _worded(self.env, method(wording))
        return made[wording]


class _Said(BaseLoader):
    """Reads templates through another loader and puts their own text into a method's words."""

    def __init__(self, loader: BaseLoader, spoken: Method) -> None:
        self.loader, self.spoken = loader, spoken

    def get_source(self, environment: Environment, template: str) -> Any:
        source, filename, fresh = self.loader.get_source(environment, template)
        return self.spoken.say(source), filename, fresh


def _worded(env: Environment, spoken: Method) -> Environment:
    made = env.overlay(loader=_Said(env.loader or BaseLoader(), spoken), cache_size=400)
    made.filters = {
        **env.filters,
        "said": partial(_said, spoken),
        "articles": partial(_own, spoken),
        "spoken": partial(_spoken, spoken),
    }
    return made


def _own(spoken: Method, cites: Iterable[str]) -> list[dict[str, str]]:
    """Turn citations into what the law chip shows, by the method's own articles."""
    return articles(spoken.cite(cites))


def _spoken(spoken: Method, words: dict[str, str]) -> dict[str, str]:
    """Add a method's words to some, for scripts that speak too."""
    return {**words, **dict(spoken.words)}


def _as_it_is(text: Any) -> Any:
    """Leave a label in the words it was written in: those of the open tender."""
    return text


def _said(spoken: Method, text: Any) -> Any:
    """Put a label from the code into a method's words; what is markup stays markup.

    What is somebody's own, a name or a text, stays as it was written.
    """
    if isinstance(text, Own):
        return text
    said = spoken.say(str(text))
    return Markup(said) if isinstance(text, Markup) else said  # noqa: S704 - was markup before


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
        ending=_or_dash(ending),
        day=_or_dash(day),
        clock=_or_dash(clock_time),
        left=_or_dash(left),
        size=file_size,
        articles=articles,
        said=_as_it_is,
        own=Own,
        spoken=_as_it_is,
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


def ending(value: datetime) -> str:
    """Show a moment at which a limit ends: midnight as 24:00 of the day that ends with it."""
    local = value.astimezone(clock.BEIJING)
    if local.hour or local.minute:
        return moment(value)
    return f"{(local - timedelta(days=1)):%Y-%m-%d} 24:00"


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
