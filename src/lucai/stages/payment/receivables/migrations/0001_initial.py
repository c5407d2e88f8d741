import lucai.platform.records.models
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='ReceivableConfirmation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('state', models.CharField(max_length=40)),
                ('state_since', models.DateTimeField()),
                ('region', models.CharField(max_length=6)),
                ('number', models.CharField(max_length=40, unique=True)),
                ('contract_number', models.CharField(max_length=60)),
                ('contract_title', models.CharField(max_length=200)),
                ('about_project', models.CharField(default='', max_length=40)),
                ('place', models.PositiveSmallIntegerField()),
                ('invoice_number', models.CharField(max_length=40)),
                ('buyer_id', models.BigIntegerField()),
                ('buyer_path', models.CharField(max_length=200)),
                ('buyer_name', models.CharField(max_length=120)),
                ('supplier_id', models.BigIntegerField()),
                ('supplier_name', models.CharField(max_length=120)),
                ('amount', lucai.platform.records.models.MoneyField()),
                ('due_on', models.DateField()),
                ('financier', models.CharField(max_length=120)),
                ('purpose', models.CharField(default='', max_length=400)),
                ('asked_at', models.DateTimeField()),
                ('confirmed_at', models.DateTimeField(null=True)),
                ('signer', models.CharField(default='', max_length=60)),
                ('reason', models.CharField(default='', max_length=400)),
                ('sha256', models.CharField(default='', max_length=64)),
                ('sm3', models.CharField(default='', max_length=64)),
            ],
            options={
                'db_table': 'receivable_confirmation',
                'indexes': [models.Index(fields=['contract_number', 'place'], name='receivable_contract'), models.Index(fields=['supplier_id', '-id'], name='receivable_supplier'), models.Index(fields=['buyer_path', '-id'], name='receivable_buyer'), models.Index(fields=['region', '-id'], name='receivable_region')],
                'constraints': [models.CheckConstraint(condition=models.Q(('amount__gt', 0)), name='receivable_amount'), models.UniqueConstraint(condition=models.Q(('state__in', ('asked', 'confirmed'))), fields=('contract_number', 'place'), name='receivable_once')],
            },
        ),
    ]
