"""The demonstration's door: everybody shown there says what waits for them."""

from __future__ import annotations

import pytest

from lucai.kernel.actors import PUBLIC
from lucai.platform.access.models import Role, RoleGrant
from lucai.platform.records import system_access
from lucai.platform.signin.selectors import demonstration_people, people_awaited
from lucai.stages.trade.panels.lifecycle import MEMBER
from tests.makers import evaluation

pytestmark = pytest.mark.django_db

REPRESENTATIVE = "buyer1.representative"


def test_a_panel_member_whom_the_door_shows_anyway_is_told_to_sign_in_there_too() -> None:
    evaluation.drawn()
    with system_access("test"):
        role = Role.objects.get(code="buyer_representative")
        RoleGrant(role=role, permission=MEMBER.permission(MEMBER.step("sign_in"))).save()
    shown = demonstration_people(PUBLIC, [REPRESENTATIVE], "37")
    [card] = [card for cards in shown.values() for card in cards]
    assert card.waits == ("签到参加评审",)
    others = people_awaited(PUBLIC, [REPRESENTATIVE], "37")
    assert REPRESENTATIVE not in {card.login for cards in others.values() for card in cards}
