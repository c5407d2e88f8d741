"""Obtaining a tender document: free, in its period, and nobody's business until the deadline."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from lucai.kernel import clock
from lucai.kernel.actors import Viewer
from lucai.kernel.errors import NotAllowed, NotFound, WrongState
from lucai.platform.journal.selectors import object_timeline, project_timeline
from lucai.stages.trade.documents import services as documents
from lucai.stages.trade.documents.schemas import ClarificationIn
from lucai.stages.trade.downloads.selectors import download_list, has_document, my_downloads
from lucai.stages.trade.downloads.services import obtain_document
from tests.makers import people, trade
from tests.makers.browsing import browse

pytestmark = pytest.mark.django_db
PUBLISHED = clock.moment(date(2026, 6, 1), 10)
UNTIL = clock.moment(date(2026, 6, 13), 17)
DEADLINE = clock.moment(date(2026, 6, 22), 9, 30)
INSIDERS = ("agency", "buyer", "finance")


@pytest.fixture(autouse=True)
def _on_a_working_day(db: None) -> Iterator[None]:
    with clock.at(PUBLISHED):
        yield


def obtain(number: str, viewer: Viewer | None = None) -> None:
    obtain_document(people.actor(viewer or people.supplier()), project_number=number)


def test_a_document_is_obtained_once_and_again_for_nothing() -> None:
    number = trade.published_project(1)
    assert not has_document(people.supplier(), number)
    obtain(number)
    obtain(number)
    assert has_document(people.supplier(), number)
    assert [line.project_number for line in my_downloads(people.supplier())] == [number]


def test_it_is_there_until_the_last_minute_of_its_period() -> None:
    number = trade.published_project(1)
    with clock.at(UNTIL - timedelta(minutes=1)):
        obtain(number)
    with clock.at(UNTIL), pytest.raises(WrongState, match="截止"):
        obtain(number, people.supplier(2))


def test_nobody_obtains_what_is_not_published() -> None:
    number = trade.confirmed_project(1)
    with pytest.raises(NotFound):
        obtain(number)


def test_only_suppliers_with_the_right_obtain() -> None:
    number = trade.published_project(1)
    with pytest.raises(NotAllowed):
        obtain(number, people.agency())


@pytest.mark.parametrize("who", [*INSIDERS, "other supplier", "public", "administrator"])
def test_holders_are_secret_until_the_deadline(who: str) -> None:
    number = trade.published_project(1)
    obtain(number)
    viewer = people.everyone()[who]
    assert download_list(viewer, number) == []
    with clock.at(DEADLINE - timedelta(seconds=1)):
        assert download_list(viewer, number) == []
    with clock.at(DEADLINE):
        names = [line.supplier_name for line in download_list(viewer, number)]
    assert names == (["示例供应商1有限公司"] if who in INSIDERS else [])


def test_a_postponed_deadline_prolongs_the_secrecy() -> None:
    number = trade.published_project(1)
    obtain(number)
    agency = people.actor(people.agency())
    with clock.at(clock.moment(date(2026, 6, 15), 9)):
        content = ClarificationIn(text="交货地点变更为示例路 2 号。", affects_bids=True)
        place = documents.clarify(agency, project_number=number, content=content)
        documents.publish_clarification(agency, project_number=number, number=place)
    with clock.at(DEADLINE):
        assert download_list(people.agency(), number) == []


@pytest.mark.parametrize("who", [*INSIDERS, "other supplier", "public"])
def test_no_journal_betrays_a_holder(who: str) -> None:
    number = trade.published_project(1)
    obtain(number)
    viewer = people.everyone()[who]
    lines = project_timeline(viewer, number) + object_timeline(
        viewer, "trade.documentDownload", number
    )
    assert "获取招标文件" not in {line.label for line in lines}


def test_the_paper_is_sent_to_holders_only() -> None:
    number = trade.published_project(1)
    client = browse(people.supplier())
    assert client.get(f"/rooms/{number}/download/document.pdf").status_code == 404
    page = client.get(f"/rooms/{number}/download/").content.decode()
    assert "免费获取招标文件" in page
    assert "整机性能" not in page
    client.post(f"/rooms/{number}/download/obtain/")
    sent = client.get(f"/rooms/{number}/download/document.pdf")
    assert b"".join(sent.streaming_content).startswith(b"%PDF")
    assert "整机性能" in client.get(f"/rooms/{number}/download/").content.decode()


def test_the_list_says_why_it_is_empty() -> None:
    number = trade.published_project(1)
    obtain(number)
    page = browse(people.agency()).get(f"/rooms/{number}/downloads/").content.decode()
    assert "投标截止前不公开" in page
    assert "示例供应商1" not in page
