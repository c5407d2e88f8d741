"""自行选定评审专家: reasons, consent from above, the same avoidance, marked in the result (GP-EXP-02)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from lucai.kernel import clock
from lucai.kernel.actors import SYSTEM, Actor, Reason
from lucai.kernel.errors import InvalidInput, NotAllowed, RuleBroken, WrongState
from lucai.platform.duties.selectors import duty_list
from lucai.stages.trade.awards.schemas import AnnouncementIn
from lucai.stages.trade.awards.selectors import announcement
from lucai.stages.trade.panels import services
from lucai.stages.trade.panels.schemas import Consent
from lucai.stages.trade.panels.selectors import choice_seen, panel_members, panel_seen
from tests.makers import choosing, evaluation, people, registers, trade
from tests.makers.browsing import browse
from tests.makers.evaluation import Round
from tests.makers.kept import kept

pytestmark = pytest.mark.django_db

ASKED, TO_NAME = "审核自行选定评审专家的申请", "选定评审专家"


def titles(viewer: people.Viewer) -> list[str]:
    return [duty.title for duty in duty_list(viewer)]


def broken(error: pytest.ExceptionInfo[RuleBroken]) -> dict[str, str]:
    return {one.rule: one.message for one in error.value.verdicts if one.blocks}


def ask(number: str) -> None:
    services.ask_to_choose(people.actor(people.buyer()), project_number=number, form=choosing.WHY)


def draw(rnd: Round) -> None:
    agency = people.actor(people.agency())
    form = evaluation.draw_form(rnd.opened_at)
    services.draw(agency, project_number=rnd.number, form=form)


@kept
def chosen() -> Round:
    """A panel of chosen experts."""
    return choosing.chosen()


@kept
def opened() -> Round:
    """An opened tender whose panel is to be formed."""
    rnd = evaluation.opened()
    evaluation.library()
    with evaluation.at(rnd):
        services.prepare_panel(people.actor(people.agency()), project_number=rnd.number)
    return rnd


def test_the_unit_above_decides_and_nobody_of_the_buyer() -> None:
    superior = choosing.above()
    number = choosing.asked()
    assert ASKED in titles(superior)
    assert ASKED not in titles(people.buyer_reviewer())
    with pytest.raises(NotAllowed, match=superior.organisation_name):
        services.decide_choice(
            people.actor(people.buyer_reviewer()), project_number=number, form=choosing.consent()
        )
    form = choosing.consent()
    services.decide_choice(people.actor(superior), project_number=number, form=form)
    assert TO_NAME in titles(people.buyer())
    with pytest.raises(NotAllowed):
        services.withdraw_choice(people.actor(superior), project_number=number)


def test_whoever_asked_does_not_consent_where_the_buyer_is_at_the_top_itself() -> None:
    number = choosing.asked()
    assert ASKED in titles(people.buyer_reviewer())
    assert ASKED not in titles(people.buyer())
    with pytest.raises(RuleBroken) as error:
        services.decide_choice(
            people.actor(people.buyer()), project_number=number, form=choosing.consent()
        )
    assert "另一位同事" in broken(error)["GP-EXP-02"]
    head = people.actor(people.buyer_reviewer())
    services.decide_choice(head, project_number=number, form=choosing.consent())


def test_nothing_is_drawn_while_the_request_is_open_and_after_a_refusal_it_is(
    opened: Round,
) -> None:
    with evaluation.at(opened):
        choosing.asked(opened.number)
        with pytest.raises(RuleBroken) as error:
            draw(opened)
        assert "等待主管预算单位的决定" in broken(error)["GP-EXP-02"]
        head = people.actor(people.buyer_reviewer())
        refusal = choosing.consent(Consent.NO)
        services.decide_choice(head, project_number=opened.number, form=refusal)
        draw(opened)
        assert panel_seen(people.agency(), opened.number).drawn_at  # type: ignore[union-attr]
        with pytest.raises(WrongState):
            ask(opened.number)


def test_a_request_taken_back_frees_the_draw_and_may_be_made_again(opened: Round) -> None:
    with evaluation.at(opened):
        choosing.consented(opened.number)
        services.withdraw_choice(people.actor(people.buyer()), project_number=opened.number)
        ask(opened.number)
        services.withdraw_choice(people.actor(people.buyer()), project_number=opened.number)
        draw(opened)


def test_a_request_ends_with_the_procurement_and_is_nobody_s_to_do_any_more() -> None:
    number = choosing.asked()
    assert ASKED in titles(people.buyer_reviewer())
    for _ in range(2):
        services.dissolve(Actor.system(Reason.JOURNAL_READER), project_number=number)
    assert ASKED not in titles(people.buyer_reviewer())
    assert choice_seen(people.buyer(), number).state == "withdrawn"  # type: ignore[union-attr]


def test_nobody_is_named_without_consent(opened: Round) -> None:
    with evaluation.at(opened):
        choosing.asked(opened.number)
        with pytest.raises(WrongState):
            services.name_experts(
                people.actor(people.buyer()), project_number=opened.number,
                form=choosing.naming(opened.opened_at),
            )  # fmt: skip


def test_chosen_experts_are_of_the_library_and_keep_out_as_drawn_ones_do(opened: Round) -> None:
    registers.registered_expert(11, employer="示例采购单位1", employer_uscc=people.uscc(1001))
    with evaluation.at(opened):
        choosing.consented(opened.number)
        buyer = people.actor(people.buyer())
        own = choosing.naming(opened.opened_at).model_copy()
        own.experts[0].name, own.experts[0].employer = people.expert(11).name, "示例采购单位1"
        stranger = choosing.naming(opened.opened_at, (1, 2, 3, 40))
        twice = choosing.naming(opened.opened_at, (1, 2, 3, 3))
        for form in (own, stranger, twice):
            with pytest.raises(InvalidInput):
                services.name_experts(buyer, project_number=opened.number, form=form)
        assert choice_seen(people.buyer(), opened.number).state == "consented"  # type: ignore[union-attr]


@pytest.mark.parametrize(("experts", "lawful"), [((1, 2, 3), False), ((1, 2, 3, 4), True)])
def test_a_chosen_panel_is_as_large_as_a_drawn_one(
    opened: Round, experts: tuple[int, ...], lawful: bool
) -> None:
    with evaluation.at(opened):
        choosing.consented(opened.number)
        act = {"project_number": opened.number, "form": choosing.naming(opened.opened_at, experts)}
        buyer = people.actor(people.buyer())
        if lawful:
            services.name_experts(buyer, **act)
            return
        with pytest.raises(RuleBroken) as error:
            services.name_experts(buyer, **act)
        assert "GP-TEN-13" in broken(error)


def test_names_are_sealed_and_each_expert_has_a_to_do(chosen: Round) -> None:
    with evaluation.at(chosen):
        assert [one.name for one in panel_members(people.buyer(), chosen.number)] == ["示例代表"]
        assert panel_members(people.supplier(1), chosen.number) == []
        for n in (1, 2, 3, 4):
            assert "签到参加评审" in titles(people.expert(n))
        assert "签到参加评审" not in titles(people.expert(5))


def test_a_place_that_falls_free_is_the_buyers_to_fill(chosen: Round) -> None:
    with evaluation.at(chosen):
        services.recuse(
            people.actor(people.expert(1)), project_number=chosen.number, reason="与投标人有往来"
        )
        assert TO_NAME in titles(people.buyer())
        buyer = people.actor(people.buyer())
        with pytest.raises(WrongState, match="另行选定"):
            services.withdraw_choice(buyer, project_number=chosen.number)
        form = choosing.naming(chosen.opened_at, (5, 6))
        with pytest.raises(InvalidInput, match="1 名"):
            services.name_experts(buyer, project_number=chosen.number, form=form)
        form = choosing.naming(chosen.opened_at, (5,))
        services.name_experts(buyer, project_number=chosen.number, form=form)
        seated = [one for one in panel_members(people.agency(), chosen.number) if one.seated]
        assert len(seated) == 5


def test_the_result_notice_marks_who_was_chosen(chosen: Round) -> None:
    rnd = evaluation.started(evaluation.formed(chosen))
    rnd = evaluation.carry(rnd, after=evaluation.started, to=evaluation.announced_award)
    names = announcement(SYSTEM, rnd.number, rnd.lot, AnnouncementIn())["experts"]
    assert sum(name.endswith("（自行选定）") for name in names) == 4
    assert "示例代表" in names


def test_the_pages_lead_from_the_request_to_the_seats() -> None:
    number = evaluation.prepared().number
    base = f"/rooms/{number}/panel/"
    buyer, head = browse(people.buyer()), browse(people.buyer_reviewer())
    assert "申请自行选定评审专家" in buyer.get(base).content.decode()
    typed = {"field": choosing.WHY.field, "reason": choosing.WHY.reason}
    assert buyer.post(f"{base}choice/new/", {**typed, "reason": ""}).status_code == 422
    assert buyer.post(f"{base}choice/new/", typed).status_code == 302
    assert "由主管预算单位的另一位同事决定" in buyer.get(f"{base}choice/").content.decode()
    said = {"consent": "yes", "opinion": "同意自行选定。"}
    assert head.post(f"{base}choice/decision/", said).status_code == 302
    shown = buyer.get(f"{base}choice/naming/").content.decode()
    assert "增加一名专家" in shown
    assert browse(people.agency()).get(f"{base}choice/naming/").status_code in {403, 404}
    assert "同意自行选定" in browse(people.agency()).get(f"{base}choice/").content.decode()
    assert browse(people.supplier(1)).get(f"{base}choice/").status_code in {403, 404}
    assert buyer.post(f"{base}choice/steps/withdraw/", {"confirmed": "yes"}).status_code == 302


def test_before_the_panel_is_prepared_the_page_says_what_naming_waits_for() -> None:
    number = choosing.consented(trade.published_project())
    buyer, base = browse(people.buyer()), f"/rooms/{number}/panel/choice/"
    page = buyer.get(f"{base}naming/")
    assert page.status_code == 200
    assert "还没有确定评审时间和地点" in page.content.decode()
    evaluation.library()
    form = choosing.naming(clock.now() + timedelta(days=30))
    with pytest.raises(RuleBroken) as error:
        services.name_experts(people.actor(people.buyer()), project_number=number, form=form)
    assert "还没有确定评审时间和地点" in broken(error)["GP-EXP-02"]
    assert buyer.post(f"{base}steps/withdraw/", {"confirmed": "yes"}).status_code == 302
    assert choice_seen(people.buyer(), number).state == "withdrawn"  # type: ignore[union-attr]
