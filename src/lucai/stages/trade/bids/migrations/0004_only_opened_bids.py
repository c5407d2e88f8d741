from django.db import migrations, models

from lucai.platform.records.models import MoneyField


WRITTEN = (
    "unit_confirmed", "delivery_days", "validity_days", "contact", "phone", "sme_kind",
    "domestic", "domestic_share", "consortium",
)  # fmt: skip


class Migration(migrations.Migration):
    """What is left of a bid: what its envelope held, and what the rules found at the opening."""

    dependencies = [("bids", "0003_forget_working_copies")]

    operations = [
        migrations.DeleteModel("BidItem"),
        migrations.DeleteModel("BidResponse"),
        migrations.DeleteModel("BidFile"),
        migrations.RemoveConstraint("bid", "bid_price"),
        migrations.RemoveConstraint("bid", "bid_opened_was_submitted"),
        *(migrations.RemoveField("bid", name) for name in WRITTEN),
        migrations.AddField("bid", "findings", models.JSONField(default=list)),
        migrations.AlterField("bid", "price", MoneyField()),
        migrations.AlterField("bid", "submission", models.JSONField()),
        migrations.AlterField("bid", "submitted_at", models.DateTimeField()),
        migrations.AlterField("bid", "opened_at", models.DateTimeField()),
        migrations.AlterField("bid", "sha256", models.CharField(max_length=64)),
        migrations.AlterField("bid", "sm3", models.CharField(max_length=64)),
        migrations.AlterField("bidsecurity", "opened_at", models.DateTimeField()),
        migrations.AddConstraint(
            "bid", models.CheckConstraint(condition=models.Q(price__gte=0), name="bid_price")
        ),
    ]
