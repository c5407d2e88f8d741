from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('prequalifications', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='prequalification',
            name='recommenders',
            field=models.JSONField(default=list),
        ),
        migrations.AddField(
            model_name='prequalificationapplication',
            name='listed_by',
            field=models.BigIntegerField(null=True),
        ),
    ]
