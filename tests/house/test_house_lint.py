"""Every rule of the house has lines that it refuses and lines that it lets pass."""

import pytest

from tools.house_lint import findings_in, python_files
from tools.house_rules import MAX_FILE_LINES, MAX_FUNCTION_LINES, RULES

SERVICE = "src/lucai/stages/trade/tenders/services.py"
MODELS = "src/lucai/stages/trade/tenders/models.py"
RULES_FILE = "src/lucai/stages/trade/tenders/rules.py"
VIEWS = "src/lucai/stages/trade/tenders/views.py"
LAW = "src/lucai/law/scoring.py"


def function_of(lines: int) -> str:
    return "def act():\n" + "    pass\n" * (lines - 1)


BAD = [
    ("raw-sql", SERVICE, "Tender.objects.raw('select 1')"),
    ("raw-sql", SERVICE, "rows.extra(where=['1=1'])"),
    ("raw-sql", SERVICE, "connection.cursor()"),
    ("base-manager", SERVICE, "Tender._base_manager.all()"),
    ("reverse-name", MODELS, "lot = models.ForeignKey('trade.Lot', models.PROTECT)"),
    ("reverse-name", MODELS, "lot = ForeignKey('trade.Lot', PROTECT, related_name='bids')"),
    ("inexact-column", MODELS, "price = models.DecimalField(max_digits=9, decimal_places=2)"),
    ("inexact-column", MODELS, "price = models.FloatField()"),
    ("float-money", LAW, "def share(price: float) -> int: ..."),
    ("float-money", "src/lucai/kernel/money.py", "RATE = 0.06"),
    ("save-override", MODELS, "class Tender(Record):\n    def save(self): ..."),
    ("signals", SERVICE, "from django.db.models.signals import post_save"),
    ("signals", SERVICE, "from django.db.models import signals"),
    ("signals", SERVICE, "import django.dispatch"),
    ("model-form", VIEWS, "class TenderForm(forms.ModelForm): ..."),
    ("admin", SERVICE, "from django.contrib import admin"),
    ("admin", "src/lucai/site/settings.py", "INSTALLED_APPS = ['django.contrib.admin']"),
    ("law-number", RULES_FILE, "def holds(facts): return facts.days >= 20"),
    ("law-number", "src/lucai/registers/experts/rules.py", "SHARE = 0.5"),
    ("own-clock", SERVICE, "datetime.now(UTC)"),
    ("own-clock", SERVICE, "timezone.now()"),
    ("own-clock", SERVICE, "datetime.date.today()"),
    ("own-clock", SERVICE, "time.time()"),
    ("long-function", SERVICE, function_of(MAX_FUNCTION_LINES + 1)),
    ("long-file", SERVICE, "pass\n" * (MAX_FILE_LINES + 1)),
    ("broad-except", SERVICE, "try: act()\nexcept Exception: pass"),
    ("broad-except", SERVICE, "try: act()\nexcept: pass"),
    ("broad-except", SERVICE, "try: act()\nexcept (ValueError, BaseException): pass"),
    ("one-dialect", MODELS, "from django.contrib.postgres.fields import ArrayField"),
    ("thick-door", VIEWS, "Tender.objects.seen_by(viewer)"),
    ("thick-door", VIEWS, "if viewer.role == 'agency': act()"),
    ("default-ordering", MODELS, "class Meta:\n    ordering = ['pk']"),
    ("nullable-text", MODELS, "title = models.CharField(max_length=9, null=True)"),
    ("unfinished", SERVICE, "# " + "TODO: later"),
    ("unfinished", SERVICE, "raise " + "NotImplementedError"),
]
GOOD = [
    ("raw-sql", SERVICE, "Tender.objects.seen_by(viewer).first()"),
    ("base-manager", SERVICE, "Tender.objects.seen_by(viewer)"),
    ("reverse-name", MODELS, "lot = models.ForeignKey('trade.Lot', PROTECT, related_name='+')"),
    ("reverse-name", "src/lucai/x/migrations/0001_first.py", "models.ForeignKey('trade.Lot')"),
    ("inexact-column", MODELS, "price = MoneyField()"),
    ("float-money", LAW, "def share(price: Decimal) -> int: return price * 3"),
    ("float-money", VIEWS, "height = 0.5"),
    ("save-override", MODELS, "class Tender(Record):\n    def heading(self): ..."),
    ("save-override", SERVICE, "class Store(Storage):\n    def save(self): ..."),
    ("signals", SERVICE, "import signal"),
    ("model-form", VIEWS, "class TenderForm(forms.Form): ..."),
    ("admin", "src/lucai/site/settings.py", "INSTALLED_APPS = ['django.contrib.sessions']"),
    ("law-number", RULES_FILE, "def holds(facts): return facts.days >= least.value - 1"),
    ("law-number", SERVICE, "limit = 20"),
    ("own-clock", SERVICE, "clock.now()"),
    ("own-clock", SERVICE, "datetime.fromisoformat(text)"),
    ("own-clock", "src/lucai/kernel/clock.py", "datetime.now(UTC)"),
    ("long-function", SERVICE, function_of(MAX_FUNCTION_LINES)),
    ("long-file", SERVICE, "pass\n" * MAX_FILE_LINES),
    ("broad-except", SERVICE, "try: act()\nexcept (ValueError, KeyError): pass"),
    ("broad-except", "src/lucai/site/worker.py", "try: act()\nexcept Exception: log()"),
    ("one-dialect", MODELS, "tags = models.JSONField()"),
    ("thick-door", VIEWS, "if form.is_valid(): act()"),
    ("thick-door", SERVICE, "Tender.objects.seen_by(viewer)"),
    ("default-ordering", MODELS, "class Meta:\n    db_table = 'tender'"),
    ("nullable-text", MODELS, "title = models.CharField(max_length=9, default='')"),
    ("nullable-text", MODELS, "at = models.DateTimeField(null=True)"),
    ("unfinished", SERVICE, "# Prices come in 分."),
]


@pytest.mark.parametrize(("rule", "path", "source"), BAD)
def test_a_rule_refuses_its_bad_line(rule: str, path: str, source: str) -> None:
    assert rule in {finding.rule.name for finding in findings_in(source, path)}


@pytest.mark.parametrize(("rule", "path", "source"), GOOD)
def test_a_rule_lets_its_good_line_pass(rule: str, path: str, source: str) -> None:
    assert rule not in {finding.rule.name for finding in findings_in(source, path)}


def test_every_rule_has_a_bad_and_a_good_line() -> None:
    names = {rule.name for rule in RULES}
    assert {rule for rule, _, _ in BAD} == names
    assert {rule for rule, _, _ in GOOD} == names


def test_a_finding_says_file_line_and_cure() -> None:
    (finding,) = findings_in("\ntimezone.now()", SERVICE)
    assert str(finding) == f"{SERVICE}:2: own-clock: ask lucai.kernel.clock"


def test_the_reader_sees_the_files_of_the_house() -> None:
    assert {"dev.py", "house_lint.py"} <= {path.name for path in python_files()}
