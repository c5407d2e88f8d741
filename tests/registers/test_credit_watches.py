"""Everybody in the libraries is looked up when registered and once a week; nothing follows by itself."""

from __future__ import annotations

from datetime import timedelta

import pytest

from lucai.kernel import clock
from lucai.kernel.actors import SYSTEM
from lucai.kernel.errors import NotAllowed, NotFound
from lucai.platform.duties.selectors import duty_list
from lucai.platform.journal import readers, sequencer
from lucai.registers.credit_watches import selectors, services
from lucai.registers.credit_watches.schemas import SettleIn
from lucai.registers.exclusions.selectors import bans_on, checks_of_party
from tests.makers import agencies, credit, people, registers
from tests.makers.browsing import browse

pytestmark = pytest.mark.django_db

WEEK = services.EVERY


def line(code: str) -> selectors.WatchLine:
    return next(o for o in selectors.watch_page(people.finance()).items if o.party_code == code)


def titles() -> list[str]:
    return [duty.title for duty in duty_list(people.finance())]


def test_who_registers_is_asked_about_and_the_answer_is_frozen() -> None:
    code = credit.enrolled()
    assert line(code).tag["text"] == "待查询"
    with credit.source():
        credit.asked()
    assert line(code).tag["text"] == "没有记录"
    frozen = checks_of_party(SYSTEM, code)
    assert [one.gate_label for one in frozen] == ["登记入库"]
    assert not frozen[0].listed
    assert "核实信用记录的差异" not in titles()
    desk = browse(people.finance())
    assert code not in desk.get("/exclusions/checks/").content.decode()
    assert code in desk.get("/exclusions/checks/?gate=register").content.decode()
    assert code in desk.get(f"/exclusions/checks/?gate=register&words={code}").content.decode()


def test_suppliers_agencies_and_experts_are_all_asked_about() -> None:
    credit.enrolled()
    agencies.submitted(2)
    registers.registered_expert(1)
    sequencer.sequence_all()
    readers.advance_all()
    readers.advance_all()
    with credit.source():
        credit.asked()
    found = {one.side: one.tag["text"] for one in selectors.watch_page(SYSTEM).items}
    # The library of experts holds no identity numbers: the source does not know them.
    assert found == {"supplier": "没有记录", "agency": "没有记录", "expert": "未能查询"}


def test_the_week_is_kept_to_the_second_and_only_differences_lie_on_a_desk() -> None:
    code = credit.enrolled()
    with credit.source():
        credit.asked()
        first = line(code).asked_at
        assert first
        with clock.at(first + WEEK - timedelta(seconds=1)):
            assert credit.asked() == 0
        with clock.at(first + WEEK):
            credit.asked()
    assert len(checks_of_party(SYSTEM, code)) == 1
    with credit.source({code: {"dishonest": credit.WHY}}), clock.at(first + 2 * WEEK):
        credit.asked()
        assert "核实信用记录的差异" in titles()
        assert line(code).tag["text"] == "有差异，待核实"
        frozen = checks_of_party(SYSTEM, code)
        assert [one.listed for one in frozen] == [True, False], "what was heard before stays"
        assert not bans_on(SYSTEM, [code], clock.today()), "nothing is barred by itself"


def test_what_is_not_answered_is_no_difference_and_is_asked_again_the_next_day() -> None:
    code = credit.enrolled()
    with credit.source({code: {"tax": credit.WHY}}):
        credit.asked()
    asked_at = line(code).asked_at
    assert asked_at
    with credit.source(down=True), clock.at(asked_at + WEEK):
        credit.asked()
        seen = line(code)
        assert (seen.listed, seen.unknown) == (True, True)
        assert seen.due_at == clock.now() + services.AGAIN
    assert len(checks_of_party(SYSTEM, code)) == 1


def test_finance_of_the_region_settles_a_difference_on_its_page() -> None:
    credit.differing()
    duty = next(d for d in duty_list(people.finance()) if d.title == "核实信用记录的差异")
    client = browse(people.finance())
    shown = client.get(duty.href.removesuffix("settle/")).content.decode()
    assert credit.WHY in shown
    assert "模拟对接" in shown
    assert client.post(duty.href, {"said": ""}).status_code == 422
    assert client.post(duty.href, {"said": "示例：已向执行法院核实，案件已结。"}).status_code == 302
    assert "核实信用记录的差异" not in titles()
    assert (
        "示例：已向执行法院核实" in client.get(duty.href.removesuffix("settle/")).content.decode()
    )
    assert "列入名单，已核实" in client.get("/credit-watch/?standing=listed").content.decode()


def test_nobody_else_sees_or_settles_a_difference() -> None:
    credit.differing()
    pk = selectors.watch_page(SYSTEM).items[0].pk
    for stranger in (people.supplier(1), people.agency(), people.buyer(), people.public()):
        with pytest.raises(NotFound):
            selectors.watch_seen(stranger, pk)
    province = people.actor(agencies.province())
    with pytest.raises(NotAllowed):
        services.settle(province, pk=pk, settle=SettleIn(said="示例：上级代为核实"))
