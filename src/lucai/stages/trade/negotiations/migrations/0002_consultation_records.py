from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('negotiations', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='negotiationrecord',
            name='place',
            field=models.CharField(default='', max_length=200),
        ),
        migrations.AddField(
            model_name='negotiationrecord',
            name='present',
            field=models.CharField(default='', max_length=800),
        ),
        migrations.AddField(
            model_name='negotiationrecord',
            name='publicity',
            field=models.TextField(default=''),
        ),
    ]
