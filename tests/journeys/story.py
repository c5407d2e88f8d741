"""What the people of the walk know of each other: the numbers that appear on their way."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from lucai.site.demo.names import AGENCIES
from tests.journeys.walker import Walker, World

BUYER, HEAD, USER = "buyer14", "buyer14.head", "buyer14.user"
FINANCE, TREASURY, WATCH = "finance370100", "treasury370100", "watch370100"
AGENCY, STRANGER = "agency0", "supplier30"
AGENCY_NAME = f"示例{AGENCIES[0]}招标代理有限公司"
SUPPLIERS = ("supplier0", "supplier10", "supplier20")
FIRST, SECOND, THIRD = SUPPLIERS

TITLE = "示例理化实验室设备采购项目"
INDICATOR = "2026-370100-J001"
LOTS = (("示例实验仪器", "1500000", "A02102100"), ("示例通风机", "1000000", "A02061803"))

PROJECT_NUMBER = re.compile(r"SDGP\w+")


@dataclass(frozen=True)
class Numbers:
    """The numbers of one procurement, filled in as they are given."""

    intention: str = ""
    plan: str = ""
    project: str = ""
    contract: str = ""
    payment: str = ""
    panel: str = ""
    chair: str = ""


@dataclass
class Story:
    """One walk: the world, a folder for the files handed in, the numbers so far."""

    world: World
    folder: Path
    numbers: Numbers = field(default_factory=Numbers)

    def person(self, login: str) -> Walker:
        """Return somebody at the browser."""
        return self.world.person(login)

    @property
    def room(self) -> str:
        """The project's room."""
        return f"/rooms/{self.numbers.project}/"

    @property
    def panel(self) -> list[str]:
        """The members of the panel: the drawn experts, then the buyer's representative."""
        return self.numbers.panel.split(",")

    @property
    def chair(self) -> str:
        """The member whom the others elected."""
        return self.numbers.chair

    def learn(self, **numbers: str) -> None:
        """Keep numbers for the others."""
        self.numbers = Numbers(**{**asdict(self.numbers), **numbers})

    def known(self) -> dict[str, Any]:
        """Return the numbers so far."""
        return asdict(self.numbers)

    def remember(self, numbers: dict[str, Any]) -> None:
        """Go on where an earlier walk ended."""
        self.numbers = Numbers(**numbers)
