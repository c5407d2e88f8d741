"""B18: an archive package, packed and verified, beside a bare ZIP without compression and SHA-512.

The size is small, so that a run takes a minute; ``LUCAI_BENCH_ARCHIVE_MB=2048`` packs 2 GB. A
figure is packages a second. Memory is told at the end: files are streamed, it does not grow.
"""

# ruff: noqa: PLC0415 - the house is imported once its settings and data folder are known

import hashlib
import os
import resource
import shutil
import sys
import time
import zipfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

from tools.bench.measure import Comparison, compare

MEGABYTES = int(os.environ.get("LUCAI_BENCH_ARCHIVE_MB", "96"))
FILES = 12
SMALLEST_PIECE = 1 << 20
SM3_FLOOR = 200e6  # bytes a second
MOST_MEMORY = 400  # megabytes, Python and Django included
SECONDS = 1.5


def run(folder: Path) -> Iterator[Comparison]:
    """Compare packing, verifying by SHA-512, and SM3 with the clock."""
    import django

    django.setup()
    from lucai_trust.archive.verify import judge

    papers = _papers(folder)
    made = _packed(papers)
    floor_zip = folder / "floor.zip"
    yield compare(
        f"B18 pack {MEGABYTES} MB / zip and hash", partial(_pack_once, papers),
        partial(_floor_pack, papers, floor_zip), gate=0.6, seconds=SECONDS,
    )  # fmt: skip
    yield compare(
        f"B18 verify {MEGABYTES} MB / read and hash", partial(judge, made.file),
        partial(_floor_verify, floor_zip), gate=0.6, seconds=SECONDS,
    )  # fmt: skip
    size = made.file.stat().st_size
    yield compare(
        "B18 SM3 / 200 MB/s", partial(_sm3, made.file), partial(time.sleep, size / SM3_FLOOR),
        gate=0.7, seconds=SECONDS,
    )  # fmt: skip
    shutil.rmtree(made.file.parent)
    _demand_flat_memory()


def _papers(folder: Path) -> Any:
    from lucai.platform.files.selectors import FileCard
    from lucai.stages.archive.packages.dossier import Paper, Piece

    pieces = []
    for number in range(FILES):
        place, sha256, sm3, size = folder / f"{number}.pdf", hashlib.sha256(), hashlib.new("sm3"), 0
        with place.open("wb") as out:
            for part in range(max(1, MEGABYTES // FILES)):
                block = hashlib.sha256(f"{number}/{part}".encode()).digest() * (
                    SMALLEST_PIECE // 32
                )
                out.write(block)
                sha256.update(block)
                sm3.update(block)
                size += len(block)
        card = FileCard(
            number, place.name, size, "application/pdf", sha256.hexdigest(), sm3.hexdigest(), place
        )
        pieces.append(Piece(place.name, stored=card))
    return [Paper("bids", "04-投标文件", "投标文件", "present", "供应商", True, (), tuple(pieces))]


def _packed(papers: Any) -> Any:
    from lucai.kernel import clock
    from lucai.stages.archive.packages import bag

    return bag.pack("LC-bench", papers, {}, {"External-Identifier": "bench"}, clock.now())


def _pack_once(papers: Any) -> None:
    from lucai.stages.archive.packages import bag

    bag.discard(_packed(papers))


def _floor_pack(papers: Any, target: Path) -> None:
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as package:
        for piece in papers[0].pieces:
            digest, entry = hashlib.sha512(), zipfile.ZipInfo(piece.name)
            entry.file_size = piece.stored.size
            with piece.stored.path.open("rb") as content, package.open(entry, "w") as out:
                while chunk := content.read(SMALLEST_PIECE):
                    digest.update(chunk)
                    out.write(chunk)


def _floor_verify(place: Path) -> None:
    with zipfile.ZipFile(place) as package:
        for name in package.namelist():
            digest = hashlib.sha512()
            with package.open(name) as content:
                while chunk := content.read(SMALLEST_PIECE):
                    digest.update(chunk)


def _sm3(place: Path) -> None:
    digest = hashlib.new("sm3")
    with place.open("rb") as content:
        while chunk := content.read(SMALLEST_PIECE):
            digest.update(chunk)


def _demand_flat_memory() -> None:
    """Tell the most memory this process ever had; more than a few files' worth is a mistake."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"B18 memory: at most {peak:.0f} MB for packages of {MEGABYTES} MB", flush=True)
    if peak > MOST_MEMORY:
        sys.exit("B18: memory grows with the package")
