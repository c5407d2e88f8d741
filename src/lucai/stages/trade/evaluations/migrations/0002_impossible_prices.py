from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('evaluations', '0001_initial'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='evaluationsessionbid',
            name='evaluated_bid_price',
        ),
        migrations.AddConstraint(
            model_name='evaluationsessionbid',
            constraint=models.CheckConstraint(condition=models.Q(('price__gte', 0)), name='evaluated_bid_price'),
        ),
    ]
