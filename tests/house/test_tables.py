"""No table without somebody who says who may see its rows."""

from django.apps import apps
from django.db import models

from lucai.platform.records import Record, ReferenceRecord

# Why a table of ours may stand outside the wall.
OUTSIDE_THE_WALL: dict[str, str] = {}


def our_tables() -> list[type[models.Model]]:
    tables = apps.get_models(include_auto_created=True)
    return [model for model in tables if model.__module__.startswith("lucai.")]


def say(model: type[models.Model]) -> str:
    return model._meta.label


def test_every_table_says_who_sees_its_rows_or_is_public_reference_data() -> None:
    behind = [m for m in our_tables() if say(m) not in OUTSIDE_THE_WALL and not is_reference(m)]
    assert [say(m) for m in behind if not issubclass(m, Record)] == [], "outside the query wall"
    assert [say(m) for m in behind if m.scope is Record.scope] == [], "no scope declared"
    assert len(behind) > 100


def is_reference(model: type[models.Model]) -> bool:
    return issubclass(model, ReferenceRecord)


NUMBERS = {
    "project_number", "number_of_project", "framework_number", "group_number",
    "contract_number", "order_number", "inquiry_number",
}  # fmt: skip
"""By these the rows of one procurement, framework, contract or order are asked for."""


def test_the_rows_of_one_procurement_are_found_by_an_index() -> None:
    stages = [
        m for m in our_tables() if m.__module__.startswith(("lucai.stages", "lucai.oversight"))
    ]
    asked = [(m, one.name) for m in stages for one in m._meta.local_fields if one.name in NUMBERS]
    assert [f"{say(m)}.{name}" for m, name in asked if name not in leading(m)] == []
    assert len(asked) > 100


def leading(model: type[models.Model]) -> set[str]:
    """The columns that an index of the whole table begins with."""
    meta = model._meta
    alone = {one.name for one in meta.local_fields if one.db_index or one.unique}
    listed = {one.fields[0].lstrip("-") for one in meta.indexes if one.fields and not one.condition}
    unique = [one for one in meta.constraints if isinstance(one, models.UniqueConstraint)]
    return alone | listed | {one.fields[0] for one in unique if one.fields and not one.condition}


def test_no_join_leads_back_into_a_table() -> None:
    related = [(say(m), field) for m in our_tables() for field in m._meta.related_objects]
    assert [f"{name}.{field.name}" for name, field in related if not field.hidden] == []


def test_every_exception_is_still_a_table() -> None:
    assert set(OUTSIDE_THE_WALL) <= {say(model) for model in our_tables()}
