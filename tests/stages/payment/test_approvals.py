"""A buyer's own chain of approvals: one to three levels, each another person."""

from __future__ import annotations

import pytest

from lucai.kernel.errors import InvalidInput, RuleBroken
from lucai.platform.duties.selectors import duty_list
from lucai.stages.payment.requests import selectors, services
from lucai.stages.payment.requests.schemas import ChainIn, LevelIn, ReasonIn
from tests.makers import contract as make
from tests.makers import people
from tests.makers.browsing import browse
from tests.makers.kept import kept

pytestmark = pytest.mark.django_db

filed = kept(make.filed)
DUTY = "审批支付申请"


@pytest.fixture(autouse=True)
def approvers() -> None:
    """Give two colleagues posts with the right to approve."""
    for viewer in (people.buyer_reviewer(), people.buyer_acceptor()):
        browse(viewer)


def chain(*levels: tuple[str, int | None]) -> None:
    services.set_chain(
        make.buyer(), chain=ChainIn(levels=[LevelIn(title=t, person=p) for t, p in levels])
    )


def state(number: str) -> str:
    return selectors.payment_seen(people.buyer(), number).line.state


def offered(viewer: object, number: str) -> dict[str, bool]:
    offers = selectors.payment_seen(viewer, number).offers  # type: ignore[arg-type]
    return {offer.step.name: offer.open for offer in offers}


def test_two_levels_are_two_people_and_only_the_last_sends_it_to_the_treasury(filed: str) -> None:
    chain(("财务审核", None), ("单位负责人审批", people.buyer_acceptor().person))
    number = make.requested_payment(filed)
    assert offered(people.buyer_reviewer(), number) == {"review": True, "send_back": True}
    with pytest.raises(RuleBroken, match="兼任"):
        services.approve(make.buyer(), number=number)

    services.approve(make.decider(), number=number)
    assert state(number) == "approving"
    assert DUTY in [d.title for d in duty_list(people.buyer_acceptor())]
    assert DUTY not in [d.title for d in duty_list(people.buyer_reviewer())]
    with pytest.raises(RuleBroken, match="上一级审批"):
        services.approve(make.decider(), number=number)

    services.approve(make.acceptor(), number=number)
    sheet = selectors.payment_seen(people.buyer(), number)
    assert sheet.line.state == "sent"
    assert [one.name for one in sheet.levels] == ["示例审核", "示例验收"]


def test_a_level_waits_for_the_person_whom_it_names(filed: str) -> None:
    chain(("单位负责人审批", people.buyer_acceptor().person))
    number = make.requested_payment(filed)
    assert not offered(people.buyer_reviewer(), number)["approve"]
    with pytest.raises(RuleBroken, match="由示例验收办理"):
        services.approve(make.decider(), number=number)
    services.approve(make.acceptor(), number=number)
    assert state(number) == "sent"


def test_sent_back_it_begins_anew_and_by_the_chain_of_that_day(filed: str) -> None:
    chain(("财务审核", None), ("单位负责人审批", None))
    number = make.requested_payment(filed)
    services.approve(make.decider(), number=number)
    chain(("财务审核", None))
    services.send_back(make.acceptor(), number=number, reason=ReasonIn(reason="用途写得不清楚"))
    services.submit(make.buyer(), number=number)
    services.approve(make.decider(), number=number)
    assert state(number) == "sent"


def test_nobody_stands_twice_in_a_chain_and_a_stranger_not_at_all() -> None:
    twice = people.buyer_acceptor().person
    with pytest.raises(InvalidInput) as refusal:
        chain(("财务审核", twice), ("单位负责人审批", twice))
    assert set(refusal.value.fields) == {"levels.1.person"}
    with pytest.raises(InvalidInput, match="没有支付审批的权限"):
        chain(("财务审核", people.buyer(2).person))


def test_a_unit_sets_its_chain_on_a_page_and_nothing_typed_is_lost() -> None:
    client = browse(people.buyer())
    person = str(people.buyer_reviewer().person)
    wrong = client.post("/payments/approvals/", {"levels.0.title": "审", "levels.0.person": person})
    assert wrong.status_code == 422
    assert f'value="{person}" selected' in wrong.content.decode()
    right = {"levels.0.title": "财务审核", "levels.0.person": "", "levels.1.title": "领导审批",
             "levels.1.person": person}  # fmt: skip
    assert client.post("/payments/approvals/", right).status_code == 302
    text = client.get("/payments/approvals/").content.decode()
    assert "第 2 级　领导审批" in text
    four = {f"levels.{n}.title": "审批审批" for n in range(4)}
    assert client.post("/payments/approvals/", four).status_code == 422
