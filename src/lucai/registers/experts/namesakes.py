"""Telling an expert from those who bear the same name."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Protocol

from lucai.registers.suppliers.selectors import FirmPerson


class Named(Protocol):
    """An expert as far as it takes to tell namesakes apart."""

    @property
    def name(self) -> str: ...  # noqa: D102 - as it says

    @property
    def born_on(self) -> date | None: ...  # noqa: D102 - as it says


def said_of(one: FirmPerson) -> str:
    """Say to a person whom they may be taken for."""
    return f"{one.firm}登记的{one.role}{one.name}"


def may_be(expert: Named, people: Iterable[FirmPerson]) -> list[FirmPerson]:
    """List who of these namesakes may be the expert: no birthday tells them apart."""
    return [
        one
        for one in people
        if one.name == expert.name
        and (one.born_on is None or expert.born_on is None or one.born_on == expert.born_on)
    ]
