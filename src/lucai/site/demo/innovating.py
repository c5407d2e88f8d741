"""Cooperations of a provincial department: one finished, one in the middle of the negotiation."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from lucai.site.demo import home
from lucai.site.demo.plots import Mishap, Story
from lucai.site.demo.wares import Item, Part, Ware

ENVIRONMENT = 12
"""The provincial department of ecology and environment, by its number among the buyers."""
BIDDERS = (0, 10, 20)

SENSOR = Ware(
    subject="高精度环境监测传感器合作创新",
    kind="goods",
    parts=(
        Part(
            "研发（订购）",
            (Item("A02100403", "高精度环境监测传感器研发", 1, "项", 9_000_000, "按研发合同"),),
            "研发高精度环境监测传感器", "研发方案完整",
        ),
        Part(
            "首购",
            (Item("A02100403", "高精度环境监测传感器", 40, "台", 120_000, "首购创新产品"),),
            "首购通过验收的创新产品", "功能性能优于最低研发目标",
        ),
    ),
    specialties=("A0210",),
    scheme="goods",
    period="自合同签订之日起 18 个月内完成研发和首购交付",
    days=540,
    complex=True,
)  # fmt: skip


def stories() -> Iterator[Story]:
    """Yield the stories."""
    yield _story("370000-96", date(2024, 12, 2), mishap=Mishap.PAYMENT_IN_PARTS)
    yield _story("370000-97", date(2026, 3, 9), until="cooperation.talk")


def _story(key: str, begins: date, *, until: str = "", mishap: Mishap = Mishap.NONE) -> Story:
    return Story(
        key=key, ware=SENSOR, buyer=ENVIRONMENT, agency=home.AGENCY, bidders=BIDDERS,
        begins=begins, parts=2, scale=100, lowest=False, until=until, sure=bool(until),
        mishap=mishap, method="cooperative", case="cooperative.breakthrough",
    )  # fmt: skip
