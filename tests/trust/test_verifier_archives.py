"""A package's files are read from a ZIP or a folder that may be hostile, and from nowhere else."""

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from lucai_trust.errors import EncodingRefused
from lucai_trust.verifier import Broken, Package, archives
from lucai_trust.verifier.archives import Archive, open_archive

CONTENT = b"content " * 100
CENTRAL, FLAGS = b"PK\x01\x02", 8


def zipped(folder: Path, how: int = zipfile.ZIP_STORED) -> Path:
    place = folder / "package.zip"
    with zipfile.ZipFile(place, "w", how) as archive:
        archive.mkdir("bid-1")
        archive.writestr("bid-1/core.json", CONTENT)
        archive.writestr("record.json", b"{}")
    return place


def spread(folder: Path) -> Path:
    place = folder / "package"
    (place / "bid-1").mkdir(parents=True)
    (place / "bid-1" / "core.json").write_bytes(CONTENT)
    (place / "record.json").write_bytes(b"{}")
    return place


def code_of(archive: Archive, name: str) -> str:
    with pytest.raises(Broken) as broken:
        list(archive.pieces(name))
    return broken.value.code


@pytest.mark.parametrize("laid", [zipped, spread])
def test_files_are_read_by_their_paths_and_what_is_not_there_is_missing(
    laid: Callable[[Path], Path], tmp_path: Path
) -> None:
    archive = open_archive(laid(tmp_path))
    assert archive.names() == {"bid-1/core.json", "record.json"}
    assert b"".join(archive.pieces("bid-1/core.json")) == CONTENT
    assert code_of(archive, "bid-2/core.json") == "file_missing"


@pytest.mark.parametrize("laid", [zipped, spread])
def test_more_files_than_any_package_has_are_refused(
    laid: Callable[[Path], Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = laid(tmp_path)
    monkeypatch.setattr(archives, "MOST_ENTRIES", 1)
    with pytest.raises(EncodingRefused, match="过多"):
        open_archive(place)


def test_what_is_no_zip_or_is_packed_in_another_way_is_refused(tmp_path: Path) -> None:
    (tmp_path / "none.zip").write_bytes(b"none")
    with pytest.raises(EncodingRefused, match="不是 ZIP"):
        open_archive(tmp_path / "none.zip")
    with pytest.raises(EncodingRefused, match="压缩方式不能读取"):
        open_archive(zipped(tmp_path, zipfile.ZIP_BZIP2))


def test_a_zip_that_asks_for_what_nobody_knows_is_damaged(tmp_path: Path) -> None:
    place = zipped(tmp_path)
    content = bytearray(place.read_bytes())
    second = content.index(CENTRAL, content.index(CENTRAL) + 1)
    content[second + FLAGS] |= 0x20  # patched data
    place.write_bytes(content)
    assert code_of(open_archive(place), "bid-1/core.json") == "file_damaged"


def test_a_byte_that_flipped_in_a_zip_damages_its_file_alone(tmp_path: Path) -> None:
    place = zipped(tmp_path)
    content = bytearray(place.read_bytes())
    content[content.index(CONTENT)] ^= 1
    place.write_bytes(content)
    archive = open_archive(place)
    assert code_of(archive, "bid-1/core.json") == "file_damaged"
    assert b"".join(archive.pieces("record.json")) == b"{}"


def test_a_file_that_went_away_is_damaged_and_a_link_is_no_file(tmp_path: Path) -> None:
    place = spread(tmp_path)
    (place / "link.json").symlink_to(place / "record.json")
    archive = open_archive(place)
    assert "link.json" not in archive.names()
    (place / "record.json").unlink()
    assert code_of(archive, "record.json") == "file_damaged"


def test_an_archive_without_an_index_is_no_package(tmp_path: Path) -> None:
    with pytest.raises(EncodingRefused, match=r"package\.json"):
        Package(open_archive(spread(tmp_path)))
