"""资格预审与邀请: found, reviewed, drawn, invited; only the invited bid."""

from __future__ import annotations

from datetime import timedelta

import pytest

from lucai.kernel import clock
from lucai.kernel.errors import InvalidInput, NotAllowed, NotFound, RuleBroken, WrongState
from lucai.law.notices import check_notice
from lucai.platform.duties.selectors import duty_list
from lucai.platform.journal.selectors import project_timeline
from lucai.stages.trade.awards.schemas import AnnouncementIn
from lucai.stages.trade.awards.selectors import with_recommended
from lucai.stages.trade.challenges.selectors import grounds
from lucai.stages.trade.documents import services as documents
from lucai.stages.trade.downloads.selectors import download_state
from lucai.stages.trade.downloads.services import obtain_document
from lucai.stages.trade.prequalifications import drawing, services
from lucai.stages.trade.prequalifications.schemas import AmendmentIn, ConditionIn, ReasonIn, Way
from lucai.stages.trade.prequalifications.selectors import (
    application_seen,
    invitation_draw,
    invited_names,
    prequalification_seen,
)
from lucai.stages.trade.projects.selectors import project_page, project_seen
from tests.makers import evaluation, exclusions, methods, people, prequalifying
from tests.makers.evaluation import Round
from tests.makers.kept import kept

pytestmark = pytest.mark.django_db


def why(error: pytest.ExceptionInfo[RuleBroken]) -> list[str]:
    return [verdict.rule for verdict in error.value.verdicts if verdict.blocks]


def agency() -> object:
    return people.actor(people.agency())


@kept
def calling() -> str:
    """A round that has three applications."""
    return prequalifying.applied(prequalifying.published())


@kept
def opened() -> Round:
    """An invited tender that was opened."""
    return methods.opened("invited")


def after_the_deadline(number: str) -> object:
    until = prequalification_seen(people.agency(), number).apply_until
    assert until is not None
    return clock.at(until + timedelta(hours=1))


def to_result(rnd: Round) -> Round:
    rnd = evaluation.started(evaluation.formed(evaluation.drawn(rnd)))
    return evaluation.carry(rnd, after=evaluation.started, to=evaluation.announced_award)


# --- whole lives -----------------------------------------------------------------------------


@pytest.mark.nightly
def test_an_invited_tender_lives_from_plan_to_result(opened: Round) -> None:
    rnd = to_result(opened)
    assert project_seen(people.public(), rnd.number).state == "awarded"
    told = [e.body.get("notice") for e in project_timeline(people.public(), rnd.number)]
    found = {notice["kind"]: notice["fields"] for notice in told if notice}
    assert set(found) == {"prequalification", "result"}
    assert check_notice("prequalification", found["prequalification"]) == []


def test_an_open_tender_with_prequalification_lives_to_its_result() -> None:
    with clock.at(clock.moment(evaluation.bids.PUBLISHED_ON, 10)):
        number = prequalifying.prequalified()
        call = methods.call("open", project=number)
    rnd = to_result(evaluation.opened(call))
    assert project_seen(people.public(), rnd.number).state == "awarded"


def test_the_evaluation_does_not_repeat_the_qualification(opened: Round) -> None:
    rnd = evaluation.started(evaluation.formed(evaluation.drawn(opened)))
    with evaluation.at(rnd):
        terms = rnd.sheet(people.agency()).terms
        assert terms.prequalified
        assert not terms.qualification
        assert "qualification" not in {check.kind for check in terms.compliance}


# --- applications ----------------------------------------------------------------------------


def test_who_applies_is_secret_until_the_deadline(calling: str) -> None:
    for viewer in (people.agency(), people.buyer(), people.finance()):
        assert prequalification_seen(viewer, calling).suppliers == ()
        log = "".join(f"{e.who}{e.label}" for e in project_timeline(viewer, calling))
        assert people.supplier(1).organisation_name not in log
    with after_the_deadline(calling):
        assert len(prequalification_seen(people.agency(), calling).suppliers) == 3


def test_a_supplier_sees_only_its_own_application(calling: str) -> None:
    own = prequalification_seen(people.supplier(1), calling).own
    assert own
    with pytest.raises(NotFound):
        application_seen(people.supplier(2), calling, own.line.pk)
    with after_the_deadline(calling), pytest.raises(NotFound):
        application_seen(people.supplier(2), calling, own.line.pk)


def test_an_application_can_be_changed_and_withdrawn_only_before_the_deadline(calling: str) -> None:
    actor = people.actor(people.supplier(1))
    services.withdraw(actor, project_number=calling)
    services.apply(actor, project_number=calling, form=prequalifying.application())
    with after_the_deadline(calling):
        with pytest.raises(RuleBroken) as late:
            services.apply(actor, project_number=calling, form=prequalifying.application())
        with pytest.raises(RuleBroken):
            services.withdraw(actor, project_number=calling)
    assert why(late) == ["GP-TEN-04"]


def test_an_application_answers_every_condition_and_is_vouched_for(calling: str) -> None:
    actor = people.actor(people.supplier(4))
    silent = prequalifying.application(answers=[])
    with pytest.raises(RuleBroken, match="没有说明"):
        services.apply(actor, project_number=calling, form=silent)
    with pytest.raises(InvalidInput):
        services.apply(
            actor, project_number=calling, form=prequalifying.application(truthful=False)
        )


def test_the_barred_neither_apply_nor_stand_on_a_list(calling: str) -> None:
    actor = people.actor(people.supplier(4))
    exclusions.banned_supplier(4, clock.today())
    with pytest.raises(RuleBroken) as barred:
        services.apply(actor, project_number=calling, form=prequalifying.application())
    assert why(barred) == ["GP-QUA-02"]
    number = prequalifying.listed(count=3)
    form = prequalifying.candidate(4)
    with pytest.raises(InvalidInput, match="禁止参加"):
        services.add_candidate(people.actor(people.buyer()), project_number=number, form=form)


# --- review ----------------------------------------------------------------------------------


def test_the_review_waits_for_the_deadline_and_for_every_applicant(calling: str) -> None:
    with pytest.raises(RuleBroken) as early:
        services.finish_review(agency(), project_number=calling)
    assert why(early) == ["GP-TEN-04"]
    with after_the_deadline(calling):
        with pytest.raises(RuleBroken, match="没有审查完"):
            services.finish_review(agency(), project_number=calling)
        prequalifying.reviewed(calling)
    assert prequalification_seen(people.agency(), calling).state == "reviewed"


def test_the_refused_is_told_why(calling: str) -> None:
    prequalifying.applied(calling, (4,))
    with after_the_deadline(calling):
        prequalifying.reviewed(calling, refused=(4,))
        own = prequalification_seen(people.supplier(4), calling).own
        passed = prequalification_seen(people.supplier(1), calling).own
    assert own
    assert own.line.state == "refused"
    assert "没有提供服务网点的证明" in own.line.refusal
    assert passed
    assert passed.line.state == "passed"


def test_who_applied_may_challenge_the_process_and_nobody_else(calling: str) -> None:
    took_part = {}
    for n in (1, 9):
        [ground] = [g for g in grounds(people.supplier(n), calling) if g.about == "process"]
        took_part[n] = all(verdict.holds for verdict in ground.verdicts)
    assert took_part == {1: True, 9: False}


def test_a_condition_fails_only_with_a_reason(calling: str) -> None:
    with after_the_deadline(calling):
        line = prequalification_seen(people.agency(), calling).suppliers[0]
        form = prequalifying.findings("x")
        form.findings[1].reason = ""
        with pytest.raises(InvalidInput):
            services.judge(agency(), project_number=calling, pk=line.pk, form=form)


def test_fewer_than_three_are_announced_anew(calling: str) -> None:
    with after_the_deadline(calling):
        prequalifying.reviewed(calling, refused=(1,))
        assert prequalification_seen(people.agency(), calling).state == "failed"
        titles = [d.title for d in duty_list(people.agency()) if d.project_number == calling]
        assert any("重新发布" in title for title in titles)
        services.restart(agency(), project_number=calling)
        sheet = prequalification_seen(people.agency(), calling)
        assert (sheet.round, sheet.state, len(sheet.conditions)) == (2, "draft", 2)
        services.edit(agency(), project_number=calling, content=prequalifying.content())
        prequalifying.confirmed(calling)
        services.publish(agency(), project_number=calling)
        prequalifying.applied(calling, (1, 2, 3, 4))
    with after_the_deadline(calling):
        prequalifying.reviewed(calling)
    assert prequalification_seen(people.agency(), calling).state == "reviewed"


# --- lists without a notice ------------------------------------------------------------------


def test_a_list_holds_twice_as_many_as_are_drawn() -> None:
    number = prequalifying.listed(count=5)
    services.submit(agency(), project_number=number)
    buyer, head = people.actor(people.buyer()), people.actor(people.buyer_reviewer())
    with pytest.raises(RuleBroken, match="还差1家"):
        services.confirm(head, project_number=number)
    services.add_candidate(buyer, project_number=number, form=prequalifying.candidate(6))
    services.confirm(head, project_number=number)
    assert prequalification_seen(people.agency(), number).state == "reviewed"


def test_recommended_names_and_reasons_are_published_with_the_result() -> None:
    number = prequalifying.listed()
    notice = with_recommended(people.agency(), number, AnnouncementIn())
    assert notice.other_matters.count("同类项目履约良好") == 6


def test_the_list_is_made_by_those_whose_way_it_is() -> None:
    number = prequalifying.written(way=Way.RECOMMENDATION)
    with pytest.raises(NotAllowed):
        services.add_candidate(agency(), project_number=number, form=prequalifying.candidate(1))
    buyer = people.actor(people.buyer())
    services.add_candidate(buyer, project_number=number, form=prequalifying.candidate(1))
    with pytest.raises(InvalidInput, match="已经"):
        services.add_candidate(buyer, project_number=number, form=prequalifying.candidate(1))
    line = prequalification_seen(people.buyer(), number).suppliers[0]
    services.remove_candidate(buyer, project_number=number, pk=line.pk)
    assert not prequalification_seen(people.buyer(), number).suppliers


def test_a_listed_supplier_learns_nothing_before_it_is_invited() -> None:
    number = prequalifying.listed()
    with pytest.raises(NotFound):
        prequalification_seen(people.supplier(1), number)


# --- draw ------------------------------------------------------------------------------------


def test_the_draw_needs_two_different_witnesses(calling: str) -> None:
    with after_the_deadline(calling):
        prequalifying.reviewed(calling)
        buyer = people.actor(people.buyer())
        services.witness(buyer, project_number=calling)
        with pytest.raises(RuleBroken):
            services.witness(buyer, project_number=calling)
        with pytest.raises(RuleBroken) as alone:
            services.draw(agency(), project_number=calling)
        assert why(alone) == ["GP-TEN-07"]
        services.witness(people.actor(people.buyer_reviewer()), project_number=calling)
        services.draw(agency(), project_number=calling)
    assert prequalification_seen(people.agency(), calling).state == "drawn"


def test_three_of_six_are_drawn_and_anybody_can_repeat_it(opened: Round) -> None:
    number = prequalifying.confirmed(prequalifying.listed())
    services.draw(agency(), project_number=prequalifying.watched(number))
    record = invitation_draw(people.agency(), number)
    assert len(record.leaves) == 6
    assert len(record.openings) == 3
    assert all(claim.holds for claim in drawing.claims_of(record))
    with pytest.raises(NotFound):
        invitation_draw(people.supplier(1), number)
    with evaluation.at(opened):
        assert all(
            c.holds for c in drawing.claims_of(invitation_draw(people.public(), opened.number))
        )


def test_a_draw_that_was_broken_off_goes_on_with_its_pool(monkeypatch: pytest.MonkeyPatch) -> None:
    number = prequalifying.watched(prequalifying.confirmed(prequalifying.listed()))
    choosing = services.choosing
    with monkeypatch.context() as broken:
        broken.setattr(choosing.draws, "covering_checkpoint", lambda _: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            services.draw(agency(), project_number=number)
    pool = prequalification_seen(people.agency(), number).draw_id
    services.draw(agency(), project_number=number)
    assert invitation_draw(people.agency(), number).draw_id == pool


# --- invitations -----------------------------------------------------------------------------


def test_nothing_is_sent_out_before_it_is_known_to_whom() -> None:
    with clock.at(clock.moment(evaluation.bids.PUBLISHED_ON, 10)):
        number = prequalifying.confirmed(prequalifying.listed())
        with pytest.raises(RuleBroken, match="受邀供应商名单还没有确定"):
            methods.call("invited", project=number)


def test_all_are_invited_at_once_and_only_they_obtain_the_document() -> None:
    call = methods.call("invited")
    with clock.at(call.before):
        assert len(invited_names(people.agency(), call.number)) == 3
        duties = [d for d in duty_list(people.supplier(2)) if "投标邀请书" in d.title]
        assert duties
        services.acknowledge(people.actor(people.supplier(2)), project_number=call.number)
        obtain_document(people.actor(people.supplier(2)), project_number=call.number)
        obtain_document(people.actor(people.supplier(3)), project_number=call.number)
        own = prequalification_seen(people.supplier(3), call.number).own
        assert own
        assert own.line.state == "acknowledged"
        stranger = people.supplier(7)
        assert "投标邀请书" in download_state(stranger, call.number).reason
        with pytest.raises(NotAllowed):
            obtain_document(people.actor(stranger), project_number=call.number)


# --- content ---------------------------------------------------------------------------------


def test_the_period_for_applications_is_five_working_days() -> None:
    number = prequalifying.begun()
    short = prequalifying.content(apply_until=clock.now() + timedelta(days=3))
    with pytest.raises(InvalidInput):
        services.edit(agency(), project_number=number, content=short)
    services.edit(agency(), project_number=number, content=prequalifying.content())


def test_a_late_publication_shortens_no_period() -> None:
    number = prequalifying.confirmed(prequalifying.written())
    with clock.at(clock.now() + timedelta(days=6)), pytest.raises(RuleBroken) as late:
        services.publish(agency(), project_number=number)
    assert why(late) == ["GP-TEN-04"]


def test_an_incomplete_or_unlawful_document_is_not_submitted() -> None:
    number = prequalifying.begun()
    with pytest.raises(RuleBroken, match="供应商产生方式"):
        services.submit(agency(), project_number=number)
    scale = [ConditionIn(name="注册资本", text="注册资本不低于一千万元。")]
    form = prequalifying.content(conditions=scale, places=2)
    services.edit(agency(), project_number=number, content=form)
    with pytest.raises(RuleBroken) as unlawful:
        services.submit(agency(), project_number=number)
    assert set(why(unlawful)) == {"GP-QUA-06", "GP-TEN-07"}


def test_the_buyer_sends_it_back_with_a_reason() -> None:
    number = prequalifying.written()
    services.submit(agency(), project_number=number)
    reason = ReasonIn(reason="请补充服务能力要求")
    services.return_draft(people.actor(people.buyer()), project_number=number, form=reason)
    sheet = prequalification_seen(people.agency(), number)
    assert (sheet.state, sheet.returned_reason) == ("draft", reason.reason)


def test_a_change_shortly_before_the_deadline_postpones_it(calling: str) -> None:
    until = prequalification_seen(people.agency(), calling).apply_until
    assert until is not None
    text = "服务能力可以由合作单位提供。"
    with clock.at(until - timedelta(days=2)):
        with pytest.raises(RuleBroken) as short:
            services.amend(agency(), project_number=calling, form=AmendmentIn(text=text))
        form = AmendmentIn(text=text, new_until=until + timedelta(days=4))
        services.amend(agency(), project_number=calling, form=form)
    assert why(short) == ["GP-TEN-06"]
    with clock.at(until + timedelta(days=1)):
        assert not prequalification_seen(people.agency(), calling).suppliers


def test_an_open_tender_invites_all_who_pass_and_has_no_other_way() -> None:
    number = prequalifying.begun("open")
    with pytest.raises(InvalidInput):
        services.edit(agency(), project_number=number, content=prequalifying.content())
    with pytest.raises(WrongState):
        services.organise(agency(), project_number=number)


def test_suppliers_find_the_project_once_it_is_announced(calling: str) -> None:
    before = prequalifying.written()
    found = {line.number for line in project_page(people.supplier(5)).items}
    assert calling in found
    assert before not in found
    assert project_seen(people.public(), calling).state_label == "资格预审中"


def test_a_document_may_be_drafted_while_the_round_runs(calling: str) -> None:
    documents.draft_document(agency(), project_number=calling, blank_code="goods")
