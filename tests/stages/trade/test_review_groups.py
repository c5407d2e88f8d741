"""Review groups of frameworks: drawn from the library, hidden until the review, repeated after it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from lucai.kernel import clock
from lucai.kernel.actors import SYSTEM, Actor, Viewer
from lucai.kernel.errors import InvalidInput, NotFound, RuleBroken, WrongState
from lucai.platform.duties.selectors import duty_list
from lucai.platform.journal import sequencer
from lucai.platform.records import system_access
from lucai.registers.experts.models import ReviewExpert
from lucai.registers.suppliers.schemas import CompanyIn
from lucai.registers.suppliers.services import keep_company
from lucai.stages.trade.drawn_experts.lifecycle import SEATED
from lucai.stages.trade.drawn_experts.rows import EXPERT
from lucai.stages.trade.drawn_experts.schemas import CallAnswerIn, Coming
from lucai.stages.trade.drawn_experts.selectors import records_of
from lucai.stages.trade.frameworks import services as calls
from lucai.stages.trade.frameworks.selectors import responses_seen
from lucai.stages.trade.groups import selectors, services
from lucai.stages.trade.groups.lifecycle import GROUP
from lucai.stages.trade.groups.models import ReviewGroup
from lucai.stages.trade.groups.selectors import seats_of
from lucai_trust.draw_check import check_draw
from tests.makers import chances, evaluation, frameworks, people, registers
from tests.makers.browsing import browse, posted

pytestmark = pytest.mark.django_db

BORN = date(1970, 5, 1)
EARLIEST = date(2026, 3, 24)
"""Two workdays before the responses are opened, on Thursday 2026-03-26."""


def centre() -> Actor:
    return people.actor(frameworks.centre())


def refused(number: str, **changes: Any) -> set[str]:
    """Return the rules that forbid a draw."""
    with pytest.raises(RuleBroken) as broken:
        frameworks.drawn(number, **changes)
    return {verdict.rule for verdict in broken.value.verdicts if verdict.blocks}


def test_experts_are_drawn_two_workdays_before_and_hidden_until_the_day_of_the_review() -> None:
    number = frameworks.responded(suppliers=3)
    key = f"{number}-Z1"
    with clock.at(clock.moment(EARLIEST - timedelta(days=1), 10)):
        assert refused(number) == {"GP-EXP-03"}
    with clock.at(clock.moment(EARLIEST, 10)):
        frameworks.drawn(number)
        shown = selectors.group_seen(frameworks.centre(), key)
        assert shown
        assert (shown.size, shown.experts, shown.members) == (5, 4, ())
        first = frameworks.reviewers(key)[0]
        own = selectors.group_seen(first, key)
        assert own
        assert [line.place for line in own.members] == [1]
        with pytest.raises(RuleBroken) as early:
            services.sign_in(people.actor(first), number=key, form=evaluation.DECLARED)
        assert {"GP-EXP-03", "GP-TEN-09"} <= {v.rule for v in early.value.verdicts}
    with clock.at(frameworks.DEADLINE):
        known = selectors.group_seen(frameworks.centre(), key)
        assert known
        assert len(known.members) == 5
        assert not selectors.group_seen(people.public(), key)


def standing_by(number: str, key: str) -> list[Viewer]:
    """Draw with two reserves of the one line; return them in the order of the draw."""
    frameworks.drawn(number, reserves=2)
    by_person = {people.expert(n).person: people.expert(n) for n in range(1, 13)}
    return [by_person[one.person_id] for one in seats_of(SYSTEM, key, "reserve")]


def test_a_reserve_says_once_that_it_knows_and_finds_its_call_again() -> None:
    number = frameworks.responded(suppliers=3)
    key = f"{number}-Z1"
    page = f"/review-groups/{key}/call/"
    with clock.at(clock.moment(EARLIEST, 10)):
        first, _ = standing_by(number, key)
        assert [(d.title, d.href) for d in duty_list(first)] == [
            ("您被抽取为候补专家，请确认能否候补", page)
        ]
        assert browse(first).post(page, {"coming": "yes"}).status_code == 302
        assert duty_list(first) == []
        assert page in browse(first).get("/review-groups/").content.decode()
        assert browse(people.expert(12)).get(page).status_code == 404
        drawn = browse(frameworks.reviewers(key)[0])
        assert drawn.post(page, {"coming": "yes"}).status_code == 302
        assert drawn.post(page, {"coming": "yes"}).status_code == 409, "who answered is not asked"
    with clock.at(frameworks.DEADLINE):
        shown = selectors.group_seen(frameworks.centre(), key)
        assert shown
        assert first.person not in {one.person_id for one in shown.members}


def test_every_drawn_expert_is_asked_and_the_next_of_the_draw_follows_who_cannot_come() -> None:
    number = frameworks.responded(suppliers=3)
    key = f"{number}-Z1"
    page = f"/review-groups/{key}/call/"
    with clock.at(clock.moment(EARLIEST, 10)):
        frameworks.drawn(number)
        leaver, stays, *_ = drawn = frameworks.reviewers(key)
        asked = "答复能否参加评审"
        assert all((asked, page) in [(d.title, d.href) for d in duty_list(one)] for one in drawn)
        assert "没有按时答复的，视为不能参加" in browse(stays).get(page).content.decode()
        assert browse(stays).post(page, {"coming": "yes"}).status_code == 302
        assert browse(leaver).post(page, {"coming": "no", "reason": ""}).status_code == 422
        assert browse(leaver).post(page, {"coming": "no", "reason": "当天有课"}).status_code == 302
        left = frameworks.reviewers(key)
        assert len(left) == len(drawn)
        assert leaver not in left
        [follower] = [one for one in left if one not in drawn]
        assert asked in {duty.title for duty in duty_list(follower)}
        assert asked not in {duty.title for duty in duty_list(stays)}


def test_a_drawn_reserve_moves_up_and_learns_of_it_at_its_own_sign_in() -> None:
    number = frameworks.responded(suppliers=3)
    key = f"{number}-Z1"
    page = f"/review-groups/{key}/call/"
    with clock.at(clock.moment(EARLIEST, 10)):
        first, second = standing_by(number, key)
    with clock.at(frameworks.DEADLINE):
        calls.open_responses(centre(), number=number, round_=1)
        leaver, other, *_ = frameworks.reviewers(key)
        services.recuse(people.actor(leaver), number=key, reason="近亲属在供应商任职")
        [duty] = [d for d in duty_list(first) if d.title == "答复能否参加评审"]
        assert duty.href == page
        assert "由候补递补为评审专家" in browse(first).get(page).content.decode()
        assert browse(first).post(page, {"coming": "no", "reason": ""}).status_code == 422
        assert browse(first).post(page, {"coming": "no", "reason": "当天有课"}).status_code == 302
        assert "答复能否参加评审" in {d.title for d in duty_list(second)}
        assert browse(second).post(page, {"coming": "yes"}).status_code == 302
        assert "签到参加评审" in {d.title for d in duty_list(second)}
        services.recuse(people.actor(other), number=key, reason="近亲属在供应商任职")
        assert len(frameworks.reviewers(key)) == 4, "then the next of the walk follows"
        for member in frameworks.members(key):
            services.sign_in(people.actor(member), number=key, form=evaluation.DECLARED)
        leader = min(one.place for one in seats_of(SYSTEM, key, *SEATED) if one.kind == EXPERT)
        frameworks.decide(number, form=frameworks.findings(number, leader=leader))
    sequencer.sequence_all()
    [record, *_] = selectors.draw_records(people.public(), key)
    assert [one.fate for one in record.reserves] == ["seated", "seated"]
    assert all(one.holds for one in selectors.repeated_draws(people.public(), key))


def test_a_reserve_that_cannot_stand_by_is_passed_over() -> None:
    number = frameworks.responded(suppliers=3)
    key = f"{number}-Z1"
    with clock.at(clock.moment(EARLIEST, 10)):
        first, second = standing_by(number, key)
        no = CallAnswerIn(coming=Coming.NO, reason="当天有课")
        services.answer_call(people.actor(first), number=key, form=no)
        leaver = frameworks.reviewers(key)[0]
        services.recuse(people.actor(leaver), number=key, reason="近亲属在征集人任职")
        states = {one.person_id: one.state for one in seats_of(SYSTEM, key)}
    assert (states[first.person], states[second.person]) == ("declined", "asked")


def lawyers() -> list[Viewer]:
    """Two experts of another specialty than all others."""
    for n in (9, 10):
        registers.registered_expert(n, specialties=["C"])
    return [people.expert(n) for n in (9, 10)]


def test_places_of_a_specialty_are_drawn_and_followed_among_those_who_have_it() -> None:
    number = frameworks.responded(suppliers=3)
    key, special = f"{number}-Z1", {one.person for one in lawyers()}
    with clock.at(frameworks.DEADLINE):
        calls.open_responses(centre(), number=number, round_=1)
        frameworks.drawn(number, lines=[{"specialty": "c", "experts": 1}])
        [drawn] = [one for one in frameworks.reviewers(key) if one.person in special]
        services.recuse(people.actor(drawn), number=key, reason="近亲属在供应商任职")
        [follower] = [one for one in frameworks.reviewers(key) if one.person in special]
        assert follower.person == (special - {drawn.person}).pop()
        with pytest.raises(InvalidInput, match="递补"):
            services.recuse(people.actor(follower), number=key, reason="近亲属在供应商任职")
        other = next(one for one in frameworks.reviewers(key) if one.person not in special)
        services.recuse(people.actor(other), number=key, reason="近亲属在供应商任职")
        seated = frameworks.reviewers(key)
        assert len(seated) == 4
        assert [one.person for one in seated if one.person in special] == [follower.person]
        for member in frameworks.members(key):
            services.sign_in(people.actor(member), number=key, form=evaluation.DECLARED)
        leader = min(one.place for one in seats_of(SYSTEM, key, *SEATED) if one.kind == EXPERT)
        frameworks.decide(number, form=frameworks.findings(number, leader=leader))
    sequencer.sequence_all()
    assert all(one.holds for one in selectors.repeated_draws(people.public(), key))


def test_lines_that_share_out_too_many_places_or_cannot_be_filled_are_refused() -> None:
    number = frameworks.responded(suppliers=3)
    lawyers()
    with clock.at(frameworks.DEADLINE):
        with pytest.raises(InvalidInput) as error:
            frameworks.drawn(number, lines=[{"specialty": "C", "experts": 5}])
        assert "合计 5 名" in error.value.fields["lines"]
        with pytest.raises(RuleBroken) as broken:
            frameworks.drawn(number, lines=[{"specialty": "C", "experts": 3}])
        [short] = [v for v in broken.value.verdicts if v.blocks]
        assert (short.rule, "C只有2名、需要3名" in short.message) == ("GP-EXP-02", True)
        page = f"/review-groups/{number}-Z1/draw/"
        form = posted(browse(frameworks.centre()).get(page))
        typed = form | {"lines.0.specialty": "C", "lines.0.experts": "9"}
        shown = browse(frameworks.centre()).post(page, typed)
        assert shown.status_code == 422
        assert 'value="9"' in shown.content.decode()


def test_nobody_is_admitted_before_all_have_signed_in_and_then_anybody_repeats_the_draw() -> None:
    number = frameworks.responded(suppliers=3)
    key = f"{number}-Z1"
    with clock.at(frameworks.DEADLINE):
        calls.open_responses(centre(), number=number, round_=1)
        frameworks.drawn(number)
        with pytest.raises(RuleBroken) as absent:
            calls.decide_call(centre(), number=number, round_=1)
        assert {v.rule for v in absent.value.verdicts if v.blocks} == {"GP-EXP-02", "GP-EXP-09"}
        first = frameworks.reviewers(key)[0]
        assert responses_seen(first, number, 1) == ()
        for member in frameworks.members(key):
            services.sign_in(people.actor(member), number=key, form=evaluation.DECLARED)
        assert len(responses_seen(first, number, 1)) == 3
        with pytest.raises(NotFound):
            selectors.repeated_draws(people.public(), key)
        frameworks.decide(number)
    sequencer.sequence_all()
    [draw] = selectors.repeated_draws(people.public(), key)
    assert draw.holds
    assert [stop.seat for stop in draw.walk if stop.seat] == [1, 2, 3, 4]
    stranger = Client()
    assert "重算一致" in stranger.get(f"/group-draws/{key}/").content.decode()
    assert stranger.get(f"/group-draws/{key}/draw.json").json()["draws"][0]["seed"] == draw.seed
    page = stranger.get(f"/frameworks/{number}/calls/1/").content.decode()
    assert f"/group-draws/{key}/" in page
    assert "示例代表" in page
    assert_named_alone(key, first)


def assert_named_alone(key: str, member: Viewer) -> None:
    """Insist that others read of the members what they are called, and not where they work."""
    inside, outside = (selectors.group_seen(v, key) for v in (member, people.public()))
    assert inside
    assert outside
    assert [one.name for one in outside.members] == [one.name for one in inside.members]
    assert any(one.employer for one in inside.members)
    assert {(one.employer, one.authority, one.person_id) for one in outside.members} == {
        ("", "", 0)
    }


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"experts": 3, "own": 2}, "GP-TEN-13"),
        ({"experts": 3}, "GP-TEN-13"),
        ({"unit": "centre"}, "GP-EXP-05"),
        ({"authority": ""}, "GP-EXP-06"),
        ({"specialties": "C99"}, "GP-EXP-02"),
    ],
)
def test_the_organiser_names_few_of_other_units_and_with_a_letter(
    changes: dict[str, Any], rule: str
) -> None:
    number = frameworks.responded(suppliers=3)
    given = dict(changes)
    one = {"name": "示例代表", "unit": "示例采购单位1", "authority": "示例办函〔2026〕1号"}
    one |= {name: given.pop(name) for name in ("unit", "authority") if name in given}
    with system_access("test"):
        organiser = ReviewGroup.objects.get(group_number=f"{number}-Z1").organiser_name
    one["unit"] = organiser if one["unit"] == "centre" else one["unit"]
    given["own"] = [one] * int(given.get("own", 1))
    with clock.at(clock.moment(EARLIEST, 10)):
        assert refused(number, **given) == {rule}


def test_organiser_and_supervision_give_nonces_of_their_own_and_the_draw_is_repeated() -> None:
    number = frameworks.responded(suppliers=3)
    key, desk = f"{number}-Z1", browse(frameworks.centre())
    page, begun = f"/review-groups/{key}/", clock.moment(EARLIEST, 10)
    with clock.at(begun):
        frameworks.drawn(number, wait_minutes=30)
        assert "正在等待各方的抽取随机数" in desk.get(page).content.decode()
        for viewer in (frameworks.centre(), people.finance()):
            chances.give(f"{key}-1", viewer)
        with pytest.raises(NotFound):
            chances.give(f"{key}-1", people.buyer())
        with pytest.raises(WrongState, match="截止"):
            services.finish_draw(centre(), number=key)
    with clock.at(begun + timedelta(minutes=30)):
        assert desk.post(f"{page}draw/finish/").status_code == 302
        record = records_of(SYSTEM, selectors.draws_of(SYSTEM, key), GROUP.of, key)[0]
    assert {one.id: bool(one.signed) for one in record.parties} == {
        "platform": False, frameworks.centre().side.value: True, "supervisor": True,
    }  # fmt: skip
    assert (record.absent, [one for one in check_draw(record) if not one.holds]) == ((), [])


PLEDGED = {"pledged": "yes", "declared_free": "yes", "devices_kept": "yes"}


def test_the_organiser_draws_in_the_browser_and_names_representatives_row_by_row() -> None:
    number = frameworks.responded(suppliers=3)
    page = f"/review-groups/{number}-Z1/"
    evaluation.library()
    evaluation.representative()
    desk = browse(frameworks.centre())
    with clock.at(clock.moment(EARLIEST, 10)):
        typed = posted(desk.get(f"{page}draw/")) | {"experts": "4", "specialties": "A05"}
        typed["wait_minutes"] = "0"
        more = desk.post(f"{page}draw/", {**typed, "add": "own"})
        assert "own.0.name" in posted(more)
        own = {"own.0.name": "示例代表", "own.0.unit": "示例采购单位1"}
        bare = desk.post(f"{page}draw/", {**typed, **own, "own.0.authority": ""})
        assert bare.status_code == 422
        assert "授权函" in bare.content.decode()
        letter = {"own.0.authority": "示例〔2026〕1号"}
        stranger = desk.post(f"{page}draw/", {**typed, **own, **letter, "own.0.name": "示例无名"})
        assert stranger.status_code == 422
        assert "没有名叫" in stranger.content.decode()
        done = desk.post(f"{page}draw/", {**typed, **own, **letter})
        assert done.status_code == 302
        assert "成员姓名目前保密" in desk.get(page).content.decode()
        assert browse(people.supplier(1)).get(page).status_code == 404


def test_experts_of_a_supplier_leave_and_the_next_of_the_draw_follow_in_the_browser() -> None:
    number = frameworks.responded(suppliers=3)
    key = f"{number}-Z1"
    page = f"/review-groups/{key}/"
    for n in range(1, 5):
        registers.registered_expert(n, employer="示例供应商", employer_uscc=people.uscc(3001))
    desk = browse(frameworks.centre())
    with clock.at(clock.moment(EARLIEST, 10)):
        services.draw(centre(), number=key, form=frameworks.draw_form())
    with clock.at(frameworks.DEADLINE):
        calls.open_responses(centre(), number=number, round_=1)
        evaluation.library(12)
        first = frameworks.reviewers(key)[0]
        leaving = browse(first)
        barred = leaving.post(f"{page}sign-in/", PLEDGED)
        assert barred.status_code == 422
        assert "存在应当回避的关系" in barred.content.decode()
        assert leaving.post(f"{page}recusal/", {"reason": ""}).status_code == 422
        assert leaving.post(f"{page}recusal/", {"reason": "供职于供应商"}).status_code == 302
        for place in range(2, 5):
            address = f"{page}seats/{place}/replacement/"
            assert desk.get(address).status_code == 200
            assert desk.post(address, {"reason": "供职于供应商"}).status_code == 302
        for viewer in frameworks.reviewers(key):
            assert page in browse(viewer).get("/review-groups/?words=复印").content.decode()
            assert page not in browse(viewer).get("/review-groups/?words=信封").content.decode()
        for viewer in frameworks.members(key):
            assert browse(viewer).post(f"{page}sign-in/", PLEDGED).status_code == 302
        assert selectors.group_row(SYSTEM, key).state == "formed"
        frameworks.decide(number, form=frameworks.findings(number, leader=9))
    sequencer.sequence_all()
    assert all(draw.holds for draw in selectors.repeated_draws(people.public(), key))


def test_a_shareholder_of_a_supplier_that_responded_must_recuse() -> None:
    number = frameworks.responded(suppliers=3)
    key = f"{number}-Z1"
    with clock.at(frameworks.DEADLINE):
        calls.open_responses(centre(), number=number, round_=1)
        frameworks.drawn(number)
        first = frameworks.reviewers(key)[0]
        with system_access("test"):
            ReviewExpert.objects.get(person_id=first.person).change(born_on=BORN)
        tie = {"kind": "controller", "name": first.name, "born_on": BORN}
        company = CompanyIn.model_validate({**registers.company().model_dump(), "ties": [tie]})
        keep_company(people.actor(people.supplier(1)), company=company)
        with pytest.raises(RuleBroken) as tied:
            services.sign_in(people.actor(first), number=key, form=evaluation.DECLARED)
    assert {v.rule for v in tied.value.verdicts if v.blocks} == {"GP-EXP-04"}
