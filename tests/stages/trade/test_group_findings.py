"""Members of review groups find alone, are counted together and sign; nobody reads before."""

from __future__ import annotations

import pytest
from django.db import connection

from lucai.kernel import clock
from lucai.kernel.actors import SYSTEM, Actor, Viewer
from lucai.kernel.errors import InvalidInput, NotAllowed, NotFound, RuleBroken, WrongState
from lucai.platform.duties.selectors import duty_list
from lucai.platform.records import system_access
from lucai.stages.trade.frameworks import services as calls
from lucai.stages.trade.frameworks.selectors import responses_seen
from lucai.stages.trade.groups import counting, selectors, services
from lucai.stages.trade.groups.counting import Said
from lucai.stages.trade.groups.models import GroupFinding
from lucai.stages.trade.groups.schemas import FindingsIn, LeavingIn, ReplacementIn, SignatureIn
from lucai.stages.trade.groups.selectors.reviewing import review_seen
from tests.makers import evaluation, frameworks, people
from tests.makers.browsing import browse, posted

pytestmark = pytest.mark.django_db


def centre() -> Actor:
    return people.actor(frameworks.centre())


def stored() -> str:
    """Return every row of findings as whoever copies the database has it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT valid, reason, mark, sealed FROM group_finding")
        return repr(cursor.fetchall())


def test_the_majority_decides_marks_are_averaged_half_up_and_equal_ballots_go_to_the_first() -> (
    None
):
    said = [Said(1, True, "", 9050), Said(2, False, "没有检测报告", 8000), Said(3, True, "", 9101)]
    found = counting.outcome(said)
    assert (found.valid, found.votes, found.members, found.mark) == (True, 2, 3, 8717)
    against = counting.outcome([Said(1, False, "甲", None), Said(2, False, "乙", None)])
    assert (against.valid, against.reason, against.mark) == (False, "1 号：甲；2 号：乙", None)
    assert not counting.outcome([Said(1, True, "", None), Said(2, False, "乙", None)]).valid
    assert counting.chosen([3, 1, 3, 2, 1]) == 1


def test_findings_are_secret_until_all_have_handed_in() -> None:
    number = frameworks.opened(suppliers=3)
    key = f"{number}-Z1"
    first, *others = frameworks.members(key)
    with clock.at(frameworks.DEADLINE):
        bad = {responses_seen(first, number, 1)[2].key: "没有提供检测报告"}
        found = frameworks.findings(number, bad=bad)
        assert "独立评审响应文件，提交评审意见" in [d.title for d in duty_list(first)]
        services.submit_findings(people.actor(first), number=key, form=found)
        for viewer in (others[0], frameworks.centre(), people.finance()):
            assert not any(opinions_of(viewer, key))
        assert opinions_of(first, key) == [1, 1, 1]
        assert "没有提供检测报告" not in stored()
        form = frameworks.findings(number)
        for other in others:
            services.submit_findings(people.actor(other), number=key, form=form)
        assert stored().count("没有提供检测报告") == 1
        shared = review_seen(first, key)
        assert shared
        votes = [(one.valid, one.votes) for one in shared.answers]
        assert votes == [(True, 5), (True, 5), (True, 4)]
        hidden = review_seen(frameworks.centre(), key)
        assert hidden
        assert not any(one.opinions or one.votes for one in hidden.answers)


def test_the_organiser_reads_the_findings_once_all_have_signed_and_takes_them_as_they_are() -> None:
    number = frameworks.opened(suppliers=3)
    key = f"{number}-Z1"
    members = frameworks.members(key)
    with clock.at(frameworks.DEADLINE):
        frameworks.hand_in_findings(number)
        for member in members:
            said = "对第三份响应保留意见" if member == members[0] else ""
            form = SignatureIn(dissent=said)
            services.sign_report(people.actor(member), number=key, form=form)
        read = review_seen(frameworks.centre(), key)
        assert read
        assert [one.dissent for one in read.seats if one.dissent] == ["对第三份响应保留意见"]
        assert opinions_of(people.finance(), key) == [5, 5, 5]
        assert calls.decide_call(centre(), number=number, round_=1) == 2
    assert review_seen(people.supplier(1), key) is None


def opinions_of(viewer: Viewer, key: str) -> list[int]:
    """Count the opinions on each answer that a viewer may read."""
    shown = review_seen(viewer, key)
    assert shown
    return [len(one.opinions) for one in shown.answers]


def test_nobody_hands_in_twice_for_another_or_without_every_answer_and_a_reason() -> None:
    number = frameworks.opened(suppliers=2)
    key = f"{number}-Z1"
    first = frameworks.members(key)[0]
    with clock.at(frameworks.DEADLINE):
        found = frameworks.findings(number)
        short = FindingsIn(leader=1, findings=found.findings[:1])
        with pytest.raises(RuleBroken) as missing:
            services.submit_findings(people.actor(first), number=key, form=short)
        assert {v.rule for v in missing.value.verdicts if v.blocks} == {"GP-EVA-09"}
        silent = frameworks.findings(number, bad={found.findings[0].key: ""})
        with pytest.raises(InvalidInput) as unsaid:
            services.submit_findings(people.actor(first), number=key, form=silent)
        assert list(unsaid.value.fields) == ["findings.0.reason"]
        with pytest.raises(InvalidInput):
            services.submit_findings(
                people.actor(first), number=key, form=frameworks.findings(number, leader=5)
            )
        services.submit_findings(people.actor(first), number=key, form=found)
        with pytest.raises(WrongState):
            services.submit_findings(people.actor(first), number=key, form=found)
        with pytest.raises(NotFound):
            services.submit_findings(people.actor(people.expert(12)), number=key, form=found)
        with pytest.raises((NotFound, NotAllowed)):
            services.submit_findings(centre(), number=key, form=found)
        with pytest.raises(RuleBroken) as early:
            calls.decide_call(centre(), number=number, round_=1)
        assert {v.rule for v in early.value.verdicts if v.blocks} == {"GP-EXP-09"}


def test_who_neither_signs_nor_says_why_agrees_and_who_leaves_takes_the_report_back() -> None:
    number = frameworks.opened(suppliers=2)
    key = f"{number}-Z1"
    members = frameworks.members(key)
    evaluation.library(12)
    with clock.at(frameworks.DEADLINE):
        frameworks.hand_in_findings(number)
        services.sign_report(people.actor(members[0]), number=key, form=SignatureIn())
        services.replace_absent(centre(), number=key, place=2, reason="中途离场")
        row = selectors.group_row(SYSTEM, key)
        assert (row.state, row.shared_at, row.outcome) == ("drawn", None, [])
        new = next(m for m in frameworks.members(key) if m not in members)
        services.sign_in(people.actor(new), number=key, form=evaluation.DECLARED)
        form = frameworks.findings(number)
        services.submit_findings(people.actor(new), number=key, form=form)
        with system_access("test"):
            assert GroupFinding.objects.exclude(sheet__state="void").count() == 10
        for member in frameworks.members(key)[:-1]:
            services.sign_report(people.actor(member), number=key, form=SignatureIn())
        silent = selectors.seats_of(SYSTEM, key, "signed_in")[-1].place
        with pytest.raises(NotFound):
            services.agree_silently(people.actor(people.agency(2)), number=key, place=silent)
        services.agree_silently(centre(), number=key, place=silent)
        assert selectors.group_row(SYSTEM, key).state == "reported"
        with pytest.raises(WrongState):
            services.replace_absent(centre(), number=key, place=1, reason="太晚了")


def test_a_representative_is_replaced_by_another_with_a_letter() -> None:
    number = frameworks.opened(suppliers=2)
    key = f"{number}-Z1"
    evaluation.representative(2)
    page = f"/review-groups/{key}/seats/5/replacement/"
    with clock.at(frameworks.DEADLINE):
        desk = browse(frameworks.centre())
        typed = {**posted(desk.get(page)), "name": "示例代表", "unit": "示例采购单位2",
                 "authority": "", "reason": "另有公务"}  # fmt: skip
        assert desk.post(page, typed).status_code == 422
        done = desk.post(page, {**typed, "authority": "示例办函〔2026〕2号"})
        assert done.status_code == 302
    seats = selectors.seats_of(SYSTEM, key, "drawn")
    assert [(one.place, one.kind, one.authority) for one in seats] == [
        (6, "representative", "示例办函〔2026〕2号")
    ]
    assert LeavingIn.model_fields.keys() < ReplacementIn.model_fields.keys()


def test_a_member_finds_and_signs_in_the_browser() -> None:
    number = frameworks.opened(suppliers=2)
    key = f"{number}-Z1"
    page = f"/review-groups/{key}/"
    members = frameworks.members(key)
    with clock.at(frameworks.DEADLINE):
        for member in members:
            desk = browse(member)
            assert "评审响应文件" in desk.get(page).content.decode()
            bare = {**posted(desk.get(f"{page}review/")), "findings.0.reason": "写到一半"}
            assert not any(name.endswith(".valid") for name in bare)
            left = desk.post(f"{page}review/", {**bare, "leader": "1"})
            assert left.status_code == 422
            said = left.content.decode()
            assert said.count("请选择“符合”或者“无效”") >= 2
            assert "写到一半" in said
            typed = {**bare, "findings.0.valid": "yes", "findings.1.valid": "yes"}
            assert desk.post(f"{page}review/", {**typed, "leader": "1"}).status_code == 302
        for member in members:
            desk = browse(member)
            assert "5 名成员中 5 名" in desk.get(f"{page}report/").content.decode()
            assert desk.post(f"{page}report/", {"dissent": ""}).status_code == 302
        organiser = browse(frameworks.centre())
        assert "报告" in organiser.get(f"{page}report/").content.decode()
        assert browse(people.supplier(1)).get(f"{page}report/").status_code == 404
