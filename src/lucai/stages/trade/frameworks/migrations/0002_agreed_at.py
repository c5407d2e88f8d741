from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('frameworks', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='frameworkagreement',
            name='agreed_at',
            field=models.DateTimeField(null=True),
        ),
    ]
