"""What an ended procurement still asked of invited suppliers ends with it."""

import pytest

from lucai.kernel.actors import SYSTEM, Actor, Reason
from lucai.platform.duties.selectors import duty_list
from lucai.stages.trade.projects import services as projects
from lucai.stages.trade.projects.selectors import project_seen
from tests.makers import methods, people, world

pytestmark = pytest.mark.django_db


def test_nobody_is_asked_any_more_to_answer_an_invitation_to_a_procurement_that_ended() -> None:
    number = methods.published("invited")
    asked = "确认收到投标邀请书，获取招标文件"
    assert asked in {duty.title for duty in duty_list(people.supplier(1))}
    system = Actor.system(Reason.CONSEQUENCE)
    for lot in project_seen(SYSTEM, number).lots:
        projects.fail_lot(system, number=number, lot_number=lot.number, reason="任务取消")
    world.settle()
    assert duty_list(people.supplier(1)) == []
