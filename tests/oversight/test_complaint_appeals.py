"""行政复议 and 行政诉讼 after a decision: what came of them is recorded, shown and kept."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pydantic import ValidationError

from lucai.kernel import clock
from lucai.kernel.actors import PUBLIC, SYSTEM
from lucai.kernel.errors import InvalidInput, NotAllowed, NotFound, WrongState
from lucai.law.calendar import beijing_day
from lucai.law.challenges import last_day_for_remedy
from lucai.oversight.complaints import selectors, services
from lucai.oversight.complaints.archiving import SOURCE
from lucai.oversight.complaints.schemas import (
    AppealEndIn,
    AppealIn,
    AppealKind,
    AppealNoticeIn,
    AppealOutcome,
    AppealOutcomeIn,
    AppealTakenIn,
    FulfilmentIn,
)
from lucai.oversight.complaints.selectors import appeals
from lucai.platform.duties.selectors import duty_list
from lucai.platform.journal import readers, sequencer
from lucai.publication.board.selectors.notices import notice_seen, notices_of_project
from lucai.stages.archive.packages import selectors as archive
from lucai.stages.trade.challenges.schemas import About
from tests.makers import challenges, complaints, people
from tests.makers.browsing import browse
from tests.makers.kept import kept

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
DAY = timedelta(days=1)
NOTICE = AppealNoticeIn(public_result="认定的事实不清", public_effect="重新处理")

world = kept(challenges.answered_award)
World = tuple[challenges.Announced, str]


def applied(
    number: str, on: date, kind: AppealKind = AppealKind.REVIEW,
    appellant: str = "示例供应商3有限公司",
) -> int:  # fmt: skip
    form = AppealIn(kind=kind, appellant=appellant, authority="示例市人民政府", applied_on=on)
    return services.record_appeal(complaints.finance(), number=number, form=form)


def accepted(pk: int, on: date) -> None:
    form = AppealTakenIn(accepted_on=on, case_number="示例政复〔2026〕8号")
    services.accept_appeal(complaints.finance(), pk=pk, form=form)


def outcome(word: AppealOutcome, on: date, effect: str = "") -> AppealOutcomeIn:
    return AppealOutcomeIn(ended_on=on, outcome=word, result="认定的事实不清", effect=effect)


def published(pk: int, effect: str = "") -> None:
    form = AppealNoticeIn(public_result="认定的事实不清", public_effect=effect)
    services.publish_appeal(complaints.finance(), pk=pk, form=form)


def read_on() -> None:
    sequencer.sequence_all()
    for reader in readers.registered():
        readers.advance(reader)


def duties() -> list[str]:
    return [duty.title for duty in duty_list(people.finance())]


def test_a_decision_that_was_revoked_says_so_to_all_parties_until_that_is_carried_out(
    world: World,
) -> None:
    result, challenge = world
    with clock.at(result.at):
        number = complaints.decided(challenge)
        pk = applied(number, clock.today())
        accepted(pk, clock.today())
        with pytest.raises(ValidationError, match="影响"):
            outcome(AppealOutcome.REVOKED, clock.today())
        services.decide_appeal(
            complaints.finance(), pk=pk,
            form=outcome(AppealOutcome.REVOKED, clock.today(), "中标结果待重新处理"),
            uploads=[SimpleUploadedFile("复议决定书.pdf", PDF)],
        )  # fmt: skip
        for party in (people.supplier(3), people.agency(), people.buyer(), people.finance()):
            page = browse(party).get(f"/complaints/{number}/").content.decode()
            assert "撤销投诉处理决定：中标结果待重新处理" in page
        room = browse(people.agency()).get(f"/rooms/{result.number}/complaints/").content.decode()
        assert "撤销投诉处理决定" in room
        [line] = appeals.appeals_of(people.supplier(3), number)
        assert [file.name for file in line.files] == ["复议决定书.pdf"]
        file = f"{line.href}files/{line.files[0].file_id}/"
        assert browse(people.supplier(3)).get(file).status_code == 200
        assert browse(people.supplier(2)).get(file).status_code == 404
        assert "公告复议、诉讼结果" in duties()
        published(pk, "中标结果重新确定")
        assert "落实复议、诉讼结果" in duties()
        pieces = SOURCE.read(archive.dossier_of(SYSTEM, result.number))
        names = [piece.name for piece in pieces if "行政复议" in piece.name]
        assert [name.rpartition(".")[2] for name in names] == ["json", "pdf"]
        done = FulfilmentIn(text="已撤销原决定并重新调查")
        services.carry_out_appeal(complaints.finance(), pk=pk, form=done)
        assert appeals.appeal_seen(people.finance(), pk).line.state == "closed"
        assert "落实复议、诉讼结果" not in duties()


def test_a_decision_that_stands_closes_the_matter_with_the_judgment(world: World) -> None:
    result, challenge = world
    with clock.at(result.at):
        number = complaints.decided(challenge)
        pk = applied(number, clock.today(), AppealKind.LAWSUIT)
        accepted(pk, clock.today())
        stands = outcome(AppealOutcome.DISMISSED, clock.today())
        services.decide_appeal(complaints.finance(), pk=pk, form=stands)
        published(pk)
        [line] = appeals.appeals_of(people.supplier(3), number)
        assert (line.state, line.undone, line.kind_label) == ("closed", False, "行政诉讼")
        with pytest.raises(WrongState):
            services.decide_appeal(complaints.finance(), pk=pk, form=stands)


def test_what_became_of_a_decision_is_published_beside_it_without_strangers_names(
    world: World, tmp_path: Path, settings: Any
) -> None:
    settings.LUCAI_DATA_DIR = tmp_path
    result, challenge = world
    with clock.at(result.at):
        number = complaints.decided(challenge)
        services.publish(complaints.finance(), number=number)
        pk = applied(number, clock.today(), appellant="示例张三")
        accepted(pk, clock.today())
        effect = "中标结果重新确定"
        gone = outcome(AppealOutcome.REVOKED, clock.today(), effect)
        services.decide_appeal(complaints.finance(), pk=pk, form=gone)
        with pytest.raises(InvalidInput, match="影响"):
            published(pk)
        with pytest.raises(NotFound):
            services.publish_appeal(people.actor(people.finance("370202")), pk=pk, form=NOTICE)
        page = f"/complaints/appeals/{pk}/notice/"
        assert effect in browse(people.finance()).get(page).content.decode()
        told = {"public_result": "认定的事实不清", "public_effect": effect}
        assert browse(people.finance()).post(page, told).status_code == 302
        read_on()
        lines = notices_of_project(PUBLIC, result.number)
        [decided] = [line for line in lines if line.kind == "complaint"]
        [appeal] = [line for line in lines if line.kind == "complaintAppeal"]
        assert [line.code for line in notice_seen(PUBLIC, decided.code).appeals] == [appeal.code]
        shown = Client().get(appeal.href).content.decode()
        assert all(said in shown for said in ("撤销投诉处理决定", effect, "其他利害关系人"))
        assert "示例张三" not in shown
        assert appeal.title in Client().get(decided.href).content.decode()
        project = Client().get(f"/projects/{result.number}/").content.decode()
        assert appeal.href in project


def test_the_effect_is_demanded_where_a_decision_did_not_stand(world: World) -> None:
    result, challenge = world
    with clock.at(result.at):
        pk = applied(complaints.decided(challenge), clock.today())
        accepted(pk, clock.today())
        gone = outcome(AppealOutcome.REVOKED, clock.today(), "重新处理")
        services.decide_appeal(complaints.finance(), pk=pk, form=gone)
        page, finance = f"/complaints/appeals/{pk}/notice/", browse(people.finance())
        assert "选填" not in finance.get(page).content.decode()
        told = {"public_result": "认定的事实不清", "public_effect": ""}
        refused = finance.post(page, told)
        blank = finance.post(page, dict.fromkeys(told, "")).content.decode()
    assert refused.status_code == 422
    assert 'id="e-public_effect"' in refused.content.decode()
    assert 'id="e-public_result"' not in refused.content.decode()
    assert told["public_result"] in refused.content.decode()
    assert all(f'id="e-{name}"' in blank for name in told)


def test_all_that_an_outcome_lacks_is_named_at_once(world: World) -> None:
    result, challenge = world
    with clock.at(result.at):
        pk = applied(complaints.decided(challenge), clock.today())
        accepted(pk, clock.today())
        page, finance = f"/complaints/appeals/{pk}/decide/", browse(people.finance())
        typed = {"ended_on": "", "outcome": "revoked", "result": "", "effect": ""}
        refused = finance.post(page, typed)
        shown = refused.content.decode()
        assert refused.status_code == 422
        assert all(f'id="e-{name}"' in shown for name in ("ended_on", "result", "effect"))
        stands = {**typed, "ended_on": clock.today().isoformat(), "outcome": "upheld"}
        assert 'id="e-effect"' not in finance.post(page, stands).content.decode()
        assert finance.post(page, {**stands, "result": "维持原决定"}).status_code == 302


def test_where_nothing_was_decided_nothing_is_published(world: World) -> None:
    result, challenge = world
    with clock.at(result.at):
        number = complaints.examining(challenge)
        due = selectors.complaint_seen(people.finance(), number).line.due_at
    assert due
    with clock.at(due + DAY):
        pk = applied(number, clock.today())
        accepted(pk, clock.today())
        ordered = outcome(AppealOutcome.ORDERED, clock.today(), "限期作出处理决定")
        services.decide_appeal(complaints.finance(), pk=pk, form=ordered)
        assert appeals.appeal_seen(people.finance(), pk).line.state == "announced"
        with pytest.raises(WrongState):
            services.publish_appeal(complaints.finance(), pk=pk, form=NOTICE)


def test_days_out_of_order_and_other_hands_are_refused(world: World) -> None:
    result, challenge = world
    with clock.at(result.at):
        number, today = complaints.examining(challenge), clock.today()
        with pytest.raises(WrongState, match="还没有作出处理决定"):
            applied(number, today)
        complaints.decide(number)
        for day in (today - DAY, today + DAY):
            with pytest.raises(InvalidInput):
                applied(number, day)
        form = AppealIn(
            kind=AppealKind.REVIEW, appellant="示例", authority="示例", applied_on=today
        )
        with pytest.raises(NotAllowed):
            services.record_appeal(people.actor(people.buyer()), number=number, form=form)
        other = people.actor(people.finance("370202"))
        with pytest.raises(NotFound):
            services.record_appeal(other, number=number, form=form)
        pk = applied(number, today)
        with pytest.raises(InvalidInput):
            accepted(pk, today - DAY)
        end = AppealEndIn(ended_on=today, reason="申请人撤回申请")
        services.withdraw_appeal(complaints.finance(), pk=pk, form=end)
        assert appeals.appeal_seen(people.finance(), pk).line.state_label == "已撤回"


@pytest.mark.parametrize("kind", AppealKind)
def test_what_comes_after_the_last_day_is_recorded_with_a_doubt(
    world: World, kind: AppealKind
) -> None:
    result, challenge = world
    with clock.at(result.at):
        number = complaints.decided(challenge)
        last = last_day_for_remedy(kind, beijing_day(clock.now())).date
    with clock.at(clock.moment(last + DAY, 10)):
        in_time, late = applied(number, last, kind), applied(number, last + DAY, kind)
        assert appeals.appeal_seen(people.finance(), in_time).line.doubt == ""
        assert str(last) in appeals.appeal_seen(people.finance(), late).line.doubt


def test_silence_goes_to_review_first(world: World) -> None:
    result, challenge = world
    with clock.at(result.at):
        number = complaints.examining(challenge)
        due = selectors.complaint_seen(people.finance(), number).line.due_at
    assert due
    with clock.at(due + DAY):
        suit = applied(number, clock.today(), AppealKind.LAWSUIT)
        review = applied(number, clock.today())
        assert "先申请行政复议" in appeals.appeal_seen(people.finance(), suit).line.doubt
        assert appeals.appeal_seen(people.finance(), review).line.doubt == ""


def test_an_unfounded_complaint_whose_decision_was_revoked_counts_no_more(world: World) -> None:
    result, challenge = world
    with clock.at(result.at):
        number = complaints.decided(challenge)
        process = {"about": About.PROCESS, "phase": "评审", "known_on": clock.today()}
        again = complaints.decided(challenges.answered(result.number, **process))
        assert selectors.complaint_seen(people.finance(), again).unfounded_before == 1
        pk = applied(number, clock.today())
        accepted(pk, clock.today())
        gone = outcome(AppealOutcome.REVOKED, clock.today(), "重新处理")
        services.decide_appeal(complaints.finance(), pk=pk, form=gone)
        assert selectors.complaint_seen(people.finance(), again).unfounded_before == 0
