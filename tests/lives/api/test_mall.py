"""网上商城 from the budget to the contract, by requests of programs alone."""

from __future__ import annotations

from contextlib import ExitStack

import pytest

from tests.lives.api import mall, planning
from tests.lives.api.mall import MallStory
from tests.lives.api.story import Told

pytestmark = [pytest.mark.django_db, pytest.mark.nightly]

PRICES = (4200, 4100, 4300)
TOLD = Told(method="mall", title="示例办公电脑", yuan=200_000, prices=PRICES)
ASKED = Told(
    method="mall", title="示例办公电脑", yuan=200_000, prices=PRICES, quotes=(3900, 4000, 4050)
)


def test_a_direct_order() -> None:
    with ExitStack() as time:
        story = MallStory(TOLD, time)
        for chapter in (planning.budget, mall.on_sale, mall.ordered, mall.contracted):
            chapter(story)


def test_an_inquiry() -> None:
    with ExitStack() as time:
        story = MallStory(ASKED, time)
        for chapter in (
            planning.budget, mall.on_sale, mall.asked, mall.quotes, mall.awarded, mall.contracted,
        ):  # fmt: skip
            chapter(story)
