"""Suppliers of a negotiation without a notice: drawn from the library, or recommended in writing."""

from __future__ import annotations

import pytest

from lucai.kernel.actors import PUBLIC
from tests.lives.api.story import Story
from tests.makers import people, registers
from tests.makers.program import Program, Refused, program_of

CONDITIONS = [{"name": "有效的营业执照", "text": "具有有效的营业执照。", "evidence": "扫描件"}]
WHY = "同类项目履约良好，符合资格条件。"


def drawn(story: Story) -> None:
    """代理机构 gives up the notice; three of the library are drawn, whoever they are."""
    for n in range(1, len(story.suppliers) + 1):
        registers.registered_supplier(n)
    _confirmed(story, {"way": "library", "places": len(story.suppliers), "industry": 2})
    story.agency.post(f"{_room(story)}draw/", {"wait_minutes": 0})
    found = story.agency.get(f"/invitation-draws/{story.project}/")
    assert all(claim["holds"] for claim in found["claims"])
    _all_are_listed(story)


def recommended(story: Story) -> None:
    """One expert is drawn to recommend; 采购人 and expert recommend apart from each other."""
    for n in range(1, len(story.suppliers) + 1):
        registers.registered_supplier(n)
    _confirmed(story, {"way": "recommendation", "places": 1, "specialties": "A"})
    story.agency.post(f"{_room(story)}draw/", {"wait_minutes": 0})
    sheet = story.agency.get(_room(story))["sheet"]
    buyers, experts = (one["pk"] for one in sheet["words"])
    [expert] = [one for one in story.experts if _may_read(one, experts)]
    _say(story, story.buyer, buyers, story.suppliers[:1])
    _say(story, expert, experts, story.suppliers[1:])
    story.agency.post(f"{_room(story)}steps/settle/")
    _all_are_listed(story)


def refused_to_others(story: Story) -> None:
    """Who was not invited does not obtain the document."""
    stranger = program_of(people.supplier(9))
    with pytest.raises(Refused, match="403"):
        stranger.post(f"{story.room}download/obtain/")


def opinions_published(story: Story) -> None:
    """Everybody reads in the result who recommended whom, and that the draw of the expert holds."""
    anybody = Program(PUBLIC, "")
    notices = anybody.get(f"/projects/{story.project}/")["life"]["notices"]
    [result] = [one for one in notices if one["kind"] == "result"]
    text = str(anybody.get(f"/notices/{result['code']}/"))
    assert "采购人书面推荐的供应商名单和推荐理由" in text
    assert "评审专家" in text
    assert WHY.rstrip("。") in text
    proof = anybody.get(f"/invitation-draws/{story.project}/")
    assert all(claim["holds"] for claim in proof["claims"])


def nothing_announced(story: Story) -> None:
    """No notice calls for responses: who is asked was asked by name."""
    notices = Program(PUBLIC, "").get(f"/projects/{story.project}/")["life"]["notices"]
    assert {one["kind"] for one in notices} & {"negotiation", "consultation", "inquiry"} == set()


def _confirmed(story: Story, content: dict[str, object]) -> None:
    story.agency.post(f"{_room(story)}new/")
    story.agency.fill(f"{_room(story)}edit/", {"conditions": CONDITIONS, **content})
    story.agency.post(f"{_room(story)}steps/submit/")
    story.head.post(f"{_room(story)}steps/confirm/")


def _say(story: Story, who: Program, pk: int, suppliers: list[Program]) -> None:
    named = [{"uscc": story.code_of(one), "reason": WHY} for one in suppliers]
    who.post(f"/recommendations/{pk}/", {"suppliers": named, "declared": True})


def _may_read(who: Program, pk: int) -> bool:
    try:
        who.get(f"/recommendations/{pk}/")
    except Refused:
        return False
    return True


def _all_are_listed(story: Story) -> None:
    listed = story.agency.get(_room(story))["sheet"]["suppliers"]
    names = sorted(one.viewer.organisation_name for one in story.suppliers)
    assert sorted(one["name"] for one in listed) == names


def _room(story: Story) -> str:
    return f"{story.room}prequalification/"
