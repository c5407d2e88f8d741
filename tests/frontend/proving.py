"""A lot's package as anybody gets it, judged by both verifiers, and what becomes of it when it is touched."""

from __future__ import annotations

import hashlib
import json
import zipfile
from pathlib import Path
from typing import Any

from django.db.models import Count

from lucai.kernel.actors import PUBLIC
from lucai.platform.records import system_access
from lucai.stages.trade.sealing import services
from lucai.stages.trade.sealing.models import SealedBid
from lucai_trust.encoding import canonical
from lucai_trust.verifier import Package, TrustFile, ZipArchive, judge_package
from tests.frontend.engines import Engine

Verdicts = dict[str, str]


def lots_opened(bids: int) -> list[tuple[str, int]]:
    """Return the lots of which so many bids, and no more, were opened and are for everybody."""
    with system_access("lots that were opened"):
        rows = SealedBid.objects.filter(state="opened").values("project_number", "lot_number")
        found = rows.annotate(bids=Count("pk")).filter(bids=bids).order_by("project_number")
        return [(row["project_number"], row["lot_number"]) for row in found]


def package(number: str, lot: int, folder: Path) -> Path:
    """Save the package of a lot as everybody may."""
    name, file = services.package_file(PUBLIC, number, lot)
    with file:
        (folder / name).write_bytes(file.read())
    return folder / name


def verdicts(place: Path, engine: Engine) -> Verdicts:
    """Judge a package by both verifiers, who know nothing of each other and must agree."""
    whole = Package(ZipArchive(place))
    trusted = TrustFile.parse(whole.own_trust() or b"")
    ours = {each.claim: each.verdict.value for each in judge_package(whole, trusted, ())}
    given = {"archive": place.read_bytes().hex(), "receipts": []}
    theirs = {
        each["id"]: each["verdict"].replace("absent", "not-applicable")
        for each in engine.call("judgePackage", given)
    }
    assert theirs == ours
    return ours


def failing(said: Verdicts) -> set[str]:
    """Name the claims that do not hold."""
    return {claim for claim, verdict in said.items() if verdict == "failed"}


def touched(place: Path, name: str) -> Path:
    """Change one bit of a file of a package, and list it as it is then, as who tampers would."""
    with zipfile.ZipFile(place) as archive:
        files = {each: archive.read(each) for each in archive.namelist()}
    content = bytearray(files[name])
    content[len(content) // 2] ^= 1
    files[name] = bytes(content)
    index = json.loads(files["package.json"])
    for line in index["files"]:
        line["sha256"] = hashlib.sha256(files[line["path"]]).hexdigest()
    files["package.json"] = canonical(index)
    target = place.with_name(f"touched-{place.name}")
    with zipfile.ZipFile(target, "w") as archive:
        for each, kept in files.items():
            archive.writestr(each, kept)
    return target


def index_of(place: Path) -> dict[str, Any]:
    """Return a package's index."""
    with zipfile.ZipFile(place) as archive:
        found: dict[str, Any] = json.loads(archive.read("package.json"))
    return found
