"""One file sets up, runs and tests; it does each thing once and says what is missing."""

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from tests.postgres import postgres_programs, postgres_server
from tools import checking, installing, nightly, shots, system_needs

TOP = Path(__file__).resolve().parents[2]


def test_dev_needs_nothing_but_the_standard_library() -> None:
    program = f"import runpy, sys; sys.path.insert(0, {str(TOP)!r}); runpy.run_path('dev.py')"
    command = [sys.executable, "-I", "-S", "-c", program]
    done = subprocess.run(command, check=False, capture_output=True, text=True, cwd=TOP)
    assert done.returncode == 0, done.stderr


def test_every_verb_explains_itself() -> None:
    program = f"import sys; sys.path.insert(0, {str(TOP)!r}); import dev; dev.main()"
    command = [sys.executable, "-c", program, "--help"]
    done = subprocess.run(command, check=False, capture_output=True, text=True, cwd=TOP)
    for verb in ("setup", "demo", "test", "check", "shots", "bench", "docs", "lock"):
        assert f"    {verb} " in done.stdout


def test_a_part_is_made_once_until_its_sources_change(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(installing, "MEMORY", tmp_path / "memory.json")
    monkeypatch.setattr(installing, "TOP", tmp_path)
    source = tmp_path / "source.txt"
    source.write_text("one")
    made: list[str] = []

    def make() -> None:
        made.append(source.read_text())

    for text in ("one", "one", "two", "two"):
        source.write_text(text)
        installing._once("part", [source], make, made=tmp_path)
    assert made == ["one", "two"]


def test_a_part_that_somebody_deleted_is_made_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(installing, "MEMORY", tmp_path / "memory.json")
    monkeypatch.setattr(installing, "TOP", tmp_path)
    made: list[int] = []
    for _ in range(2):
        installing._once("part", [], lambda: made.append(1), made=tmp_path / "gone")
    assert made == [1, 1]


def test_the_development_packages_count_as_the_servers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(installing, "_is_current", lambda *_: True)
    monkeypatch.setattr(installing, "_sync", lambda _: pytest.fail("installed twice"))
    installing._install_packages("server")


def test_every_locked_package_has_hashes_and_both_locks_agree() -> None:
    pins = {}
    for name in ("dev.txt", "server.txt", "bootstrap.txt"):
        text = (TOP / "requirements" / name).read_text()
        entries = [entry for entry in text.split("\n") if "==" in entry and entry[0] not in "# "]
        assert entries
        assert all(entry.endswith("\\") for entry in entries), "a pin without a hash"
        pins[name] = {entry.split(" ")[0] for entry in entries}
    assert pins["server.txt"] <= pins["dev.txt"]
    assert pins["bootstrap.txt"] <= pins["dev.txt"]


@pytest.mark.parametrize(
    "need",
    [system_needs.CHROMIUM, system_needs.POSTGRESQL, system_needs.SOFTHSM],
    ids=lambda need: need.debian[0],
)
def test_a_missing_program_fails_on_ci_and_is_said_aloud_elsewhere(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    need: system_needs.Need,
) -> None:
    nowhere = replace(need, find=lambda: None)
    monkeypatch.setattr(system_needs, "_install_with_apt", lambda _: None)
    monkeypatch.setenv("CI", "true")
    with pytest.raises(system_needs.MissingError, match="is missing"):
        checking.is_present(nowhere)
    monkeypatch.delenv("CI")
    assert not checking.is_present(nowhere)
    assert "NOT EVERYTHING WILL BE TESTED" in capsys.readouterr().out


@pytest.mark.skipif(postgres_programs() is None, reason="dev.py test demands PostgreSQL itself")
def test_a_test_server_answers_and_leaves_nothing_behind() -> None:
    import psycopg

    with postgres_server() as url:
        with psycopg.connect(url) as connection:
            (folder,) = connection.execute("show data_directory").fetchone() or ("",)
        assert Path(folder).exists()
    assert not Path(folder).exists()
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(url, connect_timeout=2)


def test_a_part_of_the_night_that_failed_holds_up_none_and_is_named_at_the_end(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    ran: list[list[str]] = []

    def run(arguments: list[str], _url: str) -> int:
        ran.append(arguments)
        return 1 if "tests/site" in arguments else 0

    monkeypatch.setenv("HYPOTHESIS_PROFILE", "quick")  # put back afterwards
    monkeypatch.setattr(checking, "run_pytest", run)
    monkeypatch.setattr(checking, "run_covered", lambda asked: 1 if "tests/trust" in asked else 0)
    monkeypatch.setattr(checking, "is_present", lambda _: False)
    monkeypatch.setattr(checking, "write_to_memory", lambda: None)
    assert nightly.run([]) == 1
    assert len(ran) == len(list(nightly.on_sqlite()))
    failed = "failed: branch coverage of lucai_trust; SQLite, site\n"
    assert failed in capsys.readouterr().out


def test_the_night_leaves_no_folder_of_tests_out() -> None:
    folders = (TOP / "tests").iterdir()
    every = {folder.name for folder in folders if any(folder.rglob("test_*.py"))}
    for parts in (nightly.on_postgresql(), nightly.on_sqlite()):
        met = {folder.split("/")[1] for part in parts for folder in part.folders}
        assert met == every


def test_a_page_is_one_page_whatever_number_or_code_its_address_holds() -> None:
    assert shots.shape_of("http://127.0.0.1:1/projects/LC-2026-001/lots/") == "projects/…/lots"
    assert shots.shape_of("http://127.0.0.1:1/clauses/optional.opt-samples/") == "clauses/…"
    assert shots.shape_of("http://127.0.0.1:1/desk/?page=2") == "desk"


def test_arguments_are_handed_on_only_where_somebody_takes_them() -> None:
    command = [sys.executable, str(TOP / "dev.py"), "setup", "--fast"]
    done = subprocess.run(command, check=False, capture_output=True, text=True, cwd=TOP)
    assert done.returncode == 2
    assert "setup does not know --fast" in done.stderr
