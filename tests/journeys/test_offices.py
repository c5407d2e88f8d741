"""Offices that stand beside a procurement: who keeps roles, and who holds a key for others."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from lucai.site.demo.people import NOTARY

if TYPE_CHECKING:
    from tests.journeys.walker import World

pytestmark = [pytest.mark.journey, pytest.mark.nightly]

ADMINISTRATOR = "administrator"


def test_an_administrator_sees_what_every_role_may_do(world: World) -> None:
    walker = world.person(ADMINISTRATOR)
    walker.open("/roles/").sees("采购经办", "评审专家", "公证员")
    walker.press("采购经办").sees("采购计划").picture("role")


def test_a_notary_finds_where_its_key_is_kept(world: World) -> None:
    walker = world.person(NOTARY)
    walker.open("/opening-keys/").sees("恢复").picture("notary-key")


def test_nothing_was_wrong_with_any_page_on_the_way(world: World) -> None:
    assert world.problems == []
