"""The group of a cooperation finds by itself: each alone, all sign, and only then there is a report."""

from datetime import date, timedelta
from typing import Any

import pytest

from lucai.kernel import clock
from lucai.kernel.actors import Viewer
from lucai.kernel.errors import InvalidInput, NotAllowed, NotFound, RuleBroken, WrongState
from lucai.platform.duties.selectors import duty_list
from lucai.platform.records import system_access
from lucai.registers.experts.models import ReviewExpert
from lucai.stages.trade.cooperations import services
from lucai.stages.trade.cooperations.models import Opinion
from lucai.stages.trade.cooperations.ports import Research
from lucai.stages.trade.cooperations.schemas import (
    GroupIn,
    OpinionIn,
    ReplacementIn,
    SignatureIn,
)
from lucai.stages.trade.cooperations.selectors import opinion_desk
from tests.makers import cooperating, exclusions, people
from tests.makers.browsing import browse, posted
from tests.makers.kept import kept
from tests.makers.registers import behind

pytestmark = pytest.mark.django_db


def opened() -> str:
    """Final responses are open since a moment; the members have to judge them."""
    now = clock.now()
    days = cooperating.FINAL

    def on(day: int) -> Any:
        return clock.at(now - timedelta(days=days - day))

    with on(0):
        number = cooperating.applied()
    with on(cooperating.REVIEWED):
        cooperating.responded(cooperating.exchanged(cooperating.reviewed(number)), (1, 2))
    with on(cooperating.FIRST):
        cooperating.responded(cooperating.finalised(number), (1, 2))
    services.open_final(cooperating.agency(), project_number=number)
    return number


world = kept(opened)


def stage(number: str) -> dict[str, Any]:
    return {"project_number": number, "stage": "research"}


def test_a_member_finds_alone_and_nobody_reads_it_before_all_have_handed_in(world: str) -> None:
    first, second, *rest = cooperating.members()
    assert "独立评审，提交评审意见" in [d.title for d in duty_list(second)]
    services.submit_opinion(people.actor(first), form=cooperating.points(world), **stage(world))
    for reader in (second, people.agency(), people.buyer(), people.finance()):
        assert not any(line.marks for line in opinion_desk(reader, world, "research").lines)
    own = opinion_desk(first, world, "research").own
    assert own
    assert own.marks
    for stranger in (people.supplier(1), people.expert(7), people.agency(2)):
        with pytest.raises(NotFound):
            opinion_desk(stranger, world, "research")
    for member in (second, *rest):
        services.submit_opinion(
            people.actor(member), form=cooperating.points(world), **stage(world)
        )
    assert all(line.marks for line in opinion_desk(second, world, "research").lines)
    assert not any(line.marks for line in opinion_desk(people.agency(), world, "research").lines)
    with pytest.raises(WrongState):
        services.submit_opinion(people.actor(first), form=cooperating.points(world), **stage(world))


def test_the_report_waits_for_every_signature_and_ranks_by_the_members_mean(world: str) -> None:
    agency = cooperating.agency()
    best = cooperating.points(world)
    low = cooperating.points(world, first=(36, 18, 17, 16))
    for place, member in enumerate(cooperating.members()):
        form = best if place else low
        services.submit_opinion(people.actor(member), form=form, **stage(world))
    *others, last = cooperating.members()
    for member in others:
        services.sign_opinion(people.actor(member), form=SignatureIn(), **stage(world))
    with pytest.raises(RuleBroken) as error:
        services.evaluate(agency, project_number=world, form=cooperating.REPORT)
    assert {v.rule for v in error.value.verdicts if v.blocks} == {"COI-01"}
    assert "签署评审报告" in [duty.title for duty in duty_list(last)]
    dissent = SignatureIn(dissent="样机指标偏乐观，保留意见。")
    services.sign_opinion(people.actor(last), form=dissent, **stage(world))
    services.evaluate(agency, project_number=world, form=cooperating.REPORT)
    # One of five gives two points less to the first factor: 38 - 2/5.
    assert cooperating.seen(world).ranking[0]["points"] == [3760, 1800, 1700, 1600]
    said = [line.dissent for line in opinion_desk(people.agency(), world, "research").lines]
    assert said[-1] == dissent.dissent


def test_points_beyond_a_factor_or_a_supplier_left_out_are_refused_at_the_field(
    world: str,
) -> None:
    member = people.actor(cooperating.members()[0])
    form = cooperating.points(world)
    with pytest.raises(InvalidInput) as error:
        services.submit_opinion(member, form=OpinionIn(rows=form.rows[:1]), **stage(world))
    assert "rows" in error.value.fields
    high = cooperating.points(world, first=(41, 18, 17, 16))
    with pytest.raises(InvalidInput) as error:
        services.submit_opinion(member, form=high, **stage(world))
    assert "rows.0.points.0.value" in error.value.fields


def test_who_stays_away_is_replaced_by_another_and_silence_counts_as_agreement(world: str) -> None:
    agency, gone = cooperating.agency(), cooperating.members()[0]
    form = ReplacementIn(name="示例专家7", unit="示例学院", reason="突发疾病，不能参加评审")
    known = form.model_copy(update={"name": "示例专家2"})
    with pytest.raises(InvalidInput, match="已经是"):
        services.replace_member(agency, place=1, form=known, **stage(world))
    services.replace_member(agency, place=1, form=form, **stage(world))
    with pytest.raises(NotFound):
        services.submit_opinion(people.actor(gone), form=cooperating.points(world), **stage(world))
    members = [people.expert(7), *cooperating.members()[1:]]
    given = cooperating.points(world, reader=members[0])
    for member in members:
        services.submit_opinion(people.actor(member), form=given, **stage(world))
    for place in range(1, 6):
        services.agree_silently(agency, place=place, **stage(world))
    services.evaluate(agency, project_number=world, form=cooperating.REPORT)
    assert cooperating.seen(world).state == "evaluated"
    late = form.model_copy(update={"name": "示例专家8"})
    with pytest.raises(WrongState, match="评审已经结束"):
        services.replace_member(agency, place=1, form=late, **stage(world))
    client, address = browse(people.agency()), f"/cooperation-opinions/{world}/research/"
    assert "/replacement/" not in client.get(f"{address}report/").content.decode()
    assert client.get(f"{address}1/replacement/").status_code == 409


def test_somebody_without_an_account_cannot_be_named_for_the_group() -> None:
    number = cooperating.published()
    rows = [one.model_dump(mode="json") for one in cooperating.group().members]
    rows[0]["name"] = "示例查无此人"
    form = GroupIn.model_validate({"members": rows})
    with pytest.raises(InvalidInput, match="评审专家库"):
        services.seat(cooperating.agency(), project_number=number, form=form)


def entry_of(expert: Viewer) -> ReviewExpert:
    with system_access("maker"):
        return ReviewExpert.objects.get(person_id=expert.person)


def avoids_the_first_applicant(expert: Viewer) -> None:
    unit = {"name": "示例供应商1有限公司", "uscc": people.uscc(3001), "reason": "配偶任职"}
    entry_of(expert).change(avoids=[unit])


def test_whom_something_ties_to_an_applicant_neither_judges_nor_replaces(world: str) -> None:
    tied, free = cooperating.members()[:2]
    avoids_the_first_applicant(tied)
    address = f"/cooperation-opinions/{world}/research/"
    told = browse(tied).get(address).content.decode()
    assert "您应当回避" in told
    assert "提交评审意见</button>" not in told
    assert "您应当回避" not in browse(free).get(address).content.decode()
    seen = browse(people.agency()).get(f"{address}report/").content.decode()
    assert seen.count("应当回避，请更换") == 1
    with pytest.raises(NotAllowed, match="您应当回避"):
        services.submit_opinion(people.actor(tied), form=cooperating.points(world), **stage(world))
    services.submit_opinion(people.actor(free), form=cooperating.points(world), **stage(world))
    avoids_the_first_applicant(people.expert(7))
    form = ReplacementIn(name="示例专家7", unit="示例学院", reason="存在利害关系，应当回避")
    with pytest.raises(InvalidInput, match="应当回避") as error:
        services.replace_member(cooperating.agency(), place=1, form=form, **stage(world))
    assert set(error.value.fields) == {"name"}


@pytest.mark.parametrize("place", [0, -1], ids=["expert", "buyer"])
def test_an_applicants_namesake_is_told_to_the_member_and_to_the_agency_and_may_judge(
    world: str, place: int
) -> None:
    member = cooperating.members()[place]
    behind(member.name)
    address = f"/cooperation-opinions/{world}/research/"
    told = browse(member).get(address).content.decode()
    assert f"示例供应商1有限公司登记的股东（出资人）{member.name}与您同名" in told
    other = cooperating.members()[1]
    assert "与您同名" not in browse(other).get(address).content.decode()
    seen = browse(people.agency()).get(f"{address}report/").content.decode()
    assert seen.count("同名，请核对是否为本人") == 1
    services.submit_opinion(people.actor(member), form=cooperating.points(world), **stage(world))


def test_a_birthday_makes_a_namesake_the_expert_or_somebody_else(world: str) -> None:
    first, second = cooperating.members()[:2]
    for member, born in ((first, date(1970, 5, 1)), (second, date(1981, 1, 1))):
        entry_of(member).change(born_on=date(1970, 5, 1))
        behind(member.name, born_on=born.isoformat())
        told = opinion_desk(member, world, "research").own
        assert told
        assert (bool(told.tied), told.namesakes) == (member is first, ())


@pytest.mark.parametrize("place", [0, -1], ids=["expert", "buyer"])
def test_every_member_declares_to_be_free_of_ties(world: str, place: int) -> None:
    member = people.actor(cooperating.members()[place])
    form = cooperating.points(world)
    silent = form.model_copy(update={"declared_free": False})
    with pytest.raises(InvalidInput) as error:
        services.submit_opinion(member, form=silent, **stage(world))
    assert "更换成员" in error.value.fields["declared_free"]
    services.submit_opinion(member, form=form, **stage(world))


def test_a_representative_whose_unit_applied_does_not_judge(world: str) -> None:
    member = cooperating.members()[-1]
    with system_access("test"):
        row = Opinion.objects.get(
            number_of_project=world, person_id=member.person, stage="research"
        )
    row.change(organisation_id=people.supplier(1).organisation)
    with pytest.raises(NotAllowed, match="所在单位参加本项目"):
        services.submit_opinion(
            people.actor(member), form=cooperating.points(world), **stage(world)
        )


def test_an_expert_of_the_buyer_or_one_who_is_banned_is_not_named_for_the_group() -> None:
    number, form = cooperating.published(), cooperating.group()
    first, second = (entry_of(one) for one in cooperating.members()[:2])
    exclusions.banned(second.number, second.name, clock.today(), party_side="expert", ends_on=None)
    with pytest.raises(InvalidInput, match="限制参加评审活动"):
        services.seat(cooperating.agency(), project_number=number, form=form)
    first.change(organisation_id=people.buyer().organisation)
    with pytest.raises(InvalidInput, match="不得评审本单位的项目"):
        services.seat(cooperating.agency(), project_number=number, form=form)


def test_a_member_judges_and_signs_in_the_browser(world: str) -> None:
    desk = f"/cooperation-opinions/{world}/research/"
    member = browse(cooperating.members()[0])
    typed = posted(member.get(desk))
    refused = member.post(desk, typed)
    name = people.supplier(1).organisation_name
    assert f"请填写{name}“研发成本”的得分" in refused.content.decode()
    assert refused.status_code == 422
    told = refused.content.decode()
    assert all(
        f'href="#{field}"' in told for field in ("f-rows.1.points.3.value", "f-rows.1.reason")
    )
    full = typed | {name: "10" for name in typed if name.endswith(".value")}
    full |= {f"rows.{n}.reason": "方案完整" for n in range(2)}
    full["declared_free"] = "yes"
    assert member.post(desk, full).status_code == 302
    assert "方案完整" in member.get(f"{desk}report/").content.decode()
    agency = browse(people.agency())
    assert (
        '<td class="num" data-label="研发成本">10</td>'
        in member.get(f"{desk}report/").content.decode()
    )
    shown = agency.get(f"{desk}report/").content.decode()
    assert "方案完整" not in shown
    form = {"name": "示例专家7", "unit": "示例学院", "reason": "突发疾病，不能参加评审"}
    assert agency.post(f"{desk}2/replacement/", form).status_code == 302
    assert browse(people.supplier(1)).get(desk).status_code == 404


@pytest.fixture
def passed(monkeypatch: pytest.MonkeyPatch) -> str:
    """Two products passed acceptance; nobody has judged them yet."""
    number = cooperating.awarded()
    deals = tuple(
        Research(people.supplier(n).organisation or 0, f"HT{n}", "passed") for n in (1, 2)
    )
    ports = "lucai.stages.trade.cooperations.selectors.facts.research_of"
    monkeypatch.setattr(ports, lambda _: deals)
    return number


def test_of_several_products_the_group_chooses_by_its_own_marks(passed: str) -> None:
    decider = people.actor(people.buyer_reviewer())
    with pytest.raises(RuleBroken):
        services.choose(decider, project_number=passed, form=cooperating.PRODUCT)
    services.review_first(decider, project_number=passed)
    with pytest.raises(RuleBroken):
        services.choose(decider, project_number=passed, form=cooperating.PRODUCT)
    cooperating.judged(passed, "first")
    name = services.choose(decider, project_number=passed, form=cooperating.PRODUCT)
    assert name == people.supplier(1).organisation_name
    assert cooperating.seen(passed).first["totals"]


def test_where_only_one_product_passed_there_is_nothing_to_judge(
    passed: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    only = tuple(
        Research(people.supplier(n).organisation or 0, f"HT{n}", state)
        for n, state in ((1, "stopped"), (2, "passed"))
    )
    ports = "lucai.stages.trade.cooperations.selectors.facts.research_of"
    monkeypatch.setattr(ports, lambda _: only)
    decider = people.actor(people.buyer_reviewer())
    with pytest.raises(RuleBroken):
        services.review_first(decider, project_number=passed)
    name = services.choose(decider, project_number=passed, form=cooperating.PRODUCT)
    assert name == people.supplier(2).organisation_name
