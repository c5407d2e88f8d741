"""A change that is refused carries reasons and a way to object; the pages of changes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from lucai.kernel import clock
from lucai.kernel.actors import SYSTEM, Viewer
from lucai.kernel.errors import NotFound, RuleBroken
from lucai.platform.duties.selectors import duty_list
from lucai.platform.records import system_access
from lucai.registers.experts import jobs, selectors, services
from lucai.registers.experts.models import ReviewExpert
from lucai.registers.experts.schemas import (
    DecisionRulingIn,
    Outcome,
    RefusalIn,
)
from lucai.registers.experts.selectors.changes import (
    change_file,
    change_page,
    change_seen,
)
from lucai.registers.experts.selectors.decisions import decision_seen
from lucai.registers.experts.selectors.pool import Drawable
from tests.makers import experts, people
from tests.makers.browsing import browse

pytestmark = pytest.mark.django_db

MONDAY = date(2026, 3, 2)
DAY = timedelta(days=1)
EXPERT, FINANCE = experts.applicant, people.finance
OLD, NEW = people.uscc(4000), people.uscc(4001)
SPOUSE = {"name": "示例供应商1有限公司", "uscc": people.uscc(3001), "reason": "配偶任职"}
REFUSAL = RefusalIn.model_validate({"kind": "proof", "reason": "没有附在职证明"})
REVOKED = DecisionRulingIn(outcome=Outcome.REVOKE, reason="在职证明属实")
CONFIRMED = DecisionRulingIn(outcome=Outcome.CONFIRM, reason="在职证明不是本单位出具")


@pytest.fixture(autouse=True)
def _on_a_working_day(db: None) -> Iterator[None]:
    with clock.at(clock.moment(MONDAY, 10)):
        yield


@pytest.fixture
def number() -> str:
    """An expert who works for OLD, avoids a spouse's firm and knows A0201 and C16."""
    key = experts.accepted(1)
    with system_access("test"):
        ReviewExpert.objects.get(number=key).change(employer_uscc=OLD)
    return key


def drawn(*wanted: str) -> list[Drawable]:
    return selectors.expert_pool(SYSTEM, specialties=wanted)


def avoided() -> frozenset[str]:
    """The codes whose procurements the draw keeps the expert out of, employer and all."""
    (one,) = drawn()
    return one.avoided_codes | {one.employer_uscc}


def card() -> selectors.ExpertCard:
    found = selectors.expert_of_person(EXPERT(), EXPERT().person)
    assert found
    return found


def ask(**changes: Any) -> str:
    return experts.asked(EXPERT(), **changes)


def refuse(change: str) -> str:
    return services.refuse_change(people.actor(FINANCE()), number=change, refusal=REFUSAL)


# --- a refusal carries reasons and a way to object ----------------------------------------------


@pytest.mark.usefixtures("number")
def test_a_refusal_tells_why_and_until_when_to_object() -> None:
    change = ask()
    decision = refuse(change)
    sheet = change_seen(EXPERT(), change)
    assert (sheet.kind_label, sheet.said) == ("证明材料不全或者不清楚", "没有附在职证明")
    told = decision_seen(EXPERT(), decision)
    assert told.reason == "证明材料不全或者不清楚：没有附在职证明"
    assert told.kind_label == "不予变更"
    (duty,) = [one for one in duty_list(EXPERT()) if decision in one.href]
    assert duty.title == "查看处理决定，有异议的在期限内提出"


@pytest.mark.usefixtures("number")
def test_an_objection_upheld_grants_the_change() -> None:
    change = ask()
    decision = experts.objected(refuse(change), EXPERT())
    assert NEW in avoided()
    with pytest.raises(RuleBroken, match="另一位同事"):
        services.rule_on(people.actor(FINANCE()), number=decision, ruling=REVOKED)
    services.rule_on(people.actor(experts.reviewer()), number=decision, ruling=REVOKED)
    assert change_seen(EXPERT(), change).state == "approved"
    assert (card().employer, card().declared) == ("示例新研究院", ())


@pytest.mark.usefixtures("number")
def test_what_was_changed_since_a_refusal_is_not_undone_by_its_objection() -> None:
    decision = refuse(ask())
    experts.approved(ask(employer="示例理工大学", employer_uscc=people.uscc(4002)))
    experts.objected(decision, EXPERT())
    services.rule_on(people.actor(experts.reviewer()), number=decision, ruling=REVOKED)
    assert card().employer == "示例理工大学"


@pytest.mark.usefixtures("number")
def test_an_objection_refused_ends_the_avoidance_with_it() -> None:
    decision = experts.objected(refuse(ask()), EXPERT())
    services.rule_on(people.actor(experts.reviewer()), number=decision, ruling=CONFIRMED)
    assert NEW not in avoided()
    assert card().employer == "示例学院"


@pytest.mark.usefixtures("number")
@pytest.mark.parametrize("settled", [True, False])
def test_a_refusal_nobody_objects_to_ends_the_avoidance(*, settled: bool) -> None:
    decision = refuse(ask())
    last = decision_seen(EXPERT(), decision).object_until
    assert last
    if settled:
        services.settle(people.actor(EXPERT()), number=decision)
        assert NEW not in avoided()
        return
    for day, there in ((last, True), (last + DAY, False)):
        with clock.at(clock.moment(day, 10)):
            jobs.close_unopposed(clock.now())
            assert (NEW in avoided()) is there


# --- the pages ----------------------------------------------------------------------------------


@pytest.mark.usefixtures("number")
def test_asking_on_the_page_loses_nothing_and_says_what_is_missing() -> None:
    mine = browse(EXPERT())
    form = mine.get("/expert-changes/new/").content.decode()
    assert 'value="示例学院"' in form
    typed = {
        "employer": "示例新研究院", "employer_uscc": NEW, "title": "高级工程师", "title_level": "senior",
        "specialties": "A0201, C16", "region": people.REGION, "grounds": "2026 年 2 月调入新单位",
        **{f"avoids.0.{name}": value for name, value in SPOUSE.items()},
    }  # fmt: skip
    refused = mine.post("/expert-changes/new/", typed)
    assert refused.status_code == 422
    assert "请上传" in refused.content.decode()
    more = mine.post("/expert-changes/new/", {**typed, "add": "avoids"})
    assert 'name="avoids.1.uscc"' in more.content.decode()
    proof = SimpleUploadedFile("在职证明.pdf", b"%PDF-1.7 x", content_type="application/pdf")
    change = mine.post("/expert-changes/new/", {**typed, "files": proof})["Location"]
    assert change_seen(EXPERT(), change.split("/")[-2]).about == ("employer",)
    assert "正在审核" in mine.get("/experts/me/").content.decode()
    assert mine.get("/expert-changes/new/")["Location"] == change


@pytest.mark.usefixtures("number")
def test_finding_reviewing_and_refusing_on_the_pages() -> None:
    mine, office = browse(EXPERT()), browse(FINANCE())
    change = ask()
    address = f"/expert-changes/{change}/"
    listed = office.get("/expert-changes/?state=submitted&about=employer").content.decode()
    assert address in listed
    assert address not in office.get("/expert-changes/?about=region").content.decode()
    assert "没有符合条件的变更申请" in office.get("/expert-changes/?words=没有").content.decode()
    page = office.get(address).content.decode()
    assert "示例学院" in page
    assert "示例新研究院" in page
    kept = change_seen(EXPERT(), change).files[0]["file_id"]
    assert office.get(f"{address}files/{kept}/").status_code == 200
    with pytest.raises(NotFound):
        change_file(EXPERT(), change, kept + 1)
    assert "新旧对照" in office.get(f"{address}steps/approve/").content.decode()
    assert office.post(f"{address}refuse/", {"kind": "proof"}).status_code == 422
    asked = {"kind": "proof", "reason": "看不清单位名称"}
    assert office.post(f"{address}refuse/", asked).status_code == 302
    assert "看不清单位名称" in mine.get(address).content.decode()
    decision = change_seen(EXPERT(), change).decision_number
    assert address in mine.get(f"/expert-decisions/{decision}/").content.decode()
    assert mine.get(f"{address}steps/withdraw/").status_code == 200
    assert mine.get(f"{address}steps/uphold/").status_code == 404


@pytest.mark.usefixtures("number")
def test_withdrawing_approving_and_the_phone_on_the_pages() -> None:
    mine, office = browse(EXPERT()), browse(FINANCE())
    first = f"/expert-changes/{ask()}/"
    assert mine.post(f"{first}steps/withdraw/").status_code == 302
    second = f"/expert-changes/{ask()}/"
    assert office.post(f"{second}steps/approve/").status_code == 302
    assert "示例新研究院" in mine.get("/experts/me/").content.decode()
    assert mine.post("/experts/me/phone/", {"phone": "不详"}).status_code == 422
    assert mine.post("/experts/me/phone/", {"phone": "0531-00000001"}).status_code == 302
    assert "0531-00000001" in mine.get("/experts/me/").content.decode()


@pytest.mark.usefixtures("number")
def test_the_list_is_read_a_page_at_a_time() -> None:
    for _ in range(2):
        services.withdraw_change(people.actor(EXPERT()), number=ask())
    page = change_page(FINANCE(), state="withdrawn")
    assert len(page.items) == 2
    assert page.items[0].number > page.items[1].number
    assert change_page(FINANCE(), words=page.items[0].expert_number).items == page.items


def test_somebody_outside_the_library_has_nothing_to_change() -> None:
    other: Viewer = EXPERT(9)
    assert browse(other).get("/expert-changes/new/")["Location"] == "/experts/me/"


@pytest.mark.usefixtures("number")
@pytest.mark.parametrize(
    "name", ["other finance", "province", "colleague", "the expert", "agency", "buyer", "supplier"]
)
def test_no_step_of_a_change_is_taken_by_the_wrong_person(name: str) -> None:
    change = ask()
    who = {
        "other finance": people.finance("370202"), "province": people.finance("370000", "province"),
        "colleague": EXPERT(2), "the expert": EXPERT(), "agency": people.agency(),
        "buyer": people.buyer(), "supplier": people.supplier(),
    }[name]  # fmt: skip
    client, asked = browse(who), {"kind": "proof", "reason": "看不清单位名称"}
    tried = {"steps/approve/": {}, "refuse/": asked, "steps/uphold/": {}}
    if name != "the expert":
        tried["steps/withdraw/"] = {}
    answers = {
        client.post(f"/expert-changes/{change}/{step}", form).status_code
        for step, form in tried.items()
    }
    assert answers <= {403, 404}
    assert change_seen(EXPERT(), change).state == "submitted"
