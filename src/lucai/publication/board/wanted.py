"""What a visitor asks the lists for: the address says all of it, so every list can be shared."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache
from urllib.parse import urlencode

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from lucai.kernel import clock
from lucai.law.regions import PROVINCE, children, full_name, region, regions
from lucai.platform.search import words_of
from lucai.platform.web.fields import OptionalDate
from lucai.publication.board.channels import CHANNELS, channel_named
from lucai.publication.board.projection import city_of, order_of

KEPT_CHOICES = 1000
"""So many questions keep the links that narrow them."""


class Sorting(StrEnum):
    """Which come first."""

    NEWEST = "newest"
    BEST = "best"


class NoticeQuery(BaseModel):
    """The filters of a list of notices."""

    model_config = ConfigDict(frozen=True)

    q: str = Field(default="", title="关键词", max_length=80)
    kind: str = Field(default="", title="公告类型")
    region: str = Field(default="", title="地区")
    since: OptionalDate = Field(default=None, title="发布日期从")
    until: OptionalDate = Field(default=None, title="到")
    sort: Sorting = Field(default=Sorting.NEWEST, title="排序")

    @field_validator("kind")
    @classmethod
    def _known_kind(cls, value: str) -> str:
        if value and not channel_named(value):
            raise ValueError("没有这一类公告")
        return value

    @field_validator("region")
    @classmethod
    def _known_region(cls, value: str) -> str:
        if value and value not in regions():
            raise ValueError("没有这个地区")
        return value

    @model_validator(mode="after")
    def _right_way_round(self) -> NoticeQuery:
        if self.since and self.until and self.since > self.until:
            raise ValueError("开始日期晚于结束日期，请核对")
        return self

    @property
    def words(self) -> tuple[str, ...]:
        """The words, folded."""
        return words_of(self.q)

    @property
    def county(self) -> str:
        """The six digits, when one county is asked for."""
        return self.region if self.region and not self.region.endswith("00") else ""

    @property
    def city(self) -> str:
        """The four digits, when a whole city is asked for."""
        return city_of(self.region) if self.region and not self.county else ""

    @property
    def least(self) -> int:
        """The lowest key inside the dates."""
        return order_of(clock.moment(self.since)) if self.since else 0

    @property
    def below(self) -> int:
        """The first key after the dates; 0: no end."""
        return order_of(clock.moment(self.until + timedelta(days=1))) if self.until else 0

    def address(self, path: str, **changes: object) -> str:
        """Return the address of a list with these filters, changed; empty ones are left out."""
        values = {
            "q": self.q, "kind": self.kind, "region": self.region, "since": _iso(self.since),
            "until": _iso(self.until), "sort": "" if self.sort is Sorting.NEWEST else self.sort,
            **changes,
        }  # fmt: skip
        spelt = urlencode({name: str(value) for name, value in values.items() if value})
        return f"{path}?{spelt}" if spelt else path

    @property
    def narrowed(self) -> bool:
        """Whether anything but words narrows the list."""
        return bool(self.kind or self.region or self.since or self.until)


@dataclass(frozen=True, slots=True)
class Choice:
    """A link that narrows or widens a list."""

    href: str
    label: str
    current: bool = False


@lru_cache(maxsize=KEPT_CHOICES)
def channel_choices(query: NoticeQuery, path: str) -> list[Choice]:
    """Return the channels as tabs of a list."""
    every = Choice(query.address(path, kind=""), "全部", not query.kind)
    return [
        every,
        *(
            Choice(query.address(path, kind=channel.key), channel.label, query.kind == channel.key)
            for channel in CHANNELS
        ),
    ]


@dataclass(frozen=True, slots=True)
class RegionChoices:
    """Where a list stands in the tree of regions: the way down, and the next level."""

    name: str
    way: list[Choice]
    below: list[Choice]


@lru_cache(maxsize=KEPT_CHOICES)
def region_choices(query: NoticeQuery, path: str) -> RegionChoices:
    """Return the way from the province to the chosen region, and what lies below it."""
    code = query.region or PROVINCE
    way = [Choice(query.address(path, region=""), "全省", code == PROVINCE)]
    for above in _way_to(code):
        label, here = region(above).name, above == code
        way.append(Choice(query.address(path, region=above), label, here))
    inside = children(code) or children(region(code).parent)
    below = [
        Choice(query.address(path, region=one.code), one.name, one.code == code) for one in inside
    ]
    return RegionChoices(full_name(code) if query.region else "全省", way, below)


def _way_to(code: str) -> list[str]:
    way: list[str] = []
    while code != PROVINCE:
        way.insert(0, code)
        code = region(code).parent
    return way


def city_choices(path: str) -> list[Choice]:
    """Return the 16 cities as links."""
    query = NoticeQuery()
    return [Choice(query.address(path, region=city.code), city.name) for city in children(PROVINCE)]


def number_in(values: Mapping[str, str], name: str) -> int:
    """Read a number of an address; anything else is 0."""
    text = values.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < LONGEST_NUMBER else 0


LONGEST_NUMBER = 19


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""
