"""Reserves of a cooperation's group are drawn from the library, and anybody can recompute how."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from lucai.adapters.notifiers.simulated import DOWN
from lucai.kernel import clock
from lucai.kernel.actors import SYSTEM
from lucai.kernel.errors import InvalidInput, NotAllowed, NotFound, WrongState
from lucai.platform.journal.models import JournalEntry
from lucai.platform.records import system_access
from lucai.stages.trade.cooperations import services
from lucai.stages.trade.cooperations.jobs import call_drawn
from lucai.stages.trade.cooperations.models import Cooperation
from lucai.stages.trade.cooperations.schemas import ReplacementIn, ReserveDrawIn
from lucai.stages.trade.cooperations.selectors import drawing
from tests.makers import cooperating, people
from tests.makers.browsing import browse
from tests.makers.calling import silent
from tests.makers.kept import kept

pytestmark = pytest.mark.django_db


def seated() -> str:
    """A group is formed; its experts judge when the applications are open."""
    return cooperating.applied()


world = kept(seated)


def wanted(**changes: Any) -> ReserveDrawIn:
    return ReserveDrawIn(**{"role": "technical", "specialties": "A02", "count": 2, **changes})


def row_of(number: str) -> Cooperation:
    with system_access("test"):
        row: Cooperation = Cooperation.objects.get(number_of_project=number)
    return row


def test_reserves_are_drawn_from_whom_nothing_keeps_out_and_nobody_chooses(world: str) -> None:
    services.draw_reserves(cooperating.agency(), project_number=world, form=wanted())
    row = row_of(world)
    sitting = {one["person"] for one in row.group}
    assert len(row.reserves) == 2
    assert {one["role"] for one in row.reserves} == {"technical"}
    assert not {one["person"] for one in row.reserves} & sitting
    services.draw_reserves(
        cooperating.agency(), project_number=world, form=wanted(role="lawyer", count=1)
    )
    persons = [one["person"] for one in row_of(world).reserves]
    assert len(set(persons)) == 3
    (made, second) = drawing.draws_of(SYSTEM, row_of(world))
    assert (made.experts, second.role) == (2, "lawyer")


def test_pool_and_commitment_are_public_before_the_seed_and_name_nobody(world: str) -> None:
    services.draw_reserves(cooperating.agency(), project_number=world, form=wanted())
    with system_access("test"):
        entries = JournalEntry.objects.filter(event__startswith="trade.cooperation.draw")
        told = {entry.event.rpartition(".")[2]: entry for entry in entries}
    assert set(told) == {"draw-pool", "draw-commit", "draw-reveal"}
    assert told["draw-pool"].public
    assert told["draw-commit"].public
    assert not told["draw-reveal"].public
    assert "示例专家" not in str([entry.body for entry in told.values()])


def test_a_drawn_reserve_takes_the_place_of_a_member_of_its_kind(world: str) -> None:
    services.draw_reserves(cooperating.agency(), project_number=world, form=wanted())
    first = row_of(world).reserves[0]
    with clock.at(clock.now() + timedelta(days=cooperating.REVIEWED)):
        services.open_applications(cooperating.agency(), project_number=world)
        key = {"project_number": world, "stage": "qualify", "place": 1}
        form = ReplacementIn(name="", unit="", reason="突发疾病，不能参加评审")
        services.replace_member(cooperating.agency(), form=form, **key)
    row = row_of(world)
    assert row.group[0]["person"] == first["person"]
    assert len(row.reserves) == 1


def test_drawn_reserves_are_called_once_and_who_moves_up_once_more(world: str) -> None:
    services.draw_reserves(cooperating.agency(), project_number=world, form=wanted())
    first = row_of(world).reserves[0]
    with silent() as system:
        system.habits = {f"P{first['person']}": DOWN}
        assert call_drawn(clock.now()) == 0
        system.habits = {}
        assert (call_drawn(clock.now()), call_drawn(clock.now())) == (2, 0)
        with clock.at(clock.now() + timedelta(days=cooperating.REVIEWED)):
            services.open_applications(cooperating.agency(), project_number=world)
            key = {"project_number": world, "stage": "qualify", "place": 1}
            form = ReplacementIn(name="", unit="", reason="突发疾病，不能参加评审")
            services.replace_member(cooperating.agency(), form=form, **key)
            assert (call_drawn(clock.now()), call_drawn(clock.now())) == (1, 0)
        last = list(system.made)[-1]
    assert last.endswith(f"-{first['person']}-member")
    with system_access("test"):
        rung = JournalEntry.objects.filter(event="trade.cooperation.ring")
        assert len(rung) == 3
        assert not [entry for entry in rung if entry.public or first["name"] in str(entry.body)]


def test_too_small_a_pool_and_the_buyers_own_are_told_at_the_field(world: str) -> None:
    for changes, field in (({"specialties": "B99"}, "count"), ({"role": "buyer"}, "role")):
        with pytest.raises(InvalidInput) as refused:
            services.draw_reserves(
                cooperating.agency(), project_number=world, form=wanted(**changes)
            )
        assert set(refused.value.fields) == {field}
    assert row_of(world).reserves == []


def test_nobody_draws_before_there_is_a_group_and_nobody_but_the_agency(world: str) -> None:
    number = cooperating.published()
    with pytest.raises(WrongState):
        services.draw_reserves(cooperating.agency(), project_number=number, form=wanted())
    assert browse(people.agency()).get(f"/rooms/{number}/cooperation/draw/").status_code == 404
    with pytest.raises(NotAllowed):
        services.draw_reserves(people.actor(people.buyer()), project_number=world, form=wanted())


def test_an_interrupted_draw_goes_on_with_the_pool_it_had_fixed(
    world: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    module = "lucai.stages.trade.cooperations.services.drawing"
    with monkeypatch.context() as broken:
        broken.setattr(f"{module}._reveal", lambda *_: (_ for _ in ()).throw(OSError))
        with pytest.raises(OSError):  # noqa: PT011 - the power fails
            services.draw_reserves(cooperating.agency(), project_number=world, form=wanted())
    (fixed,) = drawing.draws_of(SYSTEM, row_of(world))
    assert not fixed.seed
    services.draw_reserves(cooperating.agency(), project_number=world, form=wanted(count=5))
    (made,) = drawing.draws_of(SYSTEM, row_of(world))
    assert (made.root, made.experts, len(row_of(world).reserves)) == (fixed.root, 2, 2)


def test_after_the_result_everybody_repeats_the_draw_and_before_it_nobody(world: str) -> None:
    services.draw_reserves(cooperating.agency(), project_number=world, form=wanted())
    for viewer in (people.agency(), people.public()):
        with pytest.raises(NotFound):
            drawing.repeated_draws(viewer, world)
    row_of(world).change(announced_at=clock.now())
    (draw,) = drawing.repeated_draws(people.public(), world)
    assert draw.holds
    page = Client().get(f"/cooperation-draws/{world}/")
    assert "重算一致" in page.content.decode()
    assert "示例专家" not in page.content.decode()
    told = Client().get(f"/cooperation-draws/{world}/draw.json").json()
    assert told["draws"][0]["checkpoint"]


def test_the_page_leads_to_the_draw_and_says_what_is_wrong(world: str) -> None:
    client, room = browse(people.agency()), f"/rooms/{world}/cooperation/"
    assert f'href="{room}draw/"' in client.get(room).content.decode()
    form = {"role": "technical", "specialties": "B99", "count": "2"}
    answer = client.post(f"{room}draw/", form)
    assert answer.status_code == 422
    assert "专家库中符合专业和回避条件的只有0名" in answer.content.decode()
    assert client.post(f"{room}draw/", {**form, "specialties": "A02"}).status_code == 302
    assert browse(people.buyer()).get(f"{room}draw/").status_code in {403, 404}
