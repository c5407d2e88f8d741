"""A sealed package tells by itself what was changed, and nobody destroys it before its time."""

from __future__ import annotations

import ast
import hashlib
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.db import DatabaseError, connection, transaction

from lucai.kernel import clock
from lucai.kernel.actors import Viewer
from lucai.kernel.errors import InvalidInput, NotAllowed, NotFound, RuleBroken, WrongState
from lucai.platform.duties.selectors import duty_list
from lucai.platform.files.models import StoredFile
from lucai.platform.journal import readers, sequencer
from lucai.platform.records import system_access
from lucai.stages.archive.packages import selectors, services
from lucai.stages.archive.packages.eep import eep_faults
from lucai.stages.archive.packages.jobs import watch
from lucai.stages.archive.packages.judging import judge
from lucai.stages.archive.packages.models import ArchivePackage
from lucai.stages.archive.packages.schemas import CondemnIn, ExtendIn, HoldIn, LiftIn, SealIn
from lucai.stages.archive.packages.services.restoring import Parties
from lucai.stages.archive.packages.zipped import unpack
from lucai.stages.contract.contracts.selectors import contract_card
from lucai_trust.archive.tokens import sm3
from lucai_trust.archive.verify import report
from tests.makers import contract as make
from tests.makers import people
from tests.makers.kept import kept

pytestmark = pytest.mark.django_db

REMARK = SealIn(remark="评标报告由代理机构线下补交，取得后补充归档。")
JUDGED = CondemnIn(judgement="鉴定小组三人逐项鉴定，已无保存价值，建议销毁。")
HOLD = HoldIn(ground="audit", reason="审计机关调取核查", document="审通〔2041〕1号")


@dataclass(frozen=True)
class Sealed:
    """A sealed file: its project and where its bytes lie."""

    number: str
    place: Path


def build() -> Sealed:
    contract = make.filed()
    make.paid(contract)
    sequencer.sequence_all()
    readers.advance_all()
    number = contract_card(people.buyer(), contract).project_number
    services.seal_package(people.actor(people.agency()), project_number=number, seal=REMARK)
    return Sealed(number, selectors.package_file(people.agency(), number).path)


archive = kept(build)


def verify(folder: Path, *more: str) -> tuple[int, str]:
    """Run the package's own verifier as a machine without the product would."""
    command = [sys.executable, "-I", "-S", str(folder / "verify" / "verify.py"), *more]
    done = subprocess.run(command, capture_output=True, cwd=folder, env={}, timeout=60, check=False)
    return done.returncode, done.stdout.decode() + done.stderr.decode()


@pytest.fixture
def unpacked(archive: Sealed, tmp_path: Path) -> Path:
    return unpack(archive.place, tmp_path)


@pytest.fixture
def years_later(archive: Sealed) -> Iterator[None]:
    """The day after the fifteen years."""
    until = selectors.package_seen(people.agency(), archive.number).line.retain_until
    with clock.at(clock.moment((until or date.min) + timedelta(days=1), 9)):
        yield


def faults(number: str) -> list[str]:
    """Return what the last check found."""
    told = selectors.checks_of(people.finance(), number)[0].findings
    return [fault for finding in told for fault in finding["problems"]]


def second() -> Viewer:
    """Another person of the buyer's."""
    pk = people.person("second", "示例监销人").pk
    return replace(people.buyer(), person=pk, name="示例监销人")


def test_every_check_of_the_four_properties_holds(archive: Sealed) -> None:
    checks = judge(archive.place, sm3=True)
    assert [check.title for check in checks if not check.holds] == []
    assert {check.quality for check in checks} == {"真实性", "完整性", "可用性", "安全性"}
    assert len(checks) >= 18


def test_the_package_verifies_on_a_machine_without_the_product(unpacked: Path) -> None:
    code, said = verify(unpacked, "--sm3")
    assert (code, "四性检测全部通过" in said) == (0, True), said
    assert "条有包含证明" in said


@pytest.mark.skipif(not shutil.which("sha512sum"), reason="no coreutils here")
def test_the_package_verifies_with_the_tool_of_the_system(unpacked: Path) -> None:
    for manifest in ("manifest-sha512.txt", "tagmanifest-sha512.txt"):
        command = ["sha512sum", "--quiet", "-c", manifest]
        assert subprocess.run(command, cwd=unpacked, check=False).returncode == 0


def test_one_byte_changed_one_file_missing_one_added_are_each_named(unpacked: Path) -> None:
    files = sorted(path for path in unpacked.joinpath("data").rglob("*.json"))
    changed, missing = files[0], files[1]
    changed.write_bytes(changed.read_bytes()[:-2] + b" \n")
    missing.unlink()
    unpacked.joinpath("data", "夹带.pdf").write_bytes(b"%PDF-1.7")
    code, said = verify(unpacked)
    assert code == 1
    assert f"被改动：{changed.relative_to(unpacked).as_posix()}" in said
    assert f"缺少：{missing.relative_to(unpacked).as_posix()}" in said
    assert "多出：data/夹带.pdf" in said


def test_a_rewritten_history_is_found_even_with_new_manifests(unpacked: Path) -> None:
    events = unpacked / "data/events/events.jsonl"
    lines = events.read_bytes().splitlines(keepends=True)
    events.write_bytes(
        b"".join([lines[0].replace(b'\\"at\\":\\"20', b'\\"at\\":\\"19'), *lines[1:]])
    )
    _, said = verify(unpacked)
    assert "不通过 过程日志逐条相连" in said
    assert "不在公开日志中：第 1 条" in said


def test_a_false_checkpoint_is_found(unpacked: Path) -> None:
    note = unpacked / "proofs/checkpoint.txt"
    text = note.read_text(encoding="utf-8").split("\n")
    note.write_text("\n".join([text[0], str(int(text[1]) + 1), *text[2:]]), encoding="utf-8")
    _, said = verify(unpacked)
    assert "不通过 公开日志检查点的签名有效" in said


def test_the_encapsulation_follows_the_standard_and_faults_are_named(unpacked: Path) -> None:
    content = unpacked.joinpath("eep.xml").read_bytes()
    assert eep_faults(content) == ()
    assert (
        "立档单位名称" in eep_faults(content.replace("立档单位名称".encode(), "单位".encode()))[0]
    )
    assert eep_faults(b"<a>")[0].startswith("不是有效的 XML")


def test_the_package_is_laid_out_by_stages_and_opens_in_a_browser(unpacked: Path) -> None:
    groups = {path.name for path in unpacked.joinpath("data").iterdir()}
    assert {"01-预算与计划", "03-公告", "05-开标", "09-合同", "10-履约验收", "11-支付",
            "99-过程日志", "ocds", "events"} <= groups  # fmt: skip
    page = unpacked.joinpath("案卷.html").read_text(encoding="utf-8")
    assert "<!--" not in page
    assert "采购文件.pdf" in page
    for name in ("metadata/premis.xml", "metadata/dat46.csv", "metadata/catalog.csv",
                 "metadata/rules.json", "README-如何验证.txt", "data/ocds/record.json"):  # fmt: skip
        assert unpacked.joinpath(name).stat().st_size > 50, name


def test_a_zip_is_judged_as_it_is_and_rubbish_is_no_package(
    archive: Sealed, unpacked: Path, tmp_path: Path
) -> None:
    assert verify(unpacked, str(archive.place))[0] == 0
    rubbish = tmp_path / "x.zip"
    rubbish.write_bytes(b"PK\x05\x06" + bytes(18))
    assert verify(unpacked, str(rubbish))[0] == 2
    assert not judge(rubbish)[0].holds


def test_a_check_is_kept_and_an_altered_package_is_reported_to_all(archive: Sealed) -> None:
    agency = people.actor(people.agency())
    services.check_package(agency, project_number=archive.number)
    assert faults(archive.number) == []
    sound = archive.place.read_bytes()
    try:
        archive.place.write_bytes(sound.replace(b"%PDF-1", b"%PDF-2", 1))
        assert not services.check_package(agency, project_number=archive.number)
    finally:
        archive.place.write_bytes(sound)
    kept_checks = selectors.checks_of(people.finance(), archive.number)[:2]
    assert [one.sound for one in kept_checks] == [False, True]
    assert any(fault.startswith("被改动：data/") for fault in faults(archive.number))
    assert not selectors.package_seen(people.buyer(), archive.number).sound


def test_packages_are_looked_through_each_year(archive: Sealed) -> None:
    assert watch(clock.now() + timedelta(days=300)) == 0
    assert watch(clock.now() + timedelta(days=366)) == 1
    assert selectors.checks_of(people.agency(), archive.number)[0].occasion == "yearly"


def test_nobody_destroys_before_the_fifteen_years_are_over(archive: Sealed) -> None:
    with pytest.raises(WrongState):
        services.condemn(
            people.actor(people.buyer()), project_number=archive.number, judgement=JUDGED
        )
    sheet = selectors.package_seen(people.agency(), archive.number)
    assert sheet.line.retain_until is not None
    assert watch(clock.moment(sheet.line.retain_until, 12)) == 1  # the yearly check alone
    assert selectors.package_seen(people.agency(), archive.number).line.state == "archived"


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM archive_package",
        "UPDATE archive_package SET file_id = NULL",
        "UPDATE archive_package SET sha256 = ''",
        "UPDATE archive_package SET retain_until = '2027-01-01'",
        "UPDATE archive_package SET archived_at = NULL",
        "UPDATE archive_package SET state = 'destroyed', file_id = NULL, destroyed_on = '2099-01-01'",
        "DELETE FROM stored_file WHERE id = (SELECT file_id FROM archive_package)",
        "UPDATE stored_file SET sha256 = '' WHERE id = (SELECT file_id FROM archive_package)",
    ],
)
def test_not_even_sql_takes_a_sealed_file_away(archive: Sealed, statement: str) -> None:
    with pytest.raises(DatabaseError), transaction.atomic():
        execute(statement)
    assert selectors.package_file(people.agency(), archive.number).path.exists()


def test_rows_cannot_be_deleted_by_the_tables_own_way(archive: Sealed) -> None:
    with system_access("test"), pytest.raises(DatabaseError), transaction.atomic():
        ArchivePackage.objects.filter(project_number=archive.number).delete()
    with system_access("test"), pytest.raises(DatabaseError), transaction.atomic():
        StoredFile.objects.filter(sha256=archive.place.name).delete()


def test_after_its_time_two_people_destroy_it_and_the_register_stays(
    archive: Sealed, years_later: None
) -> None:
    assert watch(clock.now()) >= 1
    assert "鉴定保管期满的档案" in [duty.title for duty in duty_list(people.buyer())]
    first = people.actor(people.buyer())
    services.condemn(first, project_number=archive.number, judgement=JUDGED)
    assert "复核鉴定意见并监督销毁" in [duty.title for duty in duty_list(people.buyer())]
    with pytest.raises(RuleBroken) as refusal:
        services.destroy(first, project_number=archive.number)
    assert {v.rule for v in refusal.value.verdicts} == {"GP-ARC-03"}
    bytes_ = archive.place.read_bytes()
    try:
        services.destroy(people.actor(second()), project_number=archive.number)
        assert not archive.place.exists()
    finally:
        archive.place.write_bytes(bytes_)
    sheet = selectors.package_seen(people.finance(), archive.number)
    assert (sheet.line.state, sheet.destroyed[:5]) == ("destroyed", "示例监销人")
    assert sheet.manifest
    with pytest.raises(NotFound):
        selectors.package_file(people.buyer(), archive.number)


def test_what_is_held_is_not_destroyed_and_only_its_side_lifts(
    archive: Sealed, years_later: None
) -> None:
    number = archive.number
    held = services.place_hold(people.actor(people.finance()), project_number=number, hold=HOLD)
    watch(clock.now())
    buyer = people.actor(people.buyer())
    with pytest.raises(RuleBroken) as refusal:
        services.condemn(buyer, project_number=number, judgement=JUDGED)
    assert "审计" in refusal.value.verdicts[-1].message
    lift = LiftIn(reason="审计已经结束")
    with pytest.raises(NotAllowed):
        services.lift_hold(buyer, project_number=number, number=held, lift=lift)
    services.lift_hold(
        people.actor(people.finance()), project_number=number, number=held, lift=lift
    )
    services.condemn(buyer, project_number=number, judgement=JUDGED)
    assert selectors.package_seen(people.buyer(), number).line.state == "condemned"


def test_a_hold_placed_at_the_last_moment_stops_even_sql(
    archive: Sealed, years_later: None
) -> None:
    watch(clock.now())
    services.condemn(people.actor(people.buyer()), project_number=archive.number, judgement=JUDGED)
    services.place_hold(people.actor(people.finance()), project_number=archive.number, hold=HOLD)
    with pytest.raises(RuleBroken):
        services.destroy(people.actor(second()), project_number=archive.number)
    with pytest.raises(DatabaseError), transaction.atomic():
        execute(
            "UPDATE archive_package SET state = 'destroyed', file_id = NULL,"
            " destroyed_on = '2099-01-01'"
        )


def test_a_file_may_be_kept_on_and_is_not_judged_before(archive: Sealed, years_later: None) -> None:
    watch(clock.now())
    buyer, more = people.actor(people.buyer()), ExtendIn(years=10, judgement="具有研究价值")
    services.extend(buyer, project_number=archive.number, extension=more)
    sheet = selectors.package_seen(people.buyer(), archive.number)
    assert sheet.line.state == "archived"
    assert sheet.line.retain_until is not None
    assert sheet.line.retain_until.year == clock.today().year + 10
    with pytest.raises(WrongState):
        services.condemn(buyer, project_number=archive.number, judgement=JUDGED)


def test_a_judgement_that_is_not_shared_is_taken_back(archive: Sealed, years_later: None) -> None:
    watch(clock.now())
    services.condemn(people.actor(people.buyer()), project_number=archive.number, judgement=JUDGED)
    services.spare(people.actor(second()), project_number=archive.number)
    sheet = selectors.package_seen(people.buyer(), archive.number)
    assert (sheet.line.state, sheet.condemned) == ("expired", "")


def test_each_reading_is_traced_with_the_file_that_was_read(archive: Sealed) -> None:
    path = selectors.package_seen(people.buyer(), archive.number).manifest[0]["path"]
    packed = services.read_file(
        people.actor(people.finance()), project_number=archive.number, path=path
    )
    with zipfile.ZipFile(packed.package) as package:
        assert len(package.read(packed.entry)) == packed.size
    services.read_package(people.actor(people.buyer()), project_number=archive.number)
    newest, before = selectors.readings_of(people.agency(), archive.number).items[:2]
    assert (newest.path, before.path) == ("（整个归档信息包）", path)
    assert newest.person_name == people.buyer().name
    with pytest.raises(NotFound):
        services.read_file(
            people.actor(people.finance()), project_number=archive.number, path="../x"
        )


def test_a_package_is_taken_back_into_an_empty_house(archive: Sealed, tmp_path: Path) -> None:
    place = tmp_path / "包.zip"
    shutil.copy(archive.place, place)
    actor = people.actor(people.agency())
    parties = Parties(1, "/1/", actor.viewer.organisation or 0, 3)
    with pytest.raises(WrongState):
        services.restore_package(actor, place=place, parties=parties)
    with suppress(Undo), transaction.atomic():
        forget(archive.number)
        assert services.restore_package(actor, place=place, parties=parties)
        sheet = selectors.package_seen(people.agency(), archive.number)
        assert (sheet.line.state, sheet.remark) == ("archived", REMARK.remark)
        services.check_package(actor, project_number=archive.number)
        assert faults(archive.number) == []
        assert selectors.checks_of(people.agency(), archive.number)[-1].occasion == "restore"
        raise Undo


def test_a_damaged_package_is_not_taken_back(archive: Sealed, tmp_path: Path) -> None:
    place = tmp_path / "包.zip"
    place.write_bytes(archive.place.read_bytes().replace(b"%PDF-1", b"%PDF-2", 1))
    agency = people.actor(people.agency())
    with pytest.raises(InvalidInput) as refusal:
        services.restore_package(agency, place=place, parties=Parties(1, "/1/", 2, 3))
    assert "被改动：data/" in refusal.value.fields["package"]


class Undo(Exception):
    """Undoes what a test did in its own transaction."""


def forget(number: str) -> None:
    """Let the house know nothing of a file, as after a fire: the number becomes another's."""
    execute("UPDATE archive_package SET project_number = 'X' WHERE project_number = %s", number)


def execute(statement: str, *values: str) -> None:
    """Go round everything but the database itself."""
    with connection.cursor() as cursor:
        cursor.execute(statement, list(values) or None)


def test_the_verifier_is_one_file_for_old_pythons(unpacked: Path) -> None:
    text = unpacked.joinpath("verify/verify.py").read_text(encoding="utf-8")
    tree = ast.parse(text, feature_version=(3, 8))
    modules = [node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    modules += [one.name for node in ast.walk(tree) if isinstance(node, ast.Import)
                for one in node.names]  # fmt: skip
    assert {str(name).partition(".")[0] for name in modules} <= set(sys.stdlib_module_names)


def test_the_report_names_every_check(archive: Sealed) -> None:
    text = report(judge(archive.place))
    for word in ("【真实性】", "【完整性】", "【可用性】", "【安全性】", "DA/T 48-2009", "结论"):
        assert word in text


@pytest.mark.parametrize("size", [0, 1, 55, 56, 63, 64, 65, 1000])
def test_the_verifiers_own_sm3_is_that_of_the_standard(size: int) -> None:
    data = bytes(range(251)) * 4
    assert sm3(data[:size]) == hashlib.new("sm3", data[:size]).digest()
