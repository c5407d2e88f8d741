"""The panel asks a bidder in writing, by its chair; the bidder answers in time or not at all."""

from __future__ import annotations

from datetime import timedelta

import pytest

from lucai.kernel import clock
from lucai.kernel.errors import InvalidInput, NotFound, RuleBroken, WrongState
from lucai.platform.duties.selectors import duty_list
from lucai.stages.trade.bid_clarifications import jobs, selectors, services
from lucai.stages.trade.bid_clarifications.schemas import AnswerIn, QuestionIn
from tests.makers import evaluation, people
from tests.makers.browsing import browse, posted

pytestmark = pytest.mark.django_db

ASKED = QuestionIn(question="第 3 页质保期前后表述不一致，请澄清。")
SAID = AnswerIn(reply="质保期为三年，以第 3 页为准。")


def test_the_chair_asks_and_the_bidder_alone_answers_within_its_time() -> None:
    rnd = evaluation.qualified()
    code = rnd.codes()[0]
    key = {"project_number": rnd.number}
    with evaluation.at(rnd):
        member = next(m for m in rnd.members if m.person != rnd.chair().viewer.person)
        with pytest.raises(WrongState, match="组长"):
            services.ask(people.actor(member), bid_code=code, form=ASKED, **rnd.key)
        pk = services.ask(rnd.chair(), bid_code=code, form=ASKED, **rnd.key)
        with pytest.raises(InvalidInput, match="还没有答复"):
            services.ask(rnd.chair(), bid_code=code, form=ASKED, **rnd.key)
        assert "书面澄清、说明或者补正" in [d.title for d in duty_list(people.supplier(1))]
        for stranger in (people.supplier(2), people.public(), people.buyer()):
            with pytest.raises(NotFound):
                selectors.clarification_seen(stranger, rnd.number, pk)
        asked = selectors.clarification_seen(people.supplier(1), rnd.number, pk)
        late = asked.due_at
    with clock.at(late), pytest.raises(RuleBroken) as over:
        services.answer(people.actor(people.supplier(1)), pk=pk, form=SAID, **key)
    assert {v.rule for v in over.value.verdicts if v.blocks} == {"GP-EXP-14"}
    with clock.at(late - timedelta(minutes=1)):
        services.answer(people.actor(people.supplier(1)), pk=pk, form=SAID, **key)
        for reader in (*rnd.members, people.agency(), people.finance()):
            assert selectors.clarification_seen(reader, rnd.number, pk).reply == SAID.reply
    [line] = selectors.report_lines(people.agency(), rnd.number, 1)
    assert SAID.reply in line


def test_silence_closes_the_question_and_after_the_report_nobody_asks() -> None:
    rnd = evaluation.qualified()
    with evaluation.at(rnd):
        pk = services.ask(rnd.chair(), bid_code=rnd.codes()[0], form=ASKED, **rnd.key)
        due = selectors.clarification_seen(people.agency(), rnd.number, pk).due_at
    assert jobs.lapse(due - timedelta(seconds=1)) == 0
    assert jobs.lapse(due) == 1
    assert selectors.clarification_seen(people.agency(), rnd.number, pk).state == "unanswered"
    done = evaluation.reported()
    with evaluation.at(done), pytest.raises(WrongState, match="签署报告以前"):
        services.ask(done.chair(), bid_code=done.codes()[0], form=ASKED, **done.key)


def test_the_chair_asks_and_the_bidder_answers_in_the_browser() -> None:
    rnd = evaluation.qualified()
    room = f"/rooms/{rnd.number}/bid-clarifications/"
    with evaluation.at(rnd):
        chair, firm = browse(rnd.chair().viewer), browse(people.supplier(1))
        assert "要求供应商澄清" in chair.get(f"/rooms/{rnd.number}/evaluation/1/").content.decode()
        ask = f"{room}1/{rnd.codes()[0]}/ask/"
        assert ask in chair.get(room).content.decode()
        typed = posted(chair.get(ask))
        assert chair.post(ask, {**typed, "question": ""}).status_code == 422
        assert chair.post(ask, {**typed, "question": ASKED.question}).status_code == 302
        [line] = selectors.clarifications_of(people.supplier(1), rnd.number)
        shown = firm.get(line.href).content.decode()
        assert ASKED.question in shown
        assert "号成员" not in shown
        assert firm.post(line.href, {"reply": SAID.reply}).status_code == 302
        assert SAID.reply in chair.get(line.href).content.decode()
        assert browse(people.supplier(2)).get(line.href).status_code == 404
