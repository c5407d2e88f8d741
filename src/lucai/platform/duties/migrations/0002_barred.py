from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('duties', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='duty',
            name='barred',
            field=models.BigIntegerField(null=True),
        ),
    ]
