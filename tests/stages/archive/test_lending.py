"""Files are lent for a purpose, in parts, for a time, page by page; and handed over with a receipt."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from django.test import Client

from lucai.adapters.archives.simulated import SimulatedInstitution
from lucai.kernel import clock
from lucai.kernel.errors import InvalidInput, NotAllowed, NotFound, RuleBroken, WrongState
from lucai.platform.duties.selectors import duty_list
from lucai.stages.archive.loans import selectors as loans
from lucai.stages.archive.loans import services as lending
from lucai.stages.archive.loans.folders import group_of
from lucai.stages.archive.loans.jobs import lapse
from lucai.stages.archive.loans.schemas import LendIn, SaidIn
from lucai.stages.archive.packages import selectors as packages
from lucai.stages.archive.transfers import selectors, services
from lucai.stages.archive.transfers.ports import institutions
from lucai.stages.archive.transfers.schemas import TransferIn
from tests.makers import archives as make
from tests.makers import people
from tests.makers.browsing import browse, posted
from tests.makers.kept import kept

pytestmark = pytest.mark.django_db

GROUPS = ["02-采购文件", "05-开标"]


@dataclass(frozen=True)
class Sealed:
    """A sealed file."""

    number: str

    @property
    def place(self) -> Path:
        return packages.package_file(people.agency(), self.number).path


archive = kept(lambda: Sealed(make.sealed()))


def lent(number: str, days: int = 15) -> str:
    loan = make.asked_loan(number)
    terms = LendIn(groups=GROUPS, days=days)
    lending.lend(people.actor(people.agency()), number=loan, loan=terms)
    return loan


def paper(number: str, ending: str = ".pdf") -> str:
    manifest = packages.package_seen(people.agency(), number).manifest
    return next(
        line["path"] for line in manifest
        if line["path"].startswith("data/02") and line["path"].endswith(ending)
    )  # fmt: skip


def test_a_loan_lies_on_the_keepers_desk_and_says_what_for(archive: Sealed) -> None:
    number = make.asked_loan(archive.number)
    assert "审批档案借阅" in [duty.title for duty in duty_list(people.agency())]
    sheet = loans.loan_seen(people.agency(), number)
    assert (sheet.line.purpose_label, sheet.person_name) == ("审计、检查", "示例查阅人")
    assert not loans.loan_seen(make.borrower(), number).readable


def test_only_what_was_lent_is_read_and_each_page_leaves_a_trace(archive: Sealed) -> None:
    number, reader = lent(archive.number), people.actor(make.borrower())
    sheet = loans.loan_seen(make.borrower(), number)
    assert {group_of(file["path"]) for file in sheet.versions[0].files} <= set(GROUPS)
    path = paper(archive.number)
    shown = lending.read_page(reader, number=number, path=path, page=1)
    assert shown.picture.startswith(b"\x89PNG")
    lending.read_file(reader, number=number, path=paper(archive.number, ".json"))
    first = loans.loan_seen(people.agency(), number).readings[-1]
    assert (first.path, first.page, first.person_name) == (path, 1, "示例查阅人")
    with pytest.raises(NotFound):
        lending.read_page(reader, number=number, path=path, page=shown.pages + 1)
    manifest = packages.package_seen(people.agency(), archive.number).manifest
    other = next(line["path"] for line in manifest if line["path"].startswith("data/01"))
    with pytest.raises(NotFound):
        lending.read_file(reader, number=number, path=other)


def test_a_loan_ends_to_the_second_even_before_the_clock_has_swept(archive: Sealed) -> None:
    number = lent(archive.number, days=3)
    until = loans.loan_seen(make.borrower(), number).line.until
    assert until is not None
    reader, path = people.actor(make.borrower()), paper(archive.number)
    with clock.at(until - timedelta(seconds=1)):
        lending.read_page(reader, number=number, path=path, page=1)
        assert lapse(clock.now()) == 0
    with clock.at(until):
        with pytest.raises(WrongState):
            lending.read_page(reader, number=number, path=path, page=1)
        assert lapse(clock.now()) == 1
        assert loans.loan_seen(make.borrower(), number).line.state_label == "已到期"


def test_suppliers_get_no_bids_of_others_and_no_scores(archive: Sealed) -> None:
    number = make.asked_loan(archive.number, people.supplier())
    loan = LendIn(groups=["02-采购文件", "99-过程日志"], days=5)
    with pytest.raises(RuleBroken) as refusal:
        lending.lend(people.actor(people.agency()), number=number, loan=loan)
    assert "99-过程日志" in refusal.value.verdicts[0].message
    lending.lend(people.actor(people.agency()), number=number, loan=LendIn(groups=GROUPS, days=5))
    assert loans.loan_seen(people.supplier(), number).readable


def test_keepers_need_no_loan_and_nobody_lends_to_oneself(archive: Sealed) -> None:
    with pytest.raises(InvalidInput):
        make.asked_loan(archive.number, people.agency())
    with pytest.raises(InvalidInput):
        make.asked_loan("没有这个项目")
    number = make.asked_loan(archive.number)
    with pytest.raises(NotAllowed):
        lending.lend(
            people.actor(make.borrower()), number=number, loan=LendIn(groups=GROUPS, days=1)
        )
    with pytest.raises(NotAllowed):
        lending.give_back(people.actor(people.agency()), number=number)
    for name in ("other supplier", "other agency", "expert", "treasury", "public"):
        with pytest.raises(NotFound):
            loans.loan_seen(people.everyone()[name], number)


def test_a_loan_can_be_refused_withdrawn_given_back_and_called_back(archive: Sealed) -> None:
    agency, reader = people.actor(people.agency()), people.actor(make.borrower())
    refused, taken = make.asked_loan(archive.number), make.asked_loan(archive.number)
    lending.refuse(agency, number=refused, said=SaidIn(reason="与所述用途无关"))
    lending.withdraw(reader, number=taken)
    given, called = lent(archive.number), lent(archive.number)
    lending.give_back(reader, number=given)
    lending.revoke(agency, number=called)
    states = [
        loans.loan_seen(make.borrower(), n).line.state for n in (refused, taken, given, called)
    ]
    assert states == ["refused", "withdrawn", "returned", "returned"]
    assert loans.loan_seen(make.borrower(), refused).said == "与所述用途无关"


def test_the_pages_lead_from_the_request_to_the_page_read(archive: Sealed) -> None:
    reader, keeper = browse(make.borrower()), browse(people.agency())
    asked = {"project_number": archive.number, **make.ASKED}
    done = reader.post("/archive/loans/new/", asked)
    base = str(done.headers["Location"])
    duty = next(d for d in duty_list(people.agency()) if d.title == "审批档案借阅")
    assert duty.href == f"{base}lend/"
    form = posted(keeper.get(duty.href))
    assert keeper.post(duty.href, {**form, "groups": GROUPS, "days": "7"}).status_code == 302
    assert "查阅记录" in text(reader, base)
    path = quote(paper(archive.number))
    assert "每一页都记入查阅记录" in text(reader, f"{base}page/?path={path}&page=1")
    picture = reader.get(f"{base}page.png?path={path}&page=1")
    assert picture.headers["Content-Type"] == "image/png"
    assert "第 1 页" in text(keeper, base)
    assert "申请借阅" in text(reader, "/archive/loans/")
    assert reader.post(f"{base}steps/give_back/").status_code == 302
    assert reader.get(f"{base}page.png?path={path}&page=1").status_code in {403, 409}


def test_the_archive_is_searched_and_its_pages_cost_little(
    archive: Sealed, django_assert_max_num_queries: Any
) -> None:
    client = browse(people.agency())
    client.get("/archive/")
    base = f"/rooms/{archive.number}/archive/"
    for path in (f"/archive/?words={archive.number[:8]}", "/archive/?year=2026", base,
                 f"{base}checks/", f"{base}readings/", "/archive/transfers/"):  # fmt: skip
        with django_assert_max_num_queries(31):
            text(client, path)
    assert archive.number in text(client, f"/archive/?words={archive.number}&state=archived")
    assert archive.number not in text(client, "/archive/?year=2019")
    file = client.get(f"{base}file/?path={quote(paper(archive.number))}")
    assert b"".join(file).startswith(b"%PDF")
    assert "保管、监督职责" in text(client, f"{base}readings/")
    assert client.post(f"{base}checks/now/").status_code == 302
    assert "DA/T 48" in text(client, f"{base}checks/")


def test_a_hold_is_placed_and_lifted_on_the_pages(archive: Sealed) -> None:
    client, base = browse(people.finance()), f"/rooms/{archive.number}/archive/"
    typed = {"ground": "audit", "reason": "审计机关调取核查", "document": ""}
    assert client.post(f"{base}hold/", typed).status_code == 302
    assert "暂缓销毁（审计）" in text(client, base)
    assert client.post(f"{base}holds/1/lift/", {"reason": "审计结束"}).status_code == 302
    assert "已解除" in text(client, f"{base}holds/1/")


def hand_over(number: str) -> str:
    asked = TransferIn(institution=institutions()[0].name, projects=[number])
    return services.hand_over(people.actor(people.agency()), transfer=asked)


def test_a_file_is_handed_over_and_the_receipt_stands_in_it(archive: Sealed) -> None:
    number = hand_over(archive.number)
    line = selectors.transfer_seen(people.buyer(), number).line
    assert (line.state, line.receipt[:3]) == ("received", "JS-")
    assert line.receipt in packages.package_seen(people.agency(), archive.number).transferred
    with pytest.raises(InvalidInput) as refusal:
        hand_over(archive.number)
    assert "已经移交" in refusal.value.fields["projects"]


def test_an_institution_names_what_is_wrong_and_the_file_is_sent_again(archive: Sealed) -> None:
    whole = archive.place.read_bytes()
    try:
        archive.place.write_bytes(whole.replace(b"%PDF-1", b"%PDF-2", 1))
        number = hand_over(archive.number)
    finally:
        archive.place.write_bytes(whole)
    sheet = selectors.transfer_seen(people.agency(), number)
    assert sheet.line.state == "returned"
    assert "摘要不同" in sheet.items[0]["faults"][0]
    assert any("被改动：data/" in fault for fault in sheet.items[0]["faults"])
    assert "处理被退回的档案移交" in [duty.title for duty in duty_list(people.agency())]
    services.resend(people.actor(people.agency()), number=number)
    assert selectors.transfer_seen(people.agency(), number).line.state == "received"


def test_the_same_transfer_has_one_receipt(archive: Sealed) -> None:
    from lucai.stages.archive.transfers.ports import HandedOver

    given = [HandedOver(archive.number, archive.place.name, archive.place)]
    answers = [SimulatedInstitution().receive("YJ202600001", given) for _ in range(2)]
    assert answers[0] == answers[1]
    assert answers[0].accepted


def test_the_transfer_is_made_on_the_pages_and_others_hand_nothing_over(archive: Sealed) -> None:
    client = browse(people.agency())
    form = posted(client.get("/archive/transfers/new/"))
    done = client.post("/archive/transfers/new/", {**form, "projects": [archive.number]})
    base = str(done.headers["Location"])
    assert "回执编号" in text(client, base)
    listed = client.get(f"{base}list.csv").content.decode()
    assert archive.number in listed
    assert "没有可以移交的档案" in text(browse(people.buyer()), "/archive/transfers/new/")
    with pytest.raises(InvalidInput):
        services.hand_over(
            people.actor(people.buyer()),
            transfer=TransferIn(institution=institutions()[0].name, projects=[archive.number]),
        )
    with pytest.raises(InvalidInput):
        services.hand_over(
            people.actor(people.agency(2)),
            transfer=TransferIn(institution=institutions()[0].name, projects=[archive.number]),
        )


def text(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, (path, answer.status_code)
    return answer.content.decode()
