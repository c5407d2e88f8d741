"""Small worlds of the demonstration: its people, and a few of its stories told to the end."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from lucai.kernel import chance, clock
from lucai.platform.demonstration.clock import START
from lucai.site import roles, worker
from lucai.site.demo import build, people, stories
from lucai.site.demo.plots import Mishap, Story
from lucai.site.demo.timeline import Telling
from lucai.site.demo.wares import WARES
from tests.makers import sealing

CLASSROOM, FURNITURE, UPKEEP, PRINTING = WARES[0], WARES[3], WARES[10], WARES[13]


def story(key: str, **changes: Any) -> Story:
    """One story: goods for a school of Jinan, told until the demonstration begins."""
    content: dict[str, Any] = {
        "key": key,
        "ware": FURNITURE,
        "buyer": 14,
        "agency": 0,
        "bidders": (0, 10, 20),
        "begins": date(2026, 1, 12),
        "scale": 50,
        "lowest": True,
    }
    return Story(**{**content, **changes})


def varied() -> list[Story]:
    """A few stories in which every public act happens."""
    return [
        story("370100-A1", ware=CLASSROOM, parts=2, lowest=False, mishap=Mishap.AMENDED),
        story("370100-A2", mishap=Mishap.TOO_FEW, buyer=15),
        story("370100-A3", mishap=Mishap.INTENTION_CANCELLED, ware=PRINTING),
        story("370100-A4", ware=CLASSROOM, parts=2, mishap=Mishap.ONE_LOT_FAILS, buyer=16),
        story(
            "370100-A5", ware=UPKEEP, mishap=Mishap.LATE_PAYMENT, buyer=17, begins=date(2025, 3, 3)
        ),
    ]


def build_world(
    told: Iterable[Story], *, beside: Callable[[people.Cast], Iterable[Telling]] | None = None
) -> people.Cast:
    """Populate the demonstration and tell these stories; let every reader catch up."""
    roles.install_roles()
    dice = random.Random(build.SEED)
    with clock.at(build.FOUNDED):
        people.populate(dice)
        sealing.new_outposts()
        sealing.enrol_servers()
    cast = people.Cast()
    others = tuple(beside(cast)) if beside else ()
    stories.play(stories.titled(told, cast), cast, dice, beside=others)
    with chance.use(dice.randbytes), clock.at(START):
        while worker.turn():
            pass
    return cast
