"""What was quoted gets a record of its own, since everybody may read what a round is for."""

from __future__ import annotations

from typing import Any

from django.db import migrations, models


def move(apps: Any, schema_editor: Any) -> None:
    """Copy the prices of the rounds that were opened."""
    del schema_editor
    rounds, prices = (apps.get_model("rounds", name) for name in ("SealedRound", "RoundPrices"))
    opened = rounds.objects.exclude(opened_at=None)
    for row in opened.iterator():
        prices.objects.create(
            number=row.number, lot_number=row.lot_number, region=row.region, prices=row.prices
        )


class Migration(migrations.Migration):
    """A table of prices; the column goes."""

    dependencies = [("rounds", "0002_due_rounds")]

    operations = [
        migrations.CreateModel(
            name="RoundPrices",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("number", models.CharField(max_length=80)),
                ("lot_number", models.PositiveSmallIntegerField()),
                ("region", models.CharField(max_length=6)),
                ("prices", models.JSONField(default=dict)),
            ],
            options={"db_table": "sealed_round_price"},
        ),
        migrations.AddConstraint(
            model_name="roundprices",
            constraint=models.UniqueConstraint(
                fields=("number", "lot_number"), name="sealed_round_price_once"
            ),
        ),
        migrations.RunPython(move, migrations.RunPython.noop),
        migrations.RemoveField(model_name="sealedround", name="prices"),
    ]
