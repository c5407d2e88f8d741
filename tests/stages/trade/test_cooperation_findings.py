"""The group of a cooperation reviews and talks itself, each member with its reasons; the agency convenes."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from lucai.kernel import clock
from lucai.kernel.errors import InvalidInput, NotFound, RuleBroken
from lucai.platform.duties.selectors import duty_list
from lucai.stages.trade.cooperations import services
from lucai.stages.trade.cooperations.schemas import FindingsIn, GroupIn, ReplacementIn
from lucai.stages.trade.cooperations.selectors import opinion_desk
from tests.makers import cooperating, evaluation, exclusions, people
from tests.makers.browsing import browse, posted
from tests.makers.kept import kept

pytestmark = pytest.mark.django_db

QUALIFY, TALKS = "qualify", "talks"


def opened_applications() -> str:
    """Applications are open; the members have to review them."""
    with clock.at(clock.now() - timedelta(days=cooperating.REVIEWED)):
        number = cooperating.applied()
    services.open_applications(cooperating.agency(), project_number=number)
    return number


world = kept(opened_applications)


def key(number: str, stage: str = QUALIFY) -> dict[str, Any]:
    return {"project_number": number, "stage": stage}


def talking(number: str) -> str:
    """Carry a cooperation on to the talks: the first responses are open."""
    cooperating.found(number, QUALIFY)
    services.finish_review(cooperating.agency(), project_number=number)
    cooperating.responded(cooperating.exchanged(number), (1, 2))
    return number


def later() -> Any:
    return clock.at(clock.now() + timedelta(days=cooperating.FIRST - cooperating.REVIEWED))


def test_the_members_find_and_the_majority_decides_who_is_qualified(world: str) -> None:
    agency, members = cooperating.agency(), cooperating.members()
    strict = cooperating.findings(world, QUALIFY, refused=(3,))
    mild = cooperating.findings(world, QUALIFY, refused=(2,))
    for place, member in enumerate(members):
        assert "独立评审，提交评审意见" in [d.title for d in duty_list(member)]
        with pytest.raises(RuleBroken):
            services.finish_review(agency, project_number=world)
        form = strict if place < 3 else mild
        services.submit_findings(people.actor(member), form=form, **key(world))
    found = {one.supplier_name: one for one in cooperating.seen(world).applicants}
    names = [people.supplier(n).organisation_name for n in (1, 2, 3)]
    assert [found[name].finding for name in names] == ["yes", "yes", "no"]
    assert found[names[2]].reason == "没有中试条件。"
    with pytest.raises(RuleBroken, match="还没有签署"):
        services.finish_review(agency, project_number=world)
    cooperating.signed(world, QUALIFY)
    services.finish_review(agency, project_number=world)
    states = {one.supplier_name: one.state for one in cooperating.seen(world).applicants}
    assert [states[name] for name in names] == ["qualified", "qualified", "refused"]


def test_nobody_reads_a_finding_before_all_have_handed_in_and_a_stranger_never(world: str) -> None:
    first, second, *_ = cooperating.members()
    form = cooperating.findings(world, QUALIFY)
    services.submit_findings(people.actor(first), form=form, **key(world))
    for reader in (second, people.agency(), people.finance()):
        assert not any(line.marks for line in opinion_desk(reader, world, QUALIFY).lines)
    for stranger in (people.expert(7), people.supplier(1)):
        with pytest.raises(NotFound):
            services.submit_findings(people.actor(stranger), form=form, **key(world))
    with pytest.raises(NotFound):
        services.submit_opinion(people.actor(second), form=form, **key(world))  # type: ignore[arg-type]


def test_every_finding_has_its_reason_at_its_field(world: str) -> None:
    member = people.actor(cooperating.members()[0])
    rows = [{**one.model_dump(), "reason": "", "passed": ""}
            for one in cooperating.findings(world, QUALIFY).rows]  # fmt: skip
    bare = FindingsIn.model_validate({"rows": rows[:2]})
    with pytest.raises(InvalidInput) as error:
        services.submit_findings(member, form=bare, **key(world))
    assert set(error.value.fields) == {
        "declared_free", "rows", "rows.0.reason", "rows.0.passed", "rows.1.reason", "rows.1.passed",
    }  # fmt: skip


def test_a_barred_supplier_is_found_qualified_by_nobody(world: str) -> None:
    exclusions.banned_supplier(1, clock.today())
    form = cooperating.findings(world, QUALIFY)
    with pytest.raises(RuleBroken):
        services.submit_findings(people.actor(cooperating.members()[0]), form=form, **key(world))
    refusing = cooperating.findings(world, QUALIFY, refused=(1,))
    services.submit_findings(people.actor(cooperating.members()[0]), form=refusing, **key(world))


def test_the_members_write_the_talks_down_and_sign_before_the_final_document(world: str) -> None:
    number = talking(world)
    with later():
        services.open_first(cooperating.agency(), project_number=number)
        form = cooperating.findings(number, TALKS)
        first, *others = cooperating.members()
        services.submit_findings(people.actor(first), form=form, **key(number, TALKS))
        told = cooperating.seen(number)
        assert [one.state for one in told.applicants if one.state == "heard"] == []
        assert told.facts.unheard, "one member alone has not talked for the group"
        for member in others:
            services.submit_findings(people.actor(member), form=form, **key(number, TALKS))
        heard = [one for one in cooperating.seen(number).applicants if one.state == "heard"]
        assert [len(one.talks) for one in heard] == [5, 5]
        assert heard[0].talks[0]["reason"] == "符合要求，说明充分。"
        assert cooperating.seen(number).facts.unsigned
        cooperating.signed(number, TALKS)
        assert not cooperating.seen(number).facts.unsigned
        page = browse(people.agency()).get(heard[0].href).content.decode()
        assert "5 号成员" in page


def test_a_member_finds_and_signs_in_the_browser(world: str) -> None:
    desk, member = f"/cooperation-opinions/{world}/qualify/", browse(cooperating.members()[0])
    typed = posted(member.get(desk))
    assert member.post(desk, typed).status_code == 422
    full = typed | {f"rows.{n}.passed": "yes" for n in range(3)} | {"declared_free": "yes"}
    full |= {f"rows.{n}.reason": "资格证明齐全" for n in range(3)}
    assert member.post(desk, full).status_code == 302
    shown = member.get(f"{desk}report/").content.decode()
    assert ("资格证明齐全" in shown, "合格" in shown) == (True, True)
    assert "资格证明齐全" not in browse(people.agency()).get(f"{desk}report/").content.decode()


def with_reserves() -> str:
    """A group with a lawyer and a technical expert who stand by."""
    number = cooperating.published()
    for n in (1, 2, 3):
        services.apply(
            people.actor(people.supplier(n)), project_number=number, form=cooperating.application()
        )
    rows = [one.model_dump(mode="json") for one in cooperating.group().members]
    own = {"unit": "示例学院", "source": "library"}
    reserves = [{"name": "示例专家7", "role": "lawyer", **own},
                {"name": "示例专家8", "role": "technical", **own}]  # fmt: skip
    form = GroupIn.model_validate({"members": rows, "reserves": reserves})
    services.seat(cooperating.agency(), project_number=number, form=form)
    return number


def test_a_reserve_of_the_same_kind_moves_up_before_anybody_is_named() -> None:
    with clock.at(clock.now() - timedelta(days=cooperating.REVIEWED)):
        number = with_reserves()
    agency = cooperating.agency()
    services.open_applications(agency, project_number=number)
    reserve = people.expert(7)
    assert duty_list(reserve) == []
    form = ReplacementIn(name="示例专家6", unit="示例学院", reason="突发疾病，不能参加")
    with pytest.raises(InvalidInput, match="由示例专家7递补"):
        services.replace_member(agency, place=3, form=form, **key(number))
    bare = ReplacementIn(reason="突发疾病，不能参加")
    services.replace_member(agency, place=3, form=bare, **key(number))
    assert [d.title for d in duty_list(reserve)] == ["独立评审，提交评审意见"]
    assert [one["name"] for one in cooperating.seen(number).group][2] == "示例专家7"
    with pytest.raises(InvalidInput, match="没有可以递补的同一身份备选成员") as error:
        services.replace_member(agency, place=4, form=bare, **key(number))
    assert set(error.value.fields) == {"name", "unit"}


def test_a_reserve_is_no_member_and_named_once() -> None:
    number = cooperating.published()
    rows = [one.model_dump(mode="json") for one in cooperating.group().members]
    form = GroupIn.model_validate({"members": rows, "reserves": rows[:1]})
    with pytest.raises(InvalidInput) as error:
        services.seat(cooperating.agency(), project_number=number, form=form)
    assert "已经填写过" in error.value.fields["reserves.0.name"]
    assert evaluation.representative().person
