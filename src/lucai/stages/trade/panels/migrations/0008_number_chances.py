"""Rows from before a chance kept its draw's number get it: their to-dos are found by it."""

from __future__ import annotations

from typing import Any

from django.db import migrations
from django.db.models import OuterRef, Subquery


def number(apps: Any, schema_editor: Any) -> None:
    """Copy the numbers of the draws."""
    del schema_editor
    chances, draws = (apps.get_model("panels", name) for name in ("DrawChance", "PanelDraw"))
    of_draw = draws.objects.filter(pk=OuterRef("draw_id")).values("draw_id")[:1]
    chances.objects.filter(draw_number="").update(draw_number=Subquery(of_draw))


class Migration(migrations.Migration):
    """Data only."""

    dependencies = [("panels", "0007_chance_number")]

    operations = [migrations.RunPython(number, migrations.RunPython.noop)]
