"""Files of framework agreements: opened at their end, with calls, agreements and disputes."""

from datetime import date, timedelta

import pytest

from lucai.kernel import clock
from lucai.kernel.actors import SYSTEM, Actor, Reason
from lucai.law.challenges import Outcome
from lucai.platform.journal import readers, sequencer
from lucai.stages.archive.packages import services
from lucai.stages.archive.packages.dossier import Paper, papers_of
from lucai.stages.archive.packages.schemas import SealIn
from lucai.stages.archive.packages.selectors import dossier_of, package_seen
from lucai.stages.trade.frameworks import services as framework_services
from lucai.stages.trade.frameworks.schemas import ReasonIn
from tests.makers import complaints, frameworks, people
from tests.makers import framework_disputes as disputes
from tests.makers.browsing import browse

pytestmark = pytest.mark.django_db

LAST = date(2026, 9, 30)
OVER = clock.moment(LAST + timedelta(days=1), 10)


def _disputed() -> tuple[str, str, str]:
    """A framework with an answered challenge to its result and a decided complaint."""
    number = frameworks.decided()
    with clock.at(disputes.RESULT_ON):
        challenge = disputes.answered(number, Outcome.UNFOUNDED)
        complaint = disputes.complained(challenge)
        complaints.decide(complaint)
    return number, challenge, complaint


def _read() -> None:
    sequencer.sequence_all()
    readers.advance_all()


def _papers(number: str) -> dict[str, Paper]:
    return {paper.key: paper for paper in papers_of(dossier_of(SYSTEM, number))}


def test_the_file_of_a_framework_holds_its_disputes_with_letters_receipts_and_decisions() -> None:
    number, challenge, complaint = _disputed()
    papers = _papers(number)
    names = {piece.name for piece in papers["challenges"].pieces}
    assert {
        f"{challenge}-答复.pdf",
        f"{challenge}-质疑函.pdf",
        f"{challenge}-办理和送达.json",
    } <= names
    served = next(p for p in papers["challenges"].pieces if p.name.endswith("送达.json"))
    assert "served" in served.content.decode()
    decided = {piece.name for piece in papers["complaints"].pieces}
    assert {f"{complaint}-投诉书.pdf", f"{complaint}-处理决定.pdf"} <= decided
    assert all(
        piece.content for paper in papers.values() for piece in paper.pieces if not piece.stored
    )


def test_the_file_is_opened_when_the_framework_is_summarised_and_its_organiser_seals_it() -> None:
    number = frameworks.running(frameworks.plan(ends_on=LAST))
    with clock.at(OVER):
        framework_services.expire_due(Actor.system(Reason.DEADLINE_REACHED))
        framework_services.summarise(people.actor(frameworks.centre()), number=number)
        _read()
        sheet = package_seen(frameworks.centre(), number)
        titles = {paper.title: paper.state for paper in sheet.papers}
        assert titles["质疑答复"] == "none"
        assert titles["框架协议、备案"] == "present"
        assert titles["响应文件和核验包"] == "present"
        assert sheet.missing == ()
        page = browse(frameworks.centre()).get(f"/rooms/{number}/archive/")
        assert page.status_code == 200
        assert "归档" in browse(frameworks.centre()).get(f"/frameworks/{number}/").content.decode()
        seal = SealIn(remark="")
        services.seal_package(people.actor(frameworks.centre()), project_number=number, seal=seal)
        assert package_seen(frameworks.centre(), number).line.state == "archived"


def test_a_framework_that_ended_without_admission_has_a_file() -> None:
    number = frameworks.calling()
    with clock.at(frameworks.DEADLINE):
        form = ReasonIn(reason="响应的供应商不足两家")
        framework_services.fail_call(
            people.actor(frameworks.centre()), number=number, round_=1, form=form
        )
        _read()
        assert package_seen(frameworks.centre(), number).line.state == "collecting"
