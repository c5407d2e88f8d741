import lucai.platform.records.models
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='BondReturn',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('state', models.CharField(max_length=40)),
                ('state_since', models.DateTimeField()),
                ('region', models.CharField(max_length=6)),
                ('room', models.CharField(max_length=40)),
                ('project_title', models.CharField(max_length=160)),
                ('lot_number', models.PositiveSmallIntegerField()),
                ('bid_deadline', models.DateTimeField()),
                ('envelope_hash', models.CharField(max_length=64, unique=True)),
                ('supplier_id', models.BigIntegerField()),
                ('supplier_name', models.CharField(max_length=120)),
                ('buyer_path', models.CharField(max_length=200)),
                ('agency_id', models.BigIntegerField()),
                ('area', models.CharField(max_length=6)),
                ('ground', models.CharField(choices=[('withdrawn', '投标截止前撤回投标文件'), ('terminated', '采购活动终止，投标文件没有开启')], max_length=12)),
                ('kind', models.CharField(max_length=24)),
                ('amount', lucai.platform.records.models.MoneyField()),
                ('payer_account_name', models.CharField(max_length=120)),
                ('reference', models.CharField(max_length=80)),
                ('since', models.DateField()),
                ('interest', lucai.platform.records.models.MoneyField(default=0)),
                ('late_fee', lucai.platform.records.models.MoneyField(default=0)),
                ('refunded_at', models.DateTimeField(null=True)),
                ('reason', models.CharField(default='', max_length=400)),
            ],
            options={
                'db_table': 'bond_return',
                'indexes': [models.Index(fields=['agency_id', '-id'], name='bond_return_agency'), models.Index(fields=['supplier_id', '-id'], name='bond_return_supplier')],
                'constraints': [models.CheckConstraint(condition=models.Q(('amount__gt', 0)), name='bond_return_amount')],
            },
        ),
        migrations.CreateModel(
            name='UnopenedBonds',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('state', models.CharField(max_length=40)),
                ('state_since', models.DateTimeField()),
                ('region', models.CharField(max_length=6)),
                ('project_number', models.CharField(max_length=40)),
                ('project_title', models.CharField(max_length=160)),
                ('lot_number', models.PositiveSmallIntegerField()),
                ('buyer_path', models.CharField(max_length=200)),
                ('agency_id', models.BigIntegerField()),
                ('since', models.DateField()),
                ('count', models.PositiveSmallIntegerField(default=0)),
                ('total', lucai.platform.records.models.MoneyField(default=0)),
                ('interest', lucai.platform.records.models.MoneyField(default=0)),
                ('note', models.CharField(default='', max_length=400)),
                ('settled_at', models.DateTimeField(null=True)),
            ],
            options={
                'db_table': 'unopened_bonds',
                'indexes': [models.Index(fields=['agency_id', '-id'], name='unopened_bonds_agency')],
                'constraints': [models.UniqueConstraint(fields=('project_number', 'lot_number'), name='unopened_bonds_once')],
            },
        ),
    ]
