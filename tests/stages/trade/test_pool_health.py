"""Before a draw everybody who draws sees how easily its outcome is guessed."""

from __future__ import annotations

import pytest

from lucai.stages.trade.drawn_experts.drawing import Candidate
from lucai.stages.trade.drawn_experts.health import health
from tests.makers import evaluation, people
from tests.makers.browsing import browse


def pool(count: int, units: int) -> list[Candidate]:
    """So many experts of so many units."""
    return [
        Candidate(n, 1, f"示例专家{n}", f"示例单位{n % units}", "", ("A02",)) for n in range(count)
    ]


def test_a_thin_pool_and_one_of_a_single_unit_are_warned_of_and_a_wide_one_is_not() -> None:
    wide = health(pool(40, 20), 4)
    assert (wide.experts, wide.employers, wide.largest, wide.chance) == (40, 20, 2, 10)
    assert (wide.guesses, wide.warnings) == (91390, ())
    thin = health(pool(19, 19), 4)
    assert len(thin.warnings) == 1
    crowded = health(pool(40, 3), 4)
    assert "同一单位" in crowded.warnings[0]
    empty = health([], 4)
    assert (empty.experts, empty.chance, empty.guesses) == (0, 0, 1)


@pytest.mark.django_db
def test_the_draw_s_page_shows_it() -> None:
    rnd = evaluation.opened()
    evaluation.library(8)
    with evaluation.at(rnd):
        evaluation.panels.prepare_panel(people.actor(people.agency()), project_number=rnd.number)
        page = browse(people.agency()).get(f"/rooms/{rnd.number}/panel/draw/").content.decode()
    assert "现在可抽取的专家" in page
    assert "容易被猜中" in page
    assert "示例专家" not in page
