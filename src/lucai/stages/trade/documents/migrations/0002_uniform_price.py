from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('documents_trade', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='tenderdocument',
            name='uniform_price',
            field=models.BooleanField(default=False),
        ),
    ]
