from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('experts', '0002_decisions_and_objections'),
    ]

    operations = [
        migrations.AddField(
            model_name='expertdecision',
            name='change_number',
            field=models.CharField(default='', max_length=40),
        ),
        migrations.AddField(
            model_name='reviewexpert',
            name='declared',
            field=models.JSONField(default=list),
        ),
        migrations.AddField(
            model_name='reviewexpert',
            name='exits',
            field=models.JSONField(default=list),
        ),
        migrations.AddField(
            model_name='reviewexpert',
            name='phone',
            field=models.CharField(default='', max_length=40),
        ),
        migrations.AlterField(
            model_name='expertdecision',
            name='kind',
            field=models.CharField(choices=[('suspend', '暂停参加评审'), ('dismiss', '解聘'), ('training', '培训未予认可'), ('change', '不予变更')], max_length=12),
        ),
        migrations.AlterField(
            model_name='expertdecision',
            name='reason',
            field=models.CharField(max_length=440),
        ),
        migrations.CreateModel(
            name='ExpertChange',
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
                ('name', models.CharField(max_length=60)),
                ('about', models.CharField(max_length=80)),
                ('before', models.JSONField(default=dict)),
                ('after', models.JSONField(default=dict)),
                ('grounds', models.CharField(max_length=1000)),
                ('files', models.JSONField(default=list)),
                ('asked_at', models.DateTimeField()),
                ('review_until', models.DateField(null=True)),
                ('kind', models.CharField(choices=[('proof', '证明材料不全或者不清楚'), ('mismatch', '证明材料与申请内容不一致'), ('unfit', '变更后不符合评审专家条件'), ('foreign', '评审专业与专业经历不符'), ('other', '其他')], default='', max_length=12)),
                ('said', models.CharField(default='', max_length=400)),
                ('decided_at', models.DateTimeField(null=True)),
                ('decision_number', models.CharField(default='', max_length=40)),
            ],
            options={
                'db_table': 'expert_change',
                'indexes': [models.Index(fields=['region', '-id'], name='expert_change_region'), models.Index(fields=['expert_number', '-id'], name='expert_change_of')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'submitted')), fields=('person_id',), name='expert_change_once')],
            },
        ),
    ]
