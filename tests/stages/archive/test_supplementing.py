"""A sealed file is supplemented beside itself; its timestamps are renewed before they end."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client

from lucai.adapters.archives.simulated import SimulatedInstitution
from lucai.kernel import clock
from lucai.kernel.actors import Actor, Reason
from lucai.kernel.errors import InvalidInput, NotAllowed, NotFound, RuleBroken
from lucai.platform.duties.selectors import duty_list
from lucai.platform.records import system_access
from lucai.platform.signatures import identity as identities
from lucai.stages.archive.loans import selectors as loans
from lucai.stages.archive.loans import services as lending
from lucai.stages.archive.loans.schemas import LendIn
from lucai.stages.archive.packages import services
from lucai.stages.archive.packages.models import PackageStamp
from lucai.stages.archive.packages.schemas import SupplementIn
from lucai.stages.archive.packages.selectors.versions import version_seen, versions_of
from lucai.stages.archive.packages.stamping import stamp, tag_manifest
from lucai.stages.archive.packages.zipped import unpack
from lucai.stages.archive.transfers import services as transfers
from lucai.stages.archive.transfers.rules import versions_in
from lucai.stages.archive.transfers.schemas import TransferIn
from lucai.stages.archive.transfers.selectors import transfer_seen
from lucai_trust.archive.verify import judge, report
from tests.makers import archives, bids, people
from tests.makers.browsing import browse
from tests.makers.kept import kept
from tests.stages.archive.test_verifying import verify

pytestmark = pytest.mark.django_db

sealed = kept(archives.sealed)

LATE = SupplementIn(reason="示例：纸质评标报告十二月取得，归档时缺。")
TSA = "时间戳"


def agency() -> Actor:
    return people.actor(people.agency())


def supplement(number: str, name: str = "纸质评标报告.pdf") -> int:
    return services.supplement_package(
        agency(), project_number=number, supplement=LATE, uploads=[bids.upload(name)]
    )


def place_of(number: str, version: int) -> Path:
    file = version_seen(people.agency(), number, version).file
    assert file
    return file.path


def renew(now: datetime) -> int:
    with clock.at(now):
        return services.renew_stamps(Actor.system(Reason.DEADLINE_REACHED), now=now)


def test_a_later_version_stands_beside_the_sealed_one_and_both_verify(
    sealed: str, tmp_path: Path
) -> None:
    before = place_of(sealed, 1).read_bytes()
    assert supplement(sealed) == 2
    assert supplement(sealed, "补充说明.pdf") == 3
    assert place_of(sealed, 1).read_bytes() == before
    found = versions_of(people.agency(), sealed)
    assert found[1].added == ("data/13-补充归档/纸质评标报告.pdf",)
    assert found[2].added == ("data/13-补充归档/补充说明.pdf",)
    for one in found:
        assert one.file
        assert all(check.holds for check in judge(one.file.path, sm3=True))
    with zipfile.ZipFile(place_of(sealed, 3)) as package:
        told = package.read(next(n for n in package.namelist() if "replaces" in n)).decode()
    assert found[1].sha256 in told
    folder = unpack(place_of(sealed, 2), tmp_path)
    code, text = verify(folder)
    assert code == 0, text
    assert services.check_package(agency(), project_number=sealed)


def test_every_version_is_handed_over_and_a_faulty_one_is_named(sealed: str) -> None:
    supplement(sealed)
    asked = TransferIn(institution=SimulatedInstitution().name, projects=[sealed])
    later = place_of(sealed, 2)
    whole = later.read_bytes()
    try:
        later.write_bytes(whole.replace(b"%PDF-1", b"%PDF-2", 1))
        number = transfers.hand_over(agency(), transfer=asked)
    finally:
        later.write_bytes(whole)
    sheet = transfer_seen(people.agency(), number)
    assert sheet.line.state == "returned"
    assert "摘要不同" in sheet.items[0]["faults"][0]
    transfers.resend(agency(), number=number)
    sheet = transfer_seen(people.agency(), number)
    assert sheet.line.state == "received"
    assert [one["number"] for one in sheet.items[0]["later"]] == [2]


def test_a_reader_is_shown_every_version_the_last_one_first(sealed: str) -> None:
    supplement(sealed)
    number, reader = archives.asked_loan(sealed), people.actor(archives.borrower())
    terms = LendIn(groups=["02-采购文件", "13-补充归档"], days=5)
    lending.lend(agency(), number=number, loan=terms)
    lent = loans.loan_seen(archives.borrower(), number).versions
    assert [one.number for one in lent] == [2, 1]
    late = "data/13-补充归档/纸质评标报告.pdf"
    assert late in [file["path"] for file in lent[0].files]
    lending.read_file(reader, number=number, path=late, version=2)
    with pytest.raises(NotFound, match="打不开"):
        lending.read_page(reader, number=number, path=late, page=1, version=2)
    with pytest.raises(NotFound, match="借阅范围"):
        lending.read_file(reader, number=number, path=late, version=1)
    client = browse(archives.borrower())
    page = client.get(f"/archive/loans/{number}/").content.decode()
    assert page.index("第 2 版（补充归档）") < page.index("第 1 版（归档）")
    assert f"page/?page=1&amp;version=2&amp;path={quote(late)}" in page
    assert "（第 2 版）" in loans.loan_seen(people.agency(), number).readings[0].path


def test_a_supplement_of_a_file_that_was_handed_over_is_owed_until_it_is_handed_on(
    sealed: str, pump: Callable[[], None]
) -> None:
    asked = TransferIn(institution=SimulatedInstitution().name, projects=[sealed])
    transfers.hand_over(agency(), transfer=asked)
    pump()
    assert "移交补充归档的档案" not in titles()
    supplement(sealed)
    supplement(sealed, "补充说明.pdf")
    pump()
    duty = next(d for d in duty_list(people.agency()) if d.title == "移交补充归档的档案")
    assert "还没有移交档案馆" in text(f"/rooms/{sealed}/archive/")
    number = duty.href.split("/")[-2]
    assert "移交档案馆" in text(duty.href)
    assert browse(people.buyer()).post(f"{duty.href}steps/send/").status_code == 403
    assert browse(people.agency()).post(f"{duty.href}steps/send/").status_code == 302
    sheet = transfer_seen(people.agency(), number)
    assert (sheet.line.state, versions_in(sheet.items[0])) == ("received", [2, 3])
    receipts = [one.receipt for one in versions_of(people.agency(), sealed)]
    assert all(receipts)
    assert len(set(receipts)) == 2
    pump()
    assert "移交补充归档的档案" not in titles()


def test_a_supplement_that_was_sent_back_cannot_be_given_up(
    sealed: str, pump: Callable[[], None]
) -> None:
    asked = TransferIn(institution=SimulatedInstitution().name, projects=[sealed])
    transfers.hand_over(agency(), transfer=asked)
    supplement(sealed)
    pump()
    duty = next(d for d in duty_list(people.agency()) if d.title == "移交补充归档的档案")
    number, later = duty.href.split("/")[-2], place_of(sealed, 2)
    whole = later.read_bytes()
    try:
        later.write_bytes(whole.replace(b"%PDF-1", b"%PDF-2", 1))
        transfers.send(agency(), number=number)
    finally:
        later.write_bytes(whole)
    assert transfer_seen(people.agency(), number).line.state == "returned"
    with pytest.raises(RuleBroken, match="不能撤销"):
        transfers.abandon(agency(), number=number)
    transfers.resend(agency(), number=number)
    assert transfer_seen(people.agency(), number).line.state == "received"


def titles() -> list[str]:
    return [duty.title for duty in duty_list(people.agency())]


def text(path: str) -> str:
    return browse(people.agency()).get(path).content.decode()


def test_nothing_new_is_no_supplement_and_only_the_agency_makes_one(sealed: str) -> None:
    with pytest.raises(InvalidInput, match="没有新的材料"):
        services.supplement_package(agency(), project_number=sealed, supplement=LATE, uploads=[])
    with pytest.raises(NotAllowed):
        services.supplement_package(
            people.actor(people.buyer()), project_number=sealed, supplement=LATE,
            uploads=[bids.upload("示例.pdf")],
        )  # fmt: skip


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM archive_version", "UPDATE archive_version SET sha256 = ''",
        "DELETE FROM stored_file WHERE id IN (SELECT file_id FROM archive_version)",
    ],
)  # fmt: skip
def test_not_even_sql_changes_a_version(sealed: str, statement: str) -> None:
    supplement(sealed)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_the_timestamp_is_over_this_manifest_and_a_false_one_is_named(
    sealed: str, tmp_path: Path
) -> None:
    folder = unpack(place_of(sealed, 1), tmp_path)
    text = verify(folder)[1]
    assert "通过　 时间戳（SHA-256、SM3）与标签清单一致、签名有效" in text
    assert "renewals/01/sha256.tst" in text
    assert "renewals/01/sm3.tst" in text
    assert "证书有效至 2049-12-31" in text
    tokens = folder / "renewals" / "01"
    right = (tokens / "sha256.tst").read_bytes()
    (tokens / "sha256.tst").write_bytes(right[:-1] + bytes([right[-1] ^ 1]))
    code, text = verify(folder)
    assert code == 1
    assert "sha256.tst：签名无效" in text
    other = stamp(b"another manifest", (), clock.now()).tokens
    (tokens / "sha256.tst").write_bytes(other["renewals/01/sha256.tst"])
    assert "不是为这份清单加盖的" in verify(folder)[1]
    (tokens / "sha256.tst").write_bytes(b"rubbish")
    assert "不是时间戳" in verify(folder)[1]


def test_timestamps_are_renewed_a_year_before_they_end_and_cover_the_earlier_ones(
    sealed: str, tmp_path: Path, monkeypatch: Any
) -> None:
    ends = identities.CLOSES
    assert renew(ends - timedelta(days=366)) == 0
    assert renew(ends - timedelta(days=364)) == 0, "the authority has no later certificate"
    _new_authority(tmp_path / "later", monkeypatch)
    assert renew(ends - timedelta(days=364)) == 1
    assert renew(ends - timedelta(days=363)) == 0
    with system_access("test"):
        last = PackageStamp.objects.get(place=2)
    assert last.until.year == 2069

    answer = browse(people.agency()).get(f"/rooms/{sealed}/archive/renewals.zip")
    assert answer.status_code == 200, answer.status_code
    (tmp_path / "more.zip").write_bytes(answer.content)
    folder = unpack(place_of(sealed, 1), tmp_path)
    shutil.unpack_archive(tmp_path / "more.zip", tmp_path)
    code, text = verify(folder)
    assert code == 0, text
    assert "2069-12-31" in text
    (folder / "renewals" / "01" / "sm3.tst").unlink()
    assert "renewals/02/sha256.tst：不是为这份清单加盖的" in report(judge(folder))
    assert tag_manifest(place_of(sealed, 1)) == (folder / "tagmanifest-sha512.txt").read_bytes()


def _new_authority(folder: Path, monkeypatch: Any) -> None:
    """Let the platform found its authority anew, with certificates that end later."""
    monkeypatch.setattr(identities, "CLOSES", datetime(2069, 12, 31, tzinfo=UTC))
    made = {suite: identities._load(folder / f"{suite}.json", suite) for suite in identities.Suite}
    monkeypatch.setattr("lucai.platform.signatures.timestamps.identity", made.__getitem__)


def test_the_page_shows_versions_takes_files_and_leads_to_what_is_new(sealed: str) -> None:
    client, base = browse(people.agency()), f"/rooms/{sealed}/archive/"
    assert "补充归档" in client.get(base).content.decode()
    refused = client.post(f"{base}supplement/", {"reason": "示例：没有文件的补充"})
    assert refused.status_code == 422
    assert "示例：没有文件的补充" in refused.content.decode()
    posted = {"reason": LATE.reason, "files": bids.upload("纸质评标报告.pdf")}
    assert client.post(f"{base}supplement/", posted)["Location"] == base
    text = client.get(base).content.decode()
    assert "第 2 版（补充归档）" in text
    file = client.get(f"{base}file/?version=2&path=data/13-补充归档/纸质评标报告.pdf")
    assert b"".join(file.streaming_content).startswith(b"%PDF")
    assert client.get(f"{base}package.zip?version=2").status_code == 200
    assert client.get(f"{base}package.zip?version=9").status_code == 404
    assert Client().get(f"{base}package.zip?version=2").status_code in {302, 404}
    with pytest.raises(NotFound):
        version_seen(people.supplier(9), sealed, 2)
