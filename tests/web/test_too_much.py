"""More than one form can hold is told in words, and what stood there before stays."""

from typing import Any

import pytest

from lucai.stages.trade.documents.selectors import document_seen
from tests.makers import people, trade
from tests.makers.browsing import browse
from tests.makers.kept import kept

pytestmark = pytest.mark.django_db

REFUSED, SAVED = 400, 302
FIVE_THOUSAND = 5000

drafted = kept(lambda: trade.drafted_project(1))


def rows(number: str, count: int) -> dict[str, str]:
    """Return the form of a lot's requirements with so many of them."""
    typed = {"version": str(trade.version_of(number))}
    for place in range(count):
        one = {
            "kind": "technical", "name": f"参数 {place + 1}", "text": f"第 {place + 1} 项性能",
            "substantive": "", "evidence": "",
        }  # fmt: skip
        typed |= {f"rows.{place}.{name}": value for name, value in one.items()}
    return typed


def send(number: str, typed: dict[str, str], **more: Any) -> Any:
    page = f"/rooms/{number}/document/requirements/1/"
    return browse(people.agency()).post(page, typed, **more)


def test_a_document_of_five_thousand_requirements_is_saved_and_shown(drafted: str) -> None:
    common = len(document_seen(people.agency(), drafted).requirements_of(0))
    assert send(drafted, rows(drafted, FIVE_THOUSAND)).status_code == SAVED
    sheet = document_seen(people.agency(), drafted)
    assert len(sheet.requirements) == common + FIVE_THOUSAND
    page = browse(people.agency()).get(f"/rooms/{drafted}/document/").content.decode()
    assert f"第 {FIVE_THOUSAND} 项性能" in page


@pytest.mark.parametrize(
    ("limit", "said"),
    [({"DATA_UPLOAD_MAX_NUMBER_FIELDS": 40}, "个填写项，这次超过了"),
     ({"DATA_UPLOAD_MAX_MEMORY_SIZE": 900}, "MB 的文字，这次超过了")],
)  # fmt: skip
def test_too_much_at_once_is_refused_in_words_and_nothing_changes(
    drafted: str, settings: Any, limit: dict[str, int], said: str
) -> None:
    before = document_seen(people.agency(), drafted).requirements
    for name, value in limit.items():
        setattr(settings, name, value)
    answer = send(drafted, rows(drafted, 10))
    assert answer.status_code == REFUSED
    assert said in answer.content.decode()
    assert "分几次保存" in answer.content.decode()
    assert document_seen(people.agency(), drafted).requirements == before


def test_a_program_is_told_as_a_program(drafted: str, settings: Any) -> None:
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 40
    answer = send(drafted, rows(drafted, 10), headers={"Accept": "application/json"})
    assert answer.status_code == REFUSED
    assert answer["Content-Type"] == "application/problem+json"
    assert "分几次保存" in answer.json()["detail"]
