from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("bids", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="bidsecurity",
            name="state_since",
            field=models.DateTimeField(null=True),
        ),
        migrations.RunSQL(
            "UPDATE bid_security SET state_since = coalesce(refunded_at, recorded_at)",
            migrations.RunSQL.noop,
        ),
        migrations.AlterField(
            model_name="bidsecurity",
            name="state_since",
            field=models.DateTimeField(),
        ),
        migrations.AddField(
            model_name="bidsecurity",
            name="ground",
            field=models.CharField(default="", max_length=12),
        ),
        migrations.AddField(
            model_name="bidsecurity",
            name="due_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AlterField(
            model_name="bidsecurity",
            name="state",
            field=models.CharField(default="recorded", max_length=40),
        ),
    ]
