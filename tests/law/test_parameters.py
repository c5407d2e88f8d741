"""Every row of the rule book is data; every dated number turns on its day."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest

from lucai.law.citations import Citation
from lucai.law.parameters import (
    Row,
    install_local_rows,
    parameter,
    remove_local_rows,
    require_in_force,
    rule_sheet,
    rule_sheets,
    status,
)
from lucai.law.status import Expired, NoSuchRule, NotInForce, NotYetEffective, Status
from lucai.law.thresholds import open_tender_threshold, purchase_threshold, works_must_be_tendered
from lucai.law.verdicts import Severity

# How many rules each family of the rule book §5 and §8 holds.
FAMILIES = {
    "SCO": 4,
    "THR": 8,
    "BUD": 3,
    "INT": 6,
    "DEM": 8,
    "PLN": 5,
    "MET": 12,
    "BON": 8,
    "FEE": 1,
    "QUA": 8,
    "JOI": 3,
    "CLA": 1,
    "SIT": 1,
    "VID": 1,
    "REC": 1,
    "TEN": 24,
    "NEG": 12,
    "INQ": 1,
    "SIN": 3,
    "CON": 8,
    "FRA": 13,
    "EXP": 15,
    "EVA": 12,
    "SME": 14,
    "DOM": 7,
    "POL": 1,
    "GRE": 2,
    "IMP": 1,
    "LOW": 13,
    "AWD": 4,
    "CTR": 8,
    "ACC": 4,
    "PAY": 8,
    "FIN": 1,
    "AGE": 8,
    "CRE": 5,
    "ARC": 3,
    "SIG": 4,
    "SEC": 2,
    "QST": 7,
    "CMP": 16,
}
IDS = [f"GP-{family}-{n:02}" for family, size in FAMILIES.items() for n in range(1, size + 1)]
ROWS = [
    (sheet.id, spec.name, row)
    for sheet in rule_sheets().values()
    for spec in sheet.params.values()
    for row in spec.rows
]


def test_every_rule_of_the_book_has_a_data_row_and_none_is_made_up() -> None:
    assert {i for i in rule_sheets() if i.startswith("GP-")} == set(IDS)


def test_every_rule_is_titled_cited_and_backed_by_evidence() -> None:
    sheets = [(rule_id, rule_sheet(rule_id)) for rule_id in rule_sheets()]
    bare = [one for one, sheet in sheets if not (sheet.title and sheet.evidence and sheet.cites)]
    assert bare == []
    assert [one for one, s in sheets if s.until is not None and s.until <= s.since] == []


def test_every_citation_resolves_to_a_registered_act() -> None:
    cites = {c for sheet in rule_sheets().values() for c in sheet.cites}
    cites |= {c for _, _, row in ROWS for c in row.cites}
    assert all(Citation.parse(cite).label.startswith("《") for cite in cites)


def test_a_rule_resting_on_memory_alone_never_blocks() -> None:
    resting = [s for s in rule_sheets().values() if set(s.evidence) == {"M"}]
    assert resting
    assert all(sheet.severity is not Severity.BLOCK for sheet in resting)


@pytest.mark.parametrize("rule_id", sorted({row[0] for row in ROWS}))
def test_numbers_hold_on_their_first_and_last_day(rule_id: str) -> None:
    for _, name, row in rows_of(rule_id):
        holds_within(rule_id, name, row)


def rows_of(rule_id: str) -> list[tuple[str, str, Row]]:
    return [row for row in ROWS if row[0] == rule_id]


def holds_within(rule_id: str, name: str, row: Row) -> None:
    region = row.region
    assert parameter(rule_id, name, on=row.since, region=region).value == row.value
    last = row.until or date(2026, 12, 31)
    assert parameter(rule_id, name, on=last, region=region).value == row.value


@pytest.mark.parametrize("rule_id", sorted({row[0] for row in ROWS}))
def test_numbers_do_not_hold_the_day_before_or_after(rule_id: str) -> None:
    for _, name, row in rows_of(rule_id):
        holds_nowhere_else(rule_id, name, row)


def holds_nowhere_else(rule_id: str, name: str, row: Row) -> None:
    before = row.since - timedelta(days=1)
    assert _version(rule_id, name, before, row.region) != row.since
    if row.until is not None:
        after = row.until + timedelta(days=1)
        assert _version(rule_id, name, after, row.region) != row.since


def _version(rule_id: str, name: str, on: date, region: str | None) -> date | None:
    try:
        return parameter(rule_id, name, on=on, region=region).since
    except NotInForce:
        return None


def test_too_early_and_too_late_are_told_apart() -> None:
    with pytest.raises(NotYetEffective, match="2026-10-01"):
        parameter("GP-MET-10", on=date(2026, 9, 30))
    with pytest.raises(Expired, match="2026-01-31"):
        require_in_force("GP-LOW-13", date(2026, 2, 1))
    assert status("GP-MET-10", date(2026, 9, 30)) is Status.NOT_YET_EFFECTIVE
    assert status("GP-MET-10", date(2026, 10, 1)) is Status.APPLICABLE
    assert status("GP-LOW-13", date(2026, 2, 1)) is Status.EXPIRED


def test_an_unknown_rule_or_parameter_is_an_error_not_a_default() -> None:
    with pytest.raises(NoSuchRule):
        parameter("GP-XXX-01", on=date(2026, 1, 1))
    with pytest.raises(NoSuchRule):
        parameter("GP-TEN-03", "nothing", on=date(2026, 1, 1))
    with pytest.raises(LookupError):
        parameter("GP-QUA-07", on=date(2026, 1, 1))


def test_a_rule_answers_with_and_without_its_prefix() -> None:
    assert rule_sheet("ten-03") is rule_sheet("GP-TEN-03")


def test_numbers_are_exact() -> None:
    assert parameter("GP-BON-01", on=date(2026, 1, 1)).value == Decimal("0.02")
    assert parameter("GP-TEN-13", "expert_share", on=date(2026, 1, 1)).value == Fraction(2, 3)
    assert parameter("GP-TEN-13", "large_from", on=date(2026, 1, 1)).fen == 1_000_000_000


def test_a_provincial_slot_is_marked_illustrative_and_holds_only_there() -> None:
    found = purchase_threshold("goods", "province", on=date(2026, 1, 1), region="370102")
    assert found.illustrative
    with pytest.raises(LookupError):
        purchase_threshold("goods", "province", on=date(2026, 1, 1), region="110000")


def test_a_loaded_value_beats_the_illustrative_one_and_the_nearest_region_wins() -> None:
    def rows(rule_id: str, name: str) -> tuple[Row, ...]:
        if (rule_id, name) != ("GP-THR-01", "open_goods_city"):
            return ()
        since = date(2026, 1, 1)
        return (Row(since, None, 300, region="370000"), Row(since, None, 200, region="370200"))

    install_local_rows(rows)
    try:
        on = date(2026, 2, 1)
        assert open_tender_threshold("goods", "city", on=on, region="370100").value == 300
        assert open_tender_threshold("goods", "city", on=on, region="370202").value == 200
    finally:
        remove_local_rows(rows)
    assert open_tender_threshold("goods", "city", on=on, region="370100").illustrative


def test_works_are_tendered_from_their_scale() -> None:
    assert works_must_be_tendered("construction", 400_000_000, date(2026, 1, 1))
    assert not works_must_be_tendered("construction", 399_999_999, date(2026, 1, 1))


def test_the_works_reservation_window_opens_and_closes() -> None:
    share = [
        parameter("GP-SME-04", "works", on=date.fromisoformat(day)).value
        for day in ("2022-06-30", "2022-07-01", "2025-12-31", "2026-01-01")
    ]
    assert share == [Decimal("0.30"), Decimal("0.40"), Decimal("0.40"), Decimal("0.30")]
