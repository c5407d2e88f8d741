"""The expert library: kept by finance, known to the draw, secret to everybody else."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from lucai.kernel.actors import SYSTEM, Actor, Reason
from lucai.kernel.errors import InvalidInput, NotAllowed, NotFound, RuleBroken
from lucai.registers.experts import selectors, services
from lucai.registers.experts.models import ReviewExpert
from lucai.registers.experts.schemas import EmployerIn, ExpertIn
from tests.makers import people
from tests.makers.browsing import browse
from tests.makers.registers import registered_expert

pytestmark = pytest.mark.django_db


def system() -> Actor:
    return Actor.system(Reason.CONSEQUENCE)


def test_finance_enters_an_expert_and_finds_it_in_its_region() -> None:
    number = registered_expert(1)
    (line,) = selectors.expert_page(people.finance()).items
    assert (line.number, line.name) == (number, "示例专家1")
    assert selectors.expert_page(people.finance("370202")).items == []


@pytest.mark.parametrize(
    "name",
    ["public", "buyer", "agency", "supplier", "treasury", "administrator", "other finance"],
)
def test_nobody_else_can_learn_who_the_experts_are(name: str) -> None:
    number = registered_expert(1)
    other = people.everyone()[name]
    assert ReviewExpert.objects.seen_by(other).count() == 0
    with pytest.raises(NotFound):
        selectors.expert_seen(other, number)


def test_an_expert_sees_the_own_entry_and_no_colleague() -> None:
    registered_expert(1)
    registered_expert(2)
    (own,) = selectors.expert_page(people.expert(1)).items
    assert own.name == "示例专家1"


def test_only_the_system_may_read_who_can_be_drawn() -> None:
    registered_expert(1)
    with pytest.raises(NotAllowed):
        selectors.expert_pool(people.finance(), specialties=["A0201"])


def test_the_pool_holds_those_whose_specialty_fits_and_who_are_not_suspended() -> None:
    fits = registered_expert(1, specialties=["A0201"])
    registered_expert(2, specialties=["B01"])
    suspended = registered_expert(3, specialties=["A"])
    services.take(
        people.actor(people.finance()), key=suspended, step="suspend", reason="三年内有不良信用记录"
    )
    pool = selectors.expert_pool(system().viewer, specialties=["A02010105"])
    assert [card.number for card in pool] == [fits]


@pytest.mark.parametrize(
    ("own", "wanted", "fits"),
    [("A0201", "A02010105", True), ("A02010105", "A0201", True), ("A0201", "A0202", False)],
)
def test_a_specialty_fits_what_it_holds_and_what_holds_it(
    own: str, wanted: str, *, fits: bool
) -> None:
    registered_expert(1, specialties=[own])
    assert bool(selectors.expert_pool(SYSTEM, specialties=[wanted])) is fits


def test_a_corrected_specialty_is_what_a_draw_finds() -> None:
    number = registered_expert(1, specialties=["A0201"])
    card = selectors.expert_seen(people.finance(), number)
    entry = ExpertIn(
        name=card.name, employer=card.employer, specialties=["C16"], region=card.region
    )
    services.edit_expert(people.actor(people.finance()), number=number, entry=entry)
    assert not selectors.expert_pool(SYSTEM, specialties=["A0201"])
    assert selectors.expert_pool(SYSTEM, specialties=["C16"])


def test_a_suspension_needs_a_reason_and_can_be_lifted() -> None:
    number = registered_expert(1)
    finance = people.actor(people.finance())
    with pytest.raises(RuleBroken):
        services.take(finance, key=number, step="suspend")
    services.take(finance, key=number, step="suspend", reason="三年内有不良信用记录")
    assert selectors.expert_seen(people.expert(1), number).suspension == "三年内有不良信用记录"
    services.take(finance, key=number, step="restore")
    assert selectors.expert_seen(people.expert(1), number).state == "active"


def test_a_person_is_entered_once_and_by_the_own_region() -> None:
    registered_expert(1)
    with pytest.raises(InvalidInput, match="已经登记"):
        registered_expert(1)
    with pytest.raises(InvalidInput, match="本地区"):
        registered_expert(2, region="370202")


def test_a_wrong_code_of_the_employer_is_refused() -> None:
    with pytest.raises(ValidationError, match="统一社会信用代码不正确"):
        EmployerIn(employer="示例大学", employer_uscc="91370100MA0000077X")


def test_finance_corrects_an_entry() -> None:
    number = registered_expert(1)
    entry = ExpertIn(
        name="示例专家一", employer="示例研究院", specialties=["C"], region=people.REGION
    )
    services.edit_expert(people.actor(people.finance()), number=number, entry=entry)
    card = selectors.expert_seen(people.finance(), number)
    assert (card.name, card.specialties) == ("示例专家一", ("C",))


def test_finance_suspends_on_the_page_with_a_reason_and_restores() -> None:
    number = registered_expert(1)
    client = browse(people.finance())
    assert "示例专家1" in client.get("/experts/").content.decode()
    assert client.post(f"/experts/{number}/suspend/", {"reason": ""}).status_code == 422
    client.post(f"/experts/{number}/suspend/", {"reason": "三年内有不良信用记录"})
    assert "三年内有不良信用记录" in client.get(f"/experts/{number}/").content.decode()
    client.post(f"/experts/{number}/steps/restore/")
    assert selectors.expert_seen(people.finance(), number).state == "active"
    assert browse(people.agency()).get("/experts/").status_code == 404
