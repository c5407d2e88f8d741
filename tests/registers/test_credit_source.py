"""The credit source at the gates (I-15): what it lists bars, what it does not know is never clear."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from lucai.adapters.credit.simulated import SimulatedCreditSource
from lucai.kernel import clock
from lucai.kernel.actors import SYSTEM, Actor, Reason
from lucai.platform.records import system_access
from lucai.registers.exclusions import ports, services
from lucai.registers.exclusions.gates import Gate
from lucai.registers.exclusions.models import ExclusionCheck
from lucai.registers.exclusions.selectors import check_page
from lucai.registers.exclusions.services import Answer, Place, Subject
from lucai.site import wiring
from tests.makers import bids, exclusions, people
from tests.makers.browsing import browse

pytestmark = pytest.mark.django_db

CODE, NAME = people.uscc(3001), "示例供应商1有限公司"
WHY = "（2026）示例执 1 号，有履行能力而拒不履行"
LISTED = {CODE: {"dishonest": WHY}}


@pytest.fixture(autouse=True)
def _restored() -> Iterator[None]:
    before = list(ports._chosen)
    yield
    ports.use(*before)


def asked(*, gate: Gate = Gate.QUALIFY, code: str = CODE, source: Any = None) -> Answer:
    if source is not None:
        ports.use(source)
    subject = Subject(code, NAME, 1)
    place = Place(project_number="P1", region=people.REGION, buyer_path="/1/", agency_id=None)
    return services.freeze(Actor.system(Reason.CONSEQUENCE), gate, [subject], place)[code]


def results() -> list[str]:
    with system_access("test"):
        return [one["result"] for one in ExclusionCheck.objects.latest("pk").outside]


def test_who_is_listed_is_barred_with_the_list_and_the_reason() -> None:
    answer = asked(source=SimulatedCreditSource(LISTED))
    assert answer.banned_until == (f"信用中国（模拟对接）：失信被执行人（{WHY}）",)
    assert results() == [ports.LISTED, ports.CLEAR, ports.CLEAR]
    assert asked(source=SimulatedCreditSource(LISTED), code=people.uscc(3002)).banned_until == ()


@pytest.mark.parametrize(
    ("source", "code"),
    [(SimulatedCreditSource(down=True), CODE), (SimulatedCreditSource(), CODE[:-1] + "0")],
)
def test_what_was_not_answered_is_unknown_and_asked_anew(source: Any, code: str) -> None:
    asked(source=source, code=code)
    assert results() == [ports.UNKNOWN] * 3
    line = check_page(SYSTEM).items[0]
    assert line.unknown
    assert not line.listed
    if code == CODE:
        asked(source=SimulatedCreditSource(LISTED), code=code)
        assert results()[0] == ports.LISTED


def test_nobody_outside_hears_who_obtains_a_document() -> None:
    assert asked(gate=Gate.OBTAIN, source=SimulatedCreditSource(LISTED)).banned_until == ()
    assert results() == []


def test_an_answer_is_used_again_for_a_day_and_not_longer() -> None:
    day = clock.now()
    with clock.at(day):
        asked(source=SimulatedCreditSource())
    with clock.at(day + services.KEPT / 2):
        asked(source=SimulatedCreditSource(LISTED), gate=Gate.SIGN)
        assert results()[0] == ports.CLEAR
    with clock.at(day + services.KEPT):
        asked(source=SimulatedCreditSource(LISTED), gate=Gate.AWARD)
        assert results()[0] == ports.LISTED


def test_a_question_without_a_purpose_is_refused_and_nothing_stands_behind_the_port_in_production(
    settings: Any, monkeypatch: Any
) -> None:
    question = ports.PartyQuestion(code=CODE, name=NAME, purpose="")
    said = SimulatedCreditSource().check_party(question, clock.now())
    assert {one.result for one in said} == {ports.UNKNOWN}
    assert "事由" in said[0].message
    ports.use()
    assert asked().banned_until == ()
    assert results() == [ports.UNKNOWN] * 3
    monkeypatch.setattr(wiring, "_simulate", pytest.fail)
    settings.LUCAI_PRODUCTION, settings.LUCAI_DEMO, settings.LUCAI_OUTPOSTS = True, False, ""
    wiring.WiringConfig.ready(None)  # type: ignore[arg-type]
    assert not ports.connected()


def test_finance_reads_what_each_list_said() -> None:
    asked(source=SimulatedCreditSource(LISTED))
    text = browse(people.finance()).get("/exclusions/checks/").content.decode()
    assert "失信被执行人" in text
    assert "信用中国（模拟对接）" in text


def test_what_is_unknown_is_looked_up_by_one_person_and_confirmed_by_another() -> None:
    asked(source=SimulatedCreditSource(down=True))
    first, second = browse(people.finance()), browse(exclusions.reviewer().viewer)
    pk = check_page(SYSTEM).items[0].pk
    place, note = f"/exclusions/checks/{pk}/", "示例：信用中国、中国政府采购网，三份名单均无记录"
    refused = first.post(place, {"result": "clear", "note": note})
    assert refused.status_code == 422
    assert note in refused.content.decode()
    form = {"result": "clear", "note": note, "file": bids.upload("截图.pdf")}
    assert first.post(place, form)["Location"] == place
    assert "人工查询：没有记录，待复核" in first.get("/exclusions/checks/").content.decode()
    assert first.post(f"{place}confirm/").status_code == 409
    assert second.post(f"{place}confirm/")["Location"] == place
    assert second.post(place, form).status_code == 409
    assert b"".join(first.get(f"{place}evidence/").streaming_content).startswith(b"%PDF")
    assert browse(people.finance("370202")).get(place).status_code == 404
