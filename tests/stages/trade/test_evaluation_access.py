"""Who opens which page of a delivered evaluation: those concerned all of it, strangers none."""

from collections.abc import Iterator

import pytest

from lucai.kernel import clock
from lucai.kernel.actors import Viewer
from tests.makers import evaluation, people
from tests.makers.browsing import browse
from tests.makers.evaluation import Round
from tests.makers.kept import kept

pytestmark = pytest.mark.django_db

delivered = kept(evaluation.delivered)


@pytest.fixture(autouse=True)
def _on_the_day(delivered: Round) -> Iterator[None]:
    with clock.at(delivered.now):
        yield


@pytest.mark.parametrize(
    "page",
    [
        "panel/", "evaluation/", "evaluation/1/", "award/", "award/1/", "evaluation/1/report/",
        "evaluation/1/calculation/", "evaluation/1/report.pdf", "evaluation/1/calculation.json",
    ],
)  # fmt: skip
@pytest.mark.parametrize("who", ["agency", "buyer", "finance", "member"])
def test_everything_of_a_delivered_evaluation_opens_for_those_concerned(
    delivered: Round, page: str, who: str
) -> None:
    viewers: dict[str, Viewer] = {**people.everyone(), "member": delivered.members[0]}
    inside_only = page.startswith("award")
    expected = 404 if who == "member" and inside_only else 200
    assert browse(viewers[who]).get(f"/rooms/{delivered.number}/{page}").status_code == expected


@pytest.mark.parametrize("who", ["other buyer", "other agency", "other supplier", "other finance"])
def test_a_stranger_finds_no_page_of_it(delivered: Round, who: str) -> None:
    client = browse(people.everyone()[who])
    for page in ("evaluation/1/", "award/1/", "evaluation/1/report/", "evaluation/1/report.pdf"):
        answer = client.get(f"/rooms/{delivered.number}/{page}")
        # A supplier is led away, to what concerns itself alone.
        own = who == "other supplier" and answer.headers.get("Location", "").endswith("/result/")
        assert own or answer.status_code == 404
