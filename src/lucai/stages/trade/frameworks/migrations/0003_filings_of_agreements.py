import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('frameworks', '0002_agreed_at'),
    ]

    operations = [
        migrations.CreateModel(
            name='FrameworkFiling',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('state', models.CharField(max_length=40)),
                ('state_since', models.DateTimeField()),
                ('region', models.CharField(max_length=6)),
                ('framework_number', models.CharField(db_index=True, max_length=40)),
                ('framework_title', models.CharField(max_length=160)),
                ('organiser_id', models.BigIntegerField()),
                ('organiser_side', models.CharField(max_length=12)),
                ('finance_id', models.BigIntegerField()),
                ('place', models.PositiveSmallIntegerField()),
                ('members', models.JSONField(default=list)),
                ('agreed_at', models.DateTimeField()),
                ('filed_at', models.DateTimeField(null=True)),
                ('framework', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='frameworks.frameworkagreement')),
            ],
            options={
                'db_table': 'framework_filing',
                'constraints': [models.UniqueConstraint(fields=('framework', 'place'), name='framework_filing_once')],
            },
        ),
    ]
