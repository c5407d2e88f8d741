"""Fonts: where they are looked for, and what their tables say they can show."""

import struct
from pathlib import Path

import pytest

from lucai.platform.documents import FontsMissing, fonts
from lucai.platform.documents.cmap import covered_signs


@pytest.fixture
def no_shipped_fonts(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(fonts, "SHIPPED", tmp_path / "none")
    monkeypatch.setattr(fonts, "FROM_NPM", tmp_path / "none")
    monkeypatch.delenv("LUCAI_FONT_DIR", raising=False)


@pytest.mark.usefixtures("no_shipped_fonts")
def test_missing_fonts_say_how_to_get_them(tmp_path: Path) -> None:
    with pytest.raises(FontsMissing, match=r"dev\.py setup"):
        fonts.font_set(tmp_path)


def test_the_folder_of_the_deployer_is_enough(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    paths = {font.path for font in fonts.font_set().fonts.fonts() if font.path}
    for path in {Path(path).resolve() for path in paths}:
        (tmp_path / path.name).symlink_to(path)
    monkeypatch.setattr(fonts, "SHIPPED", tmp_path / "none")
    monkeypatch.setattr(fonts, "FROM_NPM", tmp_path / "none")
    monkeypatch.setenv("LUCAI_FONT_DIR", str(tmp_path))
    found = fonts.font_set()
    assert found.faces["body"] == ["Noto Serif SC", "Noto Sans SC"]
    assert found.faces["heading"] == ["Noto Sans SC", "Noto Serif SC"]


def test_the_shipped_fonts_cover_the_names_of_people() -> None:
    signs = fonts.font_set().signs
    assert all(ord(sign) in signs for sign in "䶮·𬭎㐀龢—“”①★㎡℃〔〕")
    assert ord("😀") not in signs


def _font(*tables: bytes, start: int = 0) -> bytes:
    """Build the head of a font file that holds a cmap with the given subtables."""
    begin = start + 12 + 16
    records, offset = b"", 4 + 8 * len(tables)
    for table in tables:
        records += struct.pack(">HHI", 3, 1, offset)
        offset += len(table)
    cmap = struct.pack(">HH", 0, len(tables)) + records + b"".join(tables)
    head = struct.pack(">IHHHH", 0x00010000, 1, 0, 0, 0)
    return head + struct.pack(">4sIII", b"cmap", 0, begin, len(cmap)) + cmap


FORMAT_4 = struct.pack(">HHHHHHH", 4, 0, 0, 6, 0, 0, 0) + struct.pack(
    ">HHHHHHH", 0x41, 0x4E01, 0xFFFF, 0, 0x40, 0x4E00, 0xFFFF
)
FORMAT_12 = struct.pack(">HHIII", 12, 0, 0, 0, 1) + struct.pack(">III", 0x20000, 0x20002, 1)
FORMAT_0 = struct.pack(">HHH", 0, 0, 0)


def test_both_table_formats_are_read_and_others_passed_over() -> None:
    assert covered_signs(_font(FORMAT_4, FORMAT_0)) == {0x40, 0x41, 0x4E00, 0x4E01}
    assert covered_signs(_font(FORMAT_12)) == {0x20000, 0x20001, 0x20002}


def test_a_collection_covers_what_its_fonts_cover() -> None:
    head = struct.pack(">4sII", b"ttcf", 0, 2)
    starts = (20, 20 + len(_font(FORMAT_4)))
    fonts_in = _font(FORMAT_4, start=starts[0]) + _font(FORMAT_12, start=starts[1])
    collection = head + struct.pack(">II", *starts) + fonts_in
    assert covered_signs(collection) == {0x40, 0x41, 0x4E00, 0x4E01, 0x20000, 0x20001, 0x20002}


def test_a_font_without_a_character_map_covers_nothing() -> None:
    assert covered_signs(struct.pack(">IHHHH", 0x00010000, 0, 0, 0, 0)) == frozenset()
