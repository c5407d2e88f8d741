"""The nonces stand in the table of that name, now that the one of panels is gone."""

from django.db import migrations


class Migration(migrations.Migration):
    """A name."""

    dependencies = [("draws", "0002_chances_of_panels"), ("panels", "0009_chances_moved")]

    operations = [migrations.AlterModelTable("drawchance", "draw_chance")]
