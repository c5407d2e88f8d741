"""No table without somebody who says who may see its rows."""

import pytest
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


@pytest.mark.parametrize("model", our_tables(), ids=say)
def test_a_table_says_who_sees_its_rows_or_is_public_reference_data(
    model: type[models.Model],
) -> None:
    if say(model) in OUTSIDE_THE_WALL or issubclass(model, ReferenceRecord):
        return
    assert issubclass(model, Record), f"{say(model)} stands outside the query wall"
    assert model.scope is not Record.scope, f"{say(model)} declares no scope"


@pytest.mark.parametrize("model", our_tables(), ids=say)
def test_no_join_leads_back_into_a_table(model: type[models.Model]) -> None:
    backwards = [field.name for field in model._meta.related_objects if not field.hidden]
    assert not backwards


def test_every_exception_is_still_a_table() -> None:
    assert set(OUTSIDE_THE_WALL) <= {say(model) for model in our_tables()}
