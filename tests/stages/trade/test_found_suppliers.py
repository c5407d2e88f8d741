"""谈判、磋商、询价: suppliers drawn from the whole library, or recommended in writing (GP-NEG-02)."""

from __future__ import annotations

import pytest

from lucai.kernel import clock
from lucai.kernel.actors import SYSTEM
from lucai.kernel.errors import InvalidInput, NotAllowed, NotFound, RuleBroken, WrongState
from lucai.platform.duties.selectors import duty_list
from lucai.platform.messages.selectors import message_page
from lucai.stages.trade.awards.schemas import AnnouncementIn
from lucai.stages.trade.awards.selectors import with_recommended
from lucai.stages.trade.downloads.selectors import download_state
from lucai.stages.trade.downloads.services import obtain_document
from lucai.stages.trade.prequalifications import drawing, services
from lucai.stages.trade.prequalifications.schemas import RefusalIn, Way
from lucai.stages.trade.prequalifications.selectors import (
    invitation_draw,
    prequalification_seen,
    words_seen,
)
from tests.makers import exclusions, experts, finding, methods, people, prequalifying

pytestmark = pytest.mark.django_db

METHODS = ["negotiation", "consultation", "inquiry"]
BUSY = RefusalIn(reason="对这类货物的供应商不熟悉。")


def agency() -> people.Actor:
    return people.actor(people.agency())


def broken(error: pytest.ExceptionInfo[RuleBroken]) -> dict[str, str]:
    return {one.rule: one.message for one in error.value.verdicts if one.blocks}


def titles(viewer: people.Viewer) -> list[str]:
    return [duty.title for duty in duty_list(viewer)]


def avoid_firm(expert: people.Viewer, n: int) -> None:
    """Let an expert enter a supplier as a unit to keep out of."""
    unit = {"name": f"示例供应商{n}有限公司", "uscc": people.uscc(3000 + n), "reason": "配偶任职"}
    experts.asked(expert, avoids=[unit])


# --- the way is chosen before the document is out --------------------------------------------


@pytest.mark.parametrize("method", METHODS)
def test_the_agency_may_give_up_the_notice_and_take_it_up_again(method: str) -> None:
    number = finding.begun(method)
    services.give_up(agency(), project_number=number)
    with pytest.raises(NotFound):
        prequalification_seen(people.agency(), number)
    services.organise(agency(), project_number=number)
    assert prequalification_seen(people.agency(), number).round == 2


def test_what_is_published_by_notice_has_no_list() -> None:
    call = methods.call("negotiation")
    with clock.at(call.published_at), pytest.raises(WrongState):
        services.organise(agency(), project_number=call.number)


def test_an_invited_tender_is_not_given_up_for_a_notice() -> None:
    number = prequalifying.begun()
    with pytest.raises(WrongState, match="不能改为发布公告"):
        services.give_up(agency(), project_number=number)


def test_a_notice_is_no_list_and_nobody_puts_names_on_it_by_hand() -> None:
    number = finding.written()
    with pytest.raises(InvalidInput):
        services.edit(agency(), project_number=number, content=prequalifying.content())
    with pytest.raises(WrongState, match="不能逐家填写"):
        services.add_candidate(agency(), project_number=number, form=prequalifying.candidate(1))


@pytest.mark.parametrize(("places", "lawful"), [(2, False), (3, True)])
def test_three_are_drawn_at_least(places: int, lawful: bool) -> None:
    number = finding.written(places=places)
    if lawful:
        services.submit(agency(), project_number=number)
        return
    with pytest.raises(RuleBroken) as error:
        services.submit(agency(), project_number=number)
    assert "拟抽取2家，不得少于3家" in broken(error)["GP-NEG-02"]


# --- drawn from the library ------------------------------------------------------------------


@pytest.mark.parametrize("method", METHODS)
def test_the_draw_takes_from_the_whole_library_and_anybody_can_repeat_it(method: str) -> None:
    number = finding.drawn(method, suppliers=5)
    assert len(finding.invited(number)) == 3
    record = invitation_draw(people.agency(), number)
    assert len(record.leaves) == 5
    assert all(claim.holds for claim in drawing.claims_of(record))


def test_too_small_a_library_is_not_drawn_from_and_the_terms_can_be_mended() -> None:
    finding.library(2)
    number = finding.confirmed()
    with pytest.raises(RuleBroken) as error:
        services.draw(agency(), project_number=number)
    assert "符合条件的供应商2家，拟抽取3家" in broken(error)["GP-NEG-02"]
    services.restart(agency(), project_number=number)
    assert prequalification_seen(people.agency(), number).state == "draft"


def test_who_is_barred_or_lacks_the_certificate_is_not_in_the_pool() -> None:
    finding.library(4)
    number = finding.begun()
    form = prequalifying.content(Way.LIBRARY, certificate="示例安全许可", industry=2)
    services.edit(agency(), project_number=number, content=form)
    prequalifying.confirmed(number)
    exclusions.banned_supplier(4, clock.today())
    services.draw(agency(), project_number=number)
    assert len(invitation_draw(people.agency(), number).leaves) == 3
    other = finding.begun()
    form = prequalifying.content(Way.LIBRARY, certificate="没有这种证书")
    services.edit(agency(), project_number=other, content=form)
    prequalifying.confirmed(other)
    with pytest.raises(RuleBroken, match="供应商0家"):
        services.draw(agency(), project_number=other)


def test_nobody_learns_before_the_deadline_who_was_drawn_but_who_held_the_draw() -> None:
    number = methods.published("negotiation", project=finding.drawn())
    with pytest.raises(NotFound, match="投标截止"):
        invitation_draw(people.supplier(1), number)
    assert invitation_draw(people.buyer(), number).calls


# --- invited one by one ----------------------------------------------------------------------


def test_the_drawn_are_invited_and_nobody_else_obtains_the_document(pump: object) -> None:
    number = methods.published("negotiation", project=finding.drawn(suppliers=3))
    assert titles(people.supplier(1)) == ["确认收到谈判邀请书，获取谈判文件"]
    pump()  # type: ignore[operator]
    told, _ = message_page(people.supplier(1))
    assert any("谈判邀请书" in one.title for one in told)
    obtain_document(people.actor(people.supplier(1)), project_number=number)
    with pytest.raises(NotAllowed, match="谈判邀请书"):
        obtain_document(people.actor(people.supplier(7)), project_number=number)
    assert "收到" in download_state(people.supplier(7), number).reason
    with pytest.raises(NotFound):
        services.acknowledge(people.actor(people.supplier(7)), project_number=number)


def test_the_document_waits_for_the_list() -> None:
    number = finding.confirmed()
    with pytest.raises(RuleBroken, match="受邀供应商名单还没有确定"):
        methods.published("negotiation", project=number)


# --- recommended in writing ------------------------------------------------------------------


def test_experts_are_drawn_and_asked_with_the_buyer_each_by_a_to_do() -> None:
    number = finding.asked()
    sheet = prequalification_seen(people.agency(), number)
    assert [one.called for one in sheet.words] == ["采购人", "评审专家 1 号", "评审专家 2 号"]
    for viewer in (people.buyer(), *(people.expert(n) for n in finding.EXPERTS)):
        assert "书面推荐供应商" in titles(viewer)
    assert "书面推荐供应商" not in titles(people.expert(1))


def test_recommenders_are_known_by_number_and_their_draw_after_the_result() -> None:
    number = finding.asked()
    with pytest.raises(NotFound, match="结果公告"):
        invitation_draw(people.agency(), number)
    expert = people.expert(finding.EXPERTS[0])
    pk = finding.words(number, expert)
    assert expert.name not in str(words_seen(people.agency(), pk))
    assert words_seen(expert, pk).project.number == number
    with pytest.raises(NotFound):
        words_seen(people.expert(finding.EXPERTS[1]), pk)
    with pytest.raises(NotFound):
        words_seen(people.supplier(1), pk)


def test_an_expert_does_not_recommend_a_firm_he_has_to_do_with() -> None:
    number = finding.asked()
    expert = people.expert(finding.EXPERTS[0])
    pk = finding.words(number, expert)
    avoid_firm(expert, 1)
    with pytest.raises(RuleBroken) as error:
        services.recommend(people.actor(expert), pk=pk, form=finding.form(1, 2))
    assert people.supplier(1).organisation_name in broken(error)["GP-EXP-04"]
    services.recommend(people.actor(expert), pk=pk, form=finding.form(2))


def test_what_is_recommended_is_in_the_library_not_barred_and_named_once() -> None:
    number = finding.asked()
    buyer, pk = people.actor(people.buyer()), finding.words(number, people.buyer())
    exclusions.banned_supplier(5, clock.today())
    for wrong in (finding.form(5), finding.form(1, 1)):
        with pytest.raises(InvalidInput):
            services.recommend(buyer, pk=pk, form=wrong)
    with pytest.raises(RuleBroken) as error:
        services.recommend(buyer, pk=pk, form=finding.form(1, declared=False))
    assert "声明" in broken(error)["GP-EXP-14"]
    services.recommend(buyer, pk=pk, form=finding.form(1))
    with pytest.raises(InvalidInput, match="已经有人推荐"):
        finding.say(number, people.expert(finding.EXPERTS[0]), 1)


def test_neither_side_reads_the_others_words_before_the_list_is_closed() -> None:
    number = finding.said()
    shown = prequalification_seen(people.buyer(), number)
    assert [one.name for one in shown.suppliers] == [people.supplier(1).organisation_name]
    assert [len(one.suppliers) for one in shown.words] == [1, 0, 0]
    assert len(prequalification_seen(people.agency(), number).suppliers) == 3
    services.settle_list(agency(), project_number=number)
    assert len(prequalification_seen(people.buyer(), number).suppliers) == 3


@pytest.mark.parametrize(
    ("buyers", "experts", "says"),
    [
        ((1, 2), ((3, 4), (5,)), ""),
        ((1, 2), ((3,), (4,)), ""),
        ((1, 2, 3), ((4,), (5,)), "采购人推荐3家，超过推荐总数5家的50%"),
    ],
)
def test_the_buyer_recommends_half_at_most(
    buyers: tuple[int, ...], experts: tuple[tuple[int, ...], ...], says: str
) -> None:
    number = finding.said(buyers, experts)
    if not says:
        services.settle_list(agency(), project_number=number)
        assert len(finding.invited(number)) == len(buyers) + sum(map(len, experts))
        return
    with pytest.raises(RuleBroken) as error:
        services.settle_list(agency(), project_number=number)
    [verdict] = [one for one in error.value.verdicts if one.blocks]
    assert says in verdict.message
    assert verdict.cites == ("财政部令第74号/12",)


def test_the_list_waits_for_everybody_asked_and_three_are_needed() -> None:
    number = finding.asked()
    with pytest.raises(RuleBroken) as error:
        services.settle_list(agency(), project_number=number)
    assert "采购人" in next(v.message for v in error.value.verdicts if v.blocks)
    finding.say(number, people.expert(finding.EXPERTS[0]), 1, 2)
    services.decline(
        people.actor(people.buyer()), pk=finding.words(number, people.buyer()), form=BUSY
    )
    second = finding.words(number, people.expert(finding.EXPERTS[1]))
    services.excuse(agency(), pk=second, form=RefusalIn(reason="多次联系没有答复。"))
    with pytest.raises(RuleBroken, match="2家，不足3家"):
        services.settle_list(agency(), project_number=number)
    services.restart(agency(), project_number=number)
    assert prequalification_seen(people.agency(), number).round == 2


def test_a_list_that_is_lawful_is_not_thrown_away_and_the_buyer_is_always_waited_for() -> None:
    number = finding.asked()
    with pytest.raises(WrongState, match="还没有答复"):
        services.restart(agency(), project_number=number)
    with pytest.raises((NotFound, WrongState)):
        services.excuse(agency(), pk=finding.words(number, people.buyer()), form=BUSY)
    lawful = finding.said()
    with pytest.raises(WrongState, match="请确定受邀供应商名单"):
        services.restart(agency(), project_number=lawful)


def test_the_opinions_are_published_with_the_result_by_name_and_reason() -> None:
    number = finding.recommended()
    text = with_recommended(SYSTEM, number, AnnouncementIn()).other_matters
    assert text.startswith("采购人书面推荐的供应商名单和推荐理由：")
    for n in finding.EXPERTS:
        assert f"评审专家{people.expert(n).name}书面推荐" in text
    assert "同类项目履约良好" in text
