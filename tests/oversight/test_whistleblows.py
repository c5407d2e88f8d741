"""举报: anybody may tell, who told stays hidden, and the code alone tells how it stands."""

import pytest
from pydantic import ValidationError

from lucai.kernel.errors import InvalidInput, NotAllowed, NotFound, WrongState
from lucai.oversight.whistleblows import selectors, services
from lucai.oversight.whistleblows.lifecycle import READ, REVEAL
from lucai.oversight.whistleblows.models import Whistleblow, WhistleblowIdentity
from lucai.oversight.whistleblows.schemas import ReasonIn, ResultIn
from lucai.platform.duties.selectors import duty_list
from lucai.platform.journal.models import JournalEntry
from lucai.platform.records import system_access
from tests.makers import challenges, people, whistleblows
from tests.makers.browsing import browse, posted
from tests.makers.crawling import counted

pytestmark = pytest.mark.django_db

RESULT = ResultIn(confirmed=True, result="三份文件出自同一人", answer="举报属实，已立案处理")
WHY = ReasonIn(reason="需要补充线索")


def finance() -> object:
    return people.actor(people.finance())


def test_a_report_reaches_the_department_as_a_duty_that_says_nothing_of_it() -> None:
    number, _ = whistleblows.reported()
    duty = next(d for d in duty_list(people.finance()) if number in d.href)
    assert duty.title == "分办收到的举报"
    assert "示例供应商9" not in duty.heading


def test_who_reported_stands_nowhere_in_clear() -> None:
    number, code = whistleblows.reported()
    with system_access("test"):
        row = Whistleblow.objects.get(number=number)
        kept = WhistleblowIdentity.objects.get(whistleblow=row)
        entries = list(JournalEntry.objects.filter(object_key=number))
    plain = " ".join(str(getattr(row, f.name)) for f in Whistleblow._meta.fields)
    told = " ".join(f"{e.body} {e.label} {e.actor_name} {e.actor_organisation}" for e in entries)
    for secret in ("示例举报人", "0531-11111111", code):
        assert secret not in plain + told
    assert "示例举报人".encode() not in bytes(kept.sealed)


def test_a_signed_in_supplier_who_reports_leaves_no_trace_of_itself() -> None:
    sender = people.actor(people.supplier(2))
    form = whistleblows.content(anonymous=True, name="", phone="")
    number, _ = services.report(sender, form=form, uploads=[challenges.upload()])
    with system_access("test"):
        entry = JournalEntry.objects.get(object_key=number)
    assert (entry.actor_person, entry.actor_organisation) == (None, None)


@pytest.mark.parametrize("changes", [{"name": ""}, {"phone": ""}, {"text": "太短"}])
def test_a_report_says_who_or_says_that_it_is_anonymous(changes: dict[str, str]) -> None:
    with pytest.raises(ValidationError):
        whistleblows.content(**changes)


def test_a_region_without_a_department_is_told_at_its_field() -> None:
    with pytest.raises(InvalidInput) as told:
        whistleblows.reported(region="379999")
    assert list(told.value.fields) == ["region"]


def test_only_those_whose_post_handles_reports_see_them() -> None:
    number, _ = whistleblows.reported()
    everyone = people.everyone()
    without = people.viewer(
        people.organisation(people.Side.SUPERVISOR, 5000 + 370102, "示例财政局370102"),
        "finance.other", "示例同事", without=frozenset({READ.permission}),
    )  # fmt: skip
    for name, viewer in {**everyone, "colleague": without}.items():
        if name == "finance":
            assert selectors.report_seen(viewer, number)
            continue
        with pytest.raises(NotFound):
            selectors.report_seen(viewer, number)


def test_an_identity_is_revealed_by_right_with_a_reason_that_the_journal_keeps() -> None:
    number, _ = whistleblows.reported()
    found = services.reveal_identity(finance(), number=number, form=WHY)
    assert found == {"name": "示例举报人", "phone": "0531-11111111"}
    with system_access("test"):
        entry = JournalEntry.objects.get(object_key=number, event="oversight.whistleblow.reveal")
    assert entry.body["reason"] == WHY.reason
    barred = people.viewer(
        people.organisation(people.Side.SUPERVISOR, 5000 + 370102, "示例财政局370102"),
        "finance.third", "示例同事", without=frozenset({REVEAL.permission}),
    )  # fmt: skip
    with pytest.raises(NotAllowed):
        services.reveal_identity(people.actor(barred), number=number, form=WHY)


def test_an_anonymous_report_has_nobody_to_reveal() -> None:
    number, _ = whistleblows.reported(anonymous=True, name="", phone="")
    with pytest.raises(NotFound):
        services.reveal_identity(finance(), number=number, form=WHY)


def test_the_code_alone_tells_how_a_report_stands() -> None:
    number, code = whistleblows.reported()
    services.take_up(finance(), number=number)
    services.close(finance(), number=number, form=RESULT)
    found = selectors.standing(people.public(), number, code.lower().replace("-", " "))
    assert found
    assert found.answer == RESULT.answer
    other, _ = whistleblows.reported()
    assert selectors.standing(people.public(), other, code) is None
    assert selectors.standing(people.public(), "JB000", code) is None


def test_a_report_is_closed_once() -> None:
    number, _ = whistleblows.reported()
    services.take_up(finance(), number=number)
    services.close(finance(), number=number, form=RESULT)
    with pytest.raises(WrongState):
        services.transfer(finance(), number=number, form=WHY)


def test_the_whole_way_in_the_browser_without_scripts() -> None:
    people.finance()
    public, desk = browse(people.supplier(2)), browse(people.finance())
    form = posted(public.get("/whistleblow/")) | {
        "region": people.REGION, "subject": "示例供应商9有限公司", "kind": "collusion",
        "text": "投标文件由同一人编制，错误一致。", "anonymous": "yes",
    }  # fmt: skip
    page = public.post("/whistleblow/", form).content.decode()
    number = next(word for word in page.replace("<", ">").split(">") if word.startswith("JB37"))
    code = next(w for w in page.replace("<", ">").split(">") if w.count("-") == 3 and len(w) == 19)
    base = f"/whistleblows/{number}/"
    assert "匿名" in desk.get(base).content.decode()
    desk.post(f"{base}steps/take_up/", {"confirmed": "yes"})
    short = {"confirmed": "yes", "result": "属实", "answer": "已经处理完毕"}
    assert desk.post(f"{base}result/", short).status_code == 422
    desk.post(f"{base}result/", {**short, "result": "举报属实"})
    asked = public.post("/whistleblow/query/", {"number": number, "code": code})
    assert "已经处理完毕" in asked.content.decode()
    wrong = public.post("/whistleblow/query/", {"number": number, "code": "0000-0000"})
    assert wrong.status_code == 422


def test_the_list_costs_the_same_for_one_and_for_many() -> None:
    whistleblows.reported()
    desk = browse(people.finance())
    _, few = counted(desk, "/whistleblows/")
    for _ in range(4):
        whistleblows.reported()
    page, many = counted(desk, "/whistleblows/?words=示例&state=received")
    assert page.status_code == 200
    assert many <= few < 15
