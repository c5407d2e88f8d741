"""One procurement with everything in it: evaluated, awarded, performed, paid, and no gap in its file."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from lucai.kernel import clock
from lucai.kernel.actors import SYSTEM
from lucai.law.parameters import parameter
from lucai.platform.records import system_access
from lucai.platform.signatures.judging import Judgement, State
from lucai.platform.signatures.judging.files import judge
from lucai.platform.signatures.selectors import trust_of
from lucai.stages.archive.packages import selectors, services
from lucai.stages.archive.packages.dossier import papers_of
from lucai.stages.archive.packages.models import ArchiveCheck
from lucai.stages.archive.packages.proofs import judge_papers
from lucai.stages.archive.packages.schemas import SealIn
from lucai.stages.trade.awards.selectors import award_seen
from lucai.stages.trade.projects.selectors import project_seen
from lucai_trust.archive.verify import Check
from tests.makers import contract as make
from tests.makers import evaluation, people
from tests.makers.browsing import browse
from tests.makers.remembered import only_as_a_whole

pytestmark = [pytest.mark.django_db, pytest.mark.once]
FORMS = (
    ("PAdES B-LTA（可长期核验）", "SM2 / SM3"),
    ("PAdES B-LTA（可长期核验）", "ECDSA / SHA-256"),
    ("GB/T 38540 电子印章（PDF）", "SM2 / SM3"),
    ("RFC 3161 文档时间戳", "ECDSA / SHA-256"),
)
PROVEN = ("开标核验包-包1.zip", "专家抽取记录.json")
PROOFS = {"开标核验包-包1：各项核验成立", "专家抽取记录：抽取可以重算"}


def completed(pump: Callable[[], None]) -> tuple[str, str]:
    """Carry a procurement through every stage; return the project's and the contract's number."""
    with only_as_a_whole():
        people.treasury()
        award = evaluation.announced_award()
        number = award.key["project_number"]
        announced_at = award_seen(people.buyer(), number, 1).announced_at
        assert announced_at is not None
        contract = make.filed(make.Awarded(number, 1, announced_at))
        make.paid(contract)
    pump()
    assert project_seen(people.buyer(), number).state == "completed"
    return number, contract


@pytest.mark.nightly
def test_every_final_paper_is_signed_and_sealed_in_both_forms(pump: Callable[[], None]) -> None:
    for address in final_papers(*completed(pump)):
        judged = [judged_at(address + form) for form in (".pdf", ".ofd")]
        assert [one.state for one in judged] == [State.GOOD, State.GOOD], address
        assert set(FORMS) <= {(f.form, f.algorithm) for f in judged[0].findings}, address
        assert {f.form for f in judged[1].findings} == {"GB/T 38540 电子印章（OFD）"}, address


def test_a_procurement_that_went_through_every_stage_is_archived_without_a_gap(
    pump: Callable[[], None],
) -> None:
    number, contract = completed(pump)
    papers = {p.title: p for p in selectors.package_seen(people.agency(), number).papers}
    assert [title for title, paper in papers.items() if paper.state == "missing"] == []
    assert papers["评标报告、评分记录"].files == 2
    judged = judge_papers(papers_of(selectors.dossier_of(SYSTEM, number)))
    assert {(one.title, one.problems) for one in judged} == {(title, ()) for title in PROOFS}
    with clock.at(make.after_signing(contract, 20)):
        services.seal_package(people.actor(people.agency()), project_number=number, seal=SealIn())
    sheet = selectors.package_seen(people.buyer(), number)
    years = parameter("GP-ARC-01", on=sheet.line.ended_on).value
    assert sheet.line.retain_until == sheet.line.ended_on.replace(
        year=sheet.line.ended_on.year + years
    )
    assert project_seen(people.buyer(), number).state == "archived"
    proven = [name for name in files_of(number) if name.endswith(PROVEN)]
    assert sorted(Path(name).name for name in proven) == sorted(PROVEN)
    services.check_package(people.actor(people.agency()), project_number=number)
    told = {one.title: one for one in checks_of(number)}
    assert {title for title in told if "核验包" in title or "抽取记录" in title} == PROOFS
    assert [one.title for one in told.values() if one.problems] == []


def final_papers(number: str, contract: str) -> list[str]:
    """Return the addresses of what the law wants signed: from the tender document to the contract."""
    room = f"/rooms/{number}"
    letters = [one.number for one in award_seen(people.agency(), number, 1).letters]
    return [
        f"{room}/document/document", f"{room}/opening/record", f"{room}/evaluation/1/report",
        *(f"{room}/letters/{letter}" for letter in letters), f"/contracts/{contract}/contract",
    ]  # fmt: skip


def judged_at(address: str) -> Judgement:
    return judge(b"".join(browse(people.agency()).get(address)), trust_of(people.agency()))


def files_of(number: str) -> list[str]:
    file = selectors.package_file(people.agency(), number)
    return zipfile.ZipFile(io.BytesIO(file.path.read_bytes())).namelist()


def checks_of(number: str) -> list[Check]:
    with system_access("the last report"):
        last = ArchiveCheck.objects.filter(package__project_number=number).latest("pk")
    return [Check(**{**one, "problems": tuple(one["problems"])}) for one in last.findings]
