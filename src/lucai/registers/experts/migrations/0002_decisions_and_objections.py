from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('experts', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='expertapplication',
            name='files',
            field=models.JSONField(default=list),
        ),
        migrations.CreateModel(
            name='ExpertDecision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('state', models.CharField(max_length=40)),
                ('state_since', models.DateTimeField()),
                ('region', models.CharField(max_length=6)),
                ('number', models.CharField(max_length=40, unique=True)),
                ('expert_number', models.CharField(max_length=40)),
                ('person_id', models.BigIntegerField()),
                ('organisation_id', models.BigIntegerField()),
                ('finance_id', models.BigIntegerField()),
                ('kind', models.CharField(choices=[('suspend', '暂停参加评审'), ('dismiss', '解聘'), ('training', '培训未予认可')], max_length=12)),
                ('place', models.PositiveSmallIntegerField(default=0)),
                ('before', models.CharField(default='', max_length=40)),
                ('reason', models.CharField(max_length=400)),
                ('decided_by', models.BigIntegerField(null=True)),
                ('decided_at', models.DateTimeField()),
                ('object_until', models.DateField(null=True)),
                ('objection', models.CharField(default='', max_length=1000)),
                ('files', models.JSONField(default=list)),
                ('objected_at', models.DateTimeField(null=True)),
                ('handle_until', models.DateField(null=True)),
                ('ruling', models.CharField(default='', max_length=400)),
                ('ruled_at', models.DateTimeField(null=True)),
            ],
            options={
                'db_table': 'expert_decision',
                'indexes': [models.Index(fields=['region', '-id'], name='expert_decision_region'), models.Index(fields=['expert_number', '-id'], name='expert_decision_of'), models.Index(condition=models.Q(('state', 'told')), fields=['object_until'], name='expert_decision_told')],
            },
        ),
    ]
