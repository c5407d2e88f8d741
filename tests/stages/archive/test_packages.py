"""Archive packages: opened when a procurement ends, complete or with its gaps named, sealed."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Callable
from datetime import timedelta

import pytest

from lucai.kernel import clock
from lucai.kernel.errors import InvalidInput, NotAllowed, NotFound, RuleBroken, WrongState
from lucai.platform.duties.selectors import duty_list
from lucai.platform.files.models import StoredFile
from lucai.platform.journal import readers, sequencer
from lucai.platform.records import system_access
from lucai.stages.archive.packages import bag, selectors, services
from lucai.stages.archive.packages.dossier import Paper, Piece
from lucai.stages.archive.packages.jobs import READER
from lucai.stages.archive.packages.schemas import SealIn
from lucai.stages.contract.contracts.selectors import contract_card
from lucai.stages.payment.requests.selectors import invoice_seen
from lucai.stages.trade.projects.selectors import project_seen
from tests.makers import contract as make
from tests.makers import people
from tests.makers.kept import kept

pytestmark = pytest.mark.django_db

Pump = Callable[[], None]
REMARK = SealIn(remark="评标报告由代理机构线下补交，取得后补充归档。")


def completed_project() -> str:
    """A project paid in full; return its number."""
    contract = make.filed()
    make.paid(contract)
    sequencer.sequence_all()
    readers.advance_all()
    return contract_card(people.buyer(), contract).project_number


def sealed_project() -> str:
    """The same, its archive sealed."""
    number = completed_project()
    services.seal_package(people.actor(people.agency()), project_number=number, seal=REMARK)
    return number


completed = kept(completed_project)
sealed = kept(sealed_project)


def opened_zip(number: str) -> zipfile.ZipFile:
    file = selectors.package_file(people.agency(), number)
    return zipfile.ZipFile(io.BytesIO(file.path.read_bytes()))


def test_the_file_opens_when_the_project_is_completed_and_lies_on_the_agencys_desk(
    completed: str, pump: Pump
) -> None:
    pump()
    assert selectors.package_seen(people.agency(), completed).line.state == "collecting"
    assert "核对采购档案并归档" in [duty.title for duty in duty_list(people.agency())]


def test_what_is_there_and_what_is_missing_is_named_with_who_owes_it(completed: str) -> None:
    papers = {p.title: p for p in selectors.package_seen(people.buyer(), completed).papers}
    present = ("采购文件", "投标文件", "开标记录", "定标文件", "合同文本", "验收证明",
               "支付申请和支付凭证", "采购活动记录", "过程日志", "发票")  # fmt: skip
    assert {papers[title].state for title in present} == {"present"}
    assert papers["评标报告、评分记录"].state == "missing"
    assert papers["评标报告、评分记录"].owner == "评审委员会"
    assert papers["质疑答复"].state == "none"


def test_gaps_need_a_reason(completed: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        services.seal_package(
            people.actor(people.agency()), project_number=completed, seal=SealIn()
        )
    assert set(refusal.value.fields) == {"remark"}


def test_the_package_is_a_bag_whose_manifests_fit_its_files(sealed: str) -> None:
    package = opened_zip(sealed)
    top = f"LC-370102-{sealed}-v1/"
    names = {name.removeprefix(top) for name in package.namelist()}
    for algorithm in ("sha512", "sm3"):
        lines = package.read(f"{top}manifest-{algorithm}.txt").decode().splitlines()
        listed = dict(reversed(line.split("  ", 1)) for line in lines)
        assert set(listed) == {name for name in names if name.startswith("data/")}
        for path, digest in listed.items():
            assert hashlib.new(algorithm, package.read(top + path)).hexdigest() == digest
    assert package.read(f"{top}bagit.txt").startswith(b"BagIt-Version: 1.0")


def test_the_package_holds_papers_data_files_and_the_journal(sealed: str) -> None:
    package = opened_zip(sealed)
    names = package.namelist()
    for wanted in ("采购文件.pdf", "开标记录-包1.pdf", f"合同-{sealed}-01.pdf", "采购档案目录.pdf"):
        found = next(name for name in names if name.endswith(wanted))
        assert package.read(found).startswith(b"%PDF")
    assert sum("投标文件-包1/" in name for name in names) == 12
    journal = json.loads(package.read(next(n for n in names if n.endswith("过程日志.json"))))
    assert journal[0]["event"].startswith("trade.")
    assert "payment.request.pay" in {entry["event"] for entry in journal}
    record = json.loads(package.read(next(n for n in names if n.endswith("采购活动记录.json"))))
    assert record["采购方式"] == "公开招标"
    assert list(record["废标的原因"])


def test_no_account_number_is_in_the_package(sealed: str) -> None:
    package = opened_zip(sealed)
    for name in package.namelist():
        if name.endswith(".json"):
            assert b"1602 0000 0000 0001" not in package.read(name), name


def test_sealing_archives_the_project_and_fixes_the_retention(sealed: str) -> None:
    sheet = selectors.package_seen(people.finance(), sealed)
    assert project_seen(people.buyer(), sealed).state == "archived"
    assert sheet.line.retain_until is not None
    ended = sheet.line.ended_on
    assert sheet.line.retain_until == ended.replace(year=ended.year + 15)
    assert sheet.remark == REMARK.remark
    file = selectors.package_file(people.buyer(), sealed)
    assert (file.sha256, file.size) == (sheet.sha256, sheet.size)


def test_a_project_is_archived_once(sealed: str) -> None:
    with pytest.raises(WrongState):
        services.seal_package(people.actor(people.agency()), project_number=sealed, seal=REMARK)


def test_only_its_agency_seals_and_strangers_see_nothing(completed: str) -> None:
    with pytest.raises(NotAllowed):
        services.seal_package(people.actor(people.buyer()), project_number=completed, seal=REMARK)
    for name in ("public", "other buyer", "other agency", "supplier", "expert", "treasury",
                 "other finance"):  # fmt: skip
        with pytest.raises(NotFound):
            selectors.package_seen(people.everyone()[name], completed)


def test_a_stored_file_that_was_changed_cannot_be_archived(completed: str) -> None:
    contract = f"{completed}-01"
    file_id = invoice_seen(people.buyer(), contract, 1).file_id
    with system_access("test"):
        StoredFile.objects.filter(pk=file_id).update(sha256="0" * 64)
    with system_access("test"):
        row = StoredFile.objects.get(pk=file_id)
    place = selectors.files_attached(people.agency(), [row.pk])[row.pk].path
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(make.PDF + b"changed")
    with pytest.raises(RuleBroken) as refusal:
        services.seal_package(people.actor(people.agency()), project_number=completed, seal=REMARK)
    assert {v.rule for v in refusal.value.verdicts} == {"GP-ARC-03"}
    assert project_seen(people.buyer(), completed).state == "completed"


def test_the_file_of_a_failed_project_opens_too() -> None:
    lot = make.bids.call_for_bids(lots=1)
    with clock.at(lot.bid_deadline + timedelta(minutes=1)):
        make.bids.openings.start(people.actor(people.agency()), project_number=lot.number)
    sequencer.sequence_all()
    readers.advance(READER)
    sheet = selectors.package_seen(people.agency(), lot.number)
    assert project_seen(people.buyer(), lot.number).state == "ended"
    assert "合同文本" not in [paper.title for paper in sheet.missing]
    services.seal_package(people.actor(people.agency()), project_number=lot.number, seal=REMARK)
    assert selectors.package_seen(people.agency(), lot.number).line.state == "archived"
    assert project_seen(people.buyer(), lot.number).state == "ended"


def test_names_from_outside_stay_inside_their_folder() -> None:
    moment = clock.moment(clock.today())
    pieces = tuple(Piece(name, b"x") for name in ("../../etc/passwd", "a:b?.txt", "a:b?.txt"))
    paper = Paper("k", "01-组", "标题", "present", "代理机构", True, (), pieces)
    made = bag.pack("x.zip", [paper], {}, {}, moment)
    paths = [line.path for line in made.manifest]
    bag.discard(made)
    assert paths == ["data/01-组/etc/passwd", "data/01-组/a_b_.txt", "data/01-组/a_b_-2.txt"]
    assert not made.file.parent.exists()


def test_the_same_content_packs_to_the_same_bytes() -> None:
    moment = clock.moment(clock.today())
    paper = Paper("k", "组", "标题", "present", "代理机构", True, (), (Piece("a.json", b"{}"),))
    digests = set()
    for _ in range(2):
        made = bag.pack("x.zip", [paper], {"b.txt": b"b"}, {"A": "1"}, moment)
        digests.add(hashlib.sha256(b"".join(made.chunks())).hexdigest())
        bag.discard(made)
    assert len(digests) == 1
