"""What is asked of a package's bytes: its own verifier, and the schema of its encapsulation."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from zipfile import BadZipFile, ZipFile

from lucai.stages.archive.packages.eep import eep_faults
from lucai_trust.archive.verify import USABLE, Check, NoPackage
from lucai_trust.archive.verify import judge as verify


def judge(place: Path, *, sm3: bool = False) -> list[Check]:
    """Check a package by its own verifier, and its encapsulation by the schema of DA/T 48."""
    try:
        found = verify(place, sm3)
        with ZipFile(place) as package:
            top = package.namelist()[0].split("/", 1)[0]
            faults = eep_faults(package.read(f"{top}/eep.xml"))
    except (NoPackage, OSError, BadZipFile, KeyError, IndexError, ValueError) as error:
        return [Check(USABLE, "归档信息包能够打开", (str(error) or "打不开",))]
    return [*found, Check(USABLE, "封装描述符合 DA/T 48-2009", faults)]


def faults_of(checks: Iterable[Check]) -> tuple[str, ...]:
    """Name what does not hold."""
    return tuple(f"{check.title}：{one}" for check in checks for one in check.problems)
