"""The import contracts hold on a small house, and each one catches the breach it is there for."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

TOP = Path(__file__).resolve().parents[2]
MODULES = (
    "lucai.law.rules",
    "lucai.kernel.clock",
    "lucai.kernel.money",
    "lucai.platform.records.models",
    "lucai.platform.records.scoped",
    "lucai.registers.experts.models",
    "lucai.registers.experts.services",
    "lucai.stages.budget.indicators.services",
    "lucai.stages.plan.plans.views",
    "lucai.stages.plan.plans.models",
    "lucai.stages.trade.tenders.views",
    "lucai.stages.trade.tenders.services.opening",
    "lucai.stages.trade.tenders.selectors",
    "lucai.stages.trade.tenders.models",
    "lucai.stages.trade.tenders.scope",
    "lucai.stages.contract.contracts.services",
    "lucai.oversight.alerts",
    "lucai.publication.board",
    "lucai.guidance.training",
    "lucai.adapters.treasury",
    "lucai.site.wiring",
    "lucai_outposts.witness",
    "lucai_trust.merkle",
)
BREACHES = {
    "floors": [
        ("lucai.law.rules", "lucai.kernel.money"),
        ("lucai.law.rules", "lucai_trust.merkle"),
        ("lucai.oversight.alerts", "lucai.guidance.training"),
        ("lucai.stages.trade.tenders.services.opening", "lucai.site.wiring"),
    ],
    "lifecycle": [("lucai.stages.budget.indicators.services", "lucai.stages.plan.plans.views")],
    "outposts": [
        ("lucai_outposts.witness", "lucai.kernel.clock"),
        ("lucai_outposts.witness", "django.db"),
    ],
    "pure": [("lucai.kernel.money", "django.db")],
    "rooms": [("lucai.stages.trade.tenders.scope", "lucai.stages.trade.tenders.selectors")],
    "tables": [
        ("lucai.stages.plan.plans.views", "lucai.stages.plan.plans.models"),
        ("lucai.stages.plan.plans.__init__", "lucai.stages.plan.plans.models"),
    ],
    "wiring": [("lucai.stages.contract.contracts.services", "lucai.adapters.treasury")],
    "acyclic": [
        ("lucai.kernel.clock", "lucai.kernel.money"),
        ("lucai.kernel.money", "lucai.kernel.clock"),
    ],
    "private": [
        ("lucai.stages.contract.contracts.services", "lucai.stages.trade.tenders.models"),
        ("lucai.registers.experts.services", "lucai.stages.trade.tenders.scope"),
    ],
}


def build_house(folder: Path) -> None:
    for module in MODULES:
        path = folder / "src" / Path(*module.split(".")).with_suffix(".py")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
        for parent in path.relative_to(folder / "src").parents:
            if parent.name:
                (folder / "src" / parent / "__init__.py").touch()


def add_import(folder: Path, importer: str, imported: str) -> None:
    path = folder / "src" / Path(*importer.split(".")).with_suffix(".py")
    path.write_text(f"{path.read_text()}import {imported}\n")


def lint(folder: Path, contract: str | None = None) -> subprocess.CompletedProcess[str]:
    chosen = ["--contract", contract] if contract else []
    program = "import sys; from importlinter.cli import lint_imports_command; "
    command = [sys.executable, "-c", program + "lint_imports_command()"]
    options = ["--no-cache", "--no-logo", *chosen, str(TOP / ".importlinter")]
    path = os.pathsep.join([str(folder / "src"), str(TOP)])
    environment = os.environ | {"PYTHONPATH": path, "COLUMNS": "240"}
    return subprocess.run(
        [*command, *options],
        check=False,
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
    )


def test_a_house_without_breaches_keeps_every_contract(tmp_path: Path) -> None:
    build_house(tmp_path)
    done = lint(tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    assert f"{len(BREACHES)} kept, 0 broken" in done.stdout


@pytest.mark.parametrize("contract", BREACHES)
def test_a_contract_names_the_import_that_breaks_it(tmp_path: Path, contract: str) -> None:
    build_house(tmp_path)
    for importer, imported in BREACHES[contract]:
        add_import(tmp_path, importer, imported)
    done = lint(tmp_path, contract)
    # Long lines are folded to the width of the terminal.
    said = re.sub(r"\s+", " ", done.stdout)
    assert done.returncode == 1, done.stdout + done.stderr
    assert "0 kept, 1 broken" in said
    for importer, _ in BREACHES[contract]:
        assert importer.removesuffix(".__init__").rpartition(".")[2] in said


def test_a_stage_that_nobody_placed_in_the_order_is_refused(tmp_path: Path) -> None:
    build_house(tmp_path)
    stray = tmp_path / "src" / "lucai" / "stages" / "auction"
    stray.mkdir()
    (stray / "__init__.py").touch()
    done = lint(tmp_path, "lifecycle")
    assert done.returncode == 1
    assert "auction" in done.stdout


def test_services_that_grew_into_a_package_still_reach_their_tables(tmp_path: Path) -> None:
    build_house(tmp_path)
    add_import(
        tmp_path, "lucai.stages.trade.tenders.services.opening", "lucai.stages.trade.tenders.models"
    )
    assert lint(tmp_path).returncode == 0


def test_the_base_of_all_tables_may_be_imported_from_anywhere(tmp_path: Path) -> None:
    build_house(tmp_path)
    add_import(tmp_path, "lucai.registers.experts.models", "lucai.platform.records.models")
    assert lint(tmp_path, "private").returncode == 0
