from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('complaints', '0002_ruling_drafts'),
    ]

    operations = [
        migrations.AddField(
            model_name='complaint',
            name='screened_at',
            field=models.DateTimeField(null=True),
        ),
    ]
