from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('complaints', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='complaint',
            name='approver_name',
            field=models.CharField(default='', max_length=60),
        ),
        migrations.AddField(
            model_name='complaint',
            name='drafted_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='complaint',
            name='drafted_by',
            field=models.BigIntegerField(null=True),
        ),
        migrations.AddField(
            model_name='complaint',
            name='drafter_name',
            field=models.CharField(default='', max_length=60),
        ),
        migrations.AddField(
            model_name='complaint',
            name='returned_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='complaint',
            name='returned_name',
            field=models.CharField(default='', max_length=60),
        ),
        migrations.AddField(
            model_name='complaint',
            name='returned_reason',
            field=models.CharField(default='', max_length=2000),
        ),
        migrations.AddField(
            model_name='complaint',
            name='ruling_draft',
            field=models.JSONField(default=dict),
        ),
    ]
