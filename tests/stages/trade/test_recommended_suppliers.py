"""Whoever recommends suppliers for an invitation does not confirm the list (ROL-10)."""

import pytest

from lucai.kernel.errors import RuleBroken
from lucai.platform.duties.selectors import duty_list
from lucai.stages.trade.prequalifications import services
from lucai.stages.trade.prequalifications.schemas import Way
from lucai.stages.trade.prequalifications.selectors import prequalification_seen
from tests.makers import people, prequalifying
from tests.makers.browsing import browse

pytestmark = pytest.mark.django_db

TASK = "确认资格预审文件或者备选供应商名单"


def waiting(way: Way = Way.RECOMMENDATION) -> str:
    number = prequalifying.listed(way=way)
    services.submit(people.actor(people.agency()), project_number=number)
    return number


def titles(viewer: people.Viewer) -> list[str]:
    return [duty.title for duty in duty_list(viewer)]


def test_whoever_recommended_does_not_confirm_and_reads_why() -> None:
    number = waiting()
    with pytest.raises(RuleBroken) as refusal:
        services.confirm(people.actor(people.buyer()), project_number=number)
    assert {verdict.rule for verdict in refusal.value.verdicts} == {"ROL-10"}
    page = f"/rooms/{number}/prequalification/"
    shown = browse(people.buyer()).get(page).content.decode()
    assert "兼任“推荐供应商”和“确认推荐名单”" in shown
    assert "兼任“推荐供应商”" not in browse(people.buyer_reviewer()).get(page).content.decode()


def test_a_colleague_confirms_whom_another_recommended() -> None:
    number = waiting()
    services.confirm(people.actor(people.buyer_reviewer()), project_number=number)
    assert prequalification_seen(people.agency(), number).state == "reviewed"


def test_one_recommendation_is_enough_and_taking_it_back_frees() -> None:
    number = waiting()
    head = people.actor(people.buyer_reviewer())
    services.add_candidate(head, project_number=number, form=prequalifying.candidate(7))
    for viewer in (people.buyer(), people.buyer_reviewer()):
        with pytest.raises(RuleBroken, match="另一位同事"):
            services.confirm(people.actor(viewer), project_number=number)
    last = prequalification_seen(people.buyer(), number).suppliers[-1]
    services.remove_candidate(head, project_number=number, pk=last.pk)
    services.confirm(head, project_number=number)


def test_the_list_lies_on_everybodys_desk_but_the_recommenders() -> None:
    number = waiting()
    assert TASK not in titles(people.buyer())
    assert TASK in titles(people.buyer_reviewer())
    names = prequalification_seen(people.buyer(), number).suppliers
    for one in names:
        services.remove_candidate(people.actor(people.buyer()), project_number=number, pk=one.pk)
    assert TASK in titles(people.buyer())


def test_a_list_from_the_library_may_be_confirmed_by_anybody_of_the_buyer() -> None:
    number = waiting(Way.LIBRARY)
    assert TASK in titles(people.buyer())
    services.confirm(people.actor(people.buyer()), project_number=number)
    assert prequalification_seen(people.agency(), number).state == "reviewed"


def test_an_emergency_is_no_exception() -> None:
    number = prequalifying.begun("emergency")
    form = prequalifying.content(Way.RECOMMENDATION, places=0, conditions=[])
    services.edit(people.actor(people.agency()), project_number=number, content=form)
    buyer = people.actor(people.buyer())
    services.add_candidate(buyer, project_number=number, form=prequalifying.candidate(1))
    services.submit(people.actor(people.agency()), project_number=number)
    with pytest.raises(RuleBroken, match="推荐供应商"):
        services.confirm(buyer, project_number=number)
