"""Drawn experts are called out; a reserve who moved up is asked like anybody else."""

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def ask_alike(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """Let whoever moved up wait like who was drawn at once."""
    del editor
    apps.get_model("groups", "GroupSeat").objects.filter(state="called").update(state="asked")


class Migration(migrations.Migration):
    dependencies = [("groups", "0002_sealed_findings")]

    operations = [
        migrations.AddField("reviewgroup", "vacant", models.PositiveSmallIntegerField(default=0)),
        migrations.AddField("groupseat", "answer_by", models.DateTimeField(null=True)),
        migrations.AddField("groupseat", "rung_at", models.DateTimeField(null=True)),
        migrations.AddField("groupseat", "call", models.JSONField(default=dict)),
        migrations.AddIndex(
            "reviewgroup",
            models.Index(
                fields=["vacant"], name="group_vacant", condition=models.Q(vacant__gt=0)
            ),
        ),
        migrations.AddIndex(
            "groupseat",
            models.Index(fields=["state", "answer_by"], name="group_seat_answer"),
        ),
        migrations.RunPython(ask_alike, migrations.RunPython.noop),
    ]
