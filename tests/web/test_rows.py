"""Repeated groups of a form: whatever somebody posts as a row's number, the page answers."""

from __future__ import annotations

import pytest
from pydantic import BaseModel, Field

from lucai.platform.web.forms import Form, nest
from lucai.platform.web.rows import len_of, rows_of, without_row
from tests.makers import agencies
from tests.makers.browsing import browse

NO_ROWS = ("x", "", "-1", "²", "٣", "999999999", "9" * 5000)


class Line(BaseModel):
    name: str = Field(title="名称")


class Lines(BaseModel):
    lines: list[Line]


def form(**values: str) -> Form[Lines]:
    return Form(Lines, {name.replace("_", "."): value for name, value in values.items()})


def test_rows_are_shown_in_their_order_with_the_pattern_of_one_more() -> None:
    shown = rows_of(form(lines_0_name="甲", lines_1_name="乙"), "lines", Line)
    assert [field.value for row in shown["lines"] for field in row] == ["甲", "乙"]
    assert [field.name for field in shown["lines_pattern"]] == ["lines.__i__.name"]


def test_choices_are_offered_by_the_name_of_the_field() -> None:
    shown = rows_of(form(lines_0_name=""), "lines", Line, choices={"name": [("a", "甲")]})
    assert [row[0].choices for row in (*shown["lines"], shown["lines_pattern"])] == [
        [("a", "甲")],
        [("a", "甲")],
    ]


@pytest.mark.parametrize("number", NO_ROWS)
def test_what_numbers_no_row_makes_none(number: str) -> None:
    values = {"lines.0.name": "甲", f"lines.{number}.name": "乙"}
    assert list(Form(Lines, values).rows("lines", least=0)) == [0]
    assert len_of(values, "lines") == 1
    assert without_row(values, f"lines.{number}") == values
    assert isinstance(nest(values)["lines"], dict)


@pytest.mark.django_db
@pytest.mark.parametrize("number", NO_ROWS[:4])
def test_a_page_with_rows_answers_a_senseless_number_with_the_form(number: str) -> None:
    client = browse(agencies.newcomer().viewer)
    answer = client.post("/agencies/new/", {f"staff.{number}.name": "示例人员"})
    assert answer.status_code == 422
