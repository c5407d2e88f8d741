"""The typefaces of official papers: where they are and which signs they can show.

The front end's build puts Noto Serif SC and Noto Sans SC into its ``dist/fonts``. A deployer
who holds licences for 仿宋, 小标宋 or 楷体 puts them into the folder named by ``LUCAI_FONT_DIR``;
they then come first, and Noto stands in for signs they lack.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import typst

from lucai.platform.documents.cmap import covered_signs
from lucai.platform.documents.errors import FontsMissing
from lucai.platform.documents.opentype import OpenType

_PACKAGE = Path(__file__).resolve().parents[2]
SHIPPED = _PACKAGE / "platform" / "web" / "dist" / "fonts"
# In a source tree before the first build, the packages themselves will do.
FROM_NPM = _PACKAGE.parents[1] / "node_modules" / "@expo-google-fonts"
_NPM_WEIGHTS = ("400Regular", "700Bold")

_SERIF, _SANS = "Noto Serif SC", "Noto Sans SC"
# By role: the faces the standard names, under the names licensed files carry.
_WISHES: dict[str, tuple[str, ...]] = {
    "body": ("FangSong_GB2312", "FangSong", "STFangsong", "FZFangSong-Z02", _SERIF),
    "title": ("FZXiaoBiaoSong-B05S", "FZXiaoBiaoSong-B05", "FZXBSJW--GB1-0", _SERIF),
    "heading": ("SimHei", "STHeiti", "FZHei-B01", _SANS),
    "subheading": ("KaiTi_GB2312", "KaiTi", "STKaiti", "FZKai-Z03", _SERIF),
}


@dataclass(frozen=True, slots=True)
class FontSet:
    """The fonts found, the faces chosen by role, and the signs that can be shown."""

    fonts: typst.Fonts
    faces: dict[str, list[str]]
    signs: frozenset[int]


def font_set(folder: Path | None = None) -> FontSet:
    """Return the fonts to set papers in; ``folder`` or ``LUCAI_FONT_DIR`` comes first.

    Raises:
        FontsMissing: no folder holds Noto Serif SC and Noto Sans SC.
    """
    named = os.environ.get("LUCAI_FONT_DIR", "")
    return _load(folder or (Path(named) if named else None))


def font_called(name: str) -> OpenType | None:
    """Return the font that a PDF of ours calls by this name, if it can still be found."""
    place = _places(tuple(sorted((each.path, each.index) for each in _with_files()))).get(name)
    return OpenType(Path(place[0]).read_bytes(), place[1]) if place else None


def _with_files() -> list[typst.FontInfo]:
    return [font for font in font_set().fonts.fonts() if font.path]


@lru_cache(maxsize=4)
def _places(fonts: tuple[tuple[str, int], ...]) -> dict[str, tuple[str, int]]:
    """Return where the fonts are by the names that they give themselves."""
    return {
        OpenType(Path(path).read_bytes(), index).postscript_name: (path, index)
        for path, index in fonts
    }


@lru_cache(maxsize=4)
def _load(folder: Path | None) -> FontSet:
    folders = [*([folder] if folder else []), *_shipped_folders()]
    fonts = typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[*folders]
    )
    families = set(fonts.families())
    if not {_SERIF, _SANS} <= families:
        raise FontsMissing(
            "the papers need Noto Serif SC and Noto Sans SC: run `python3 dev.py setup`,"
            " or name a folder that holds them in LUCAI_FONT_DIR"
        )
    faces = {role: _chosen(wishes, families) for role, wishes in _WISHES.items()}
    return FontSet(
        fonts, faces, _signs_of(fonts, {name for names in faces.values() for name in names})
    )


def _shipped_folders() -> list[Path]:
    if SHIPPED.is_dir():
        return [SHIPPED]
    return sorted(path for weight in _NPM_WEIGHTS for path in FROM_NPM.glob(f"noto-*-sc/{weight}"))


def _chosen(wishes: tuple[str, ...], families: set[str]) -> list[str]:
    """Return the faces that are there, and Noto as the last resort for signs they lack."""
    there = [name for name in wishes if name in families]
    return there + [name for name in (_SERIF, _SANS) if name not in there]


def _signs_of(fonts: typst.Fonts, families: set[str]) -> frozenset[int]:
    paths = {font.path for font in fonts.fonts() if font.family in families and font.path}
    return frozenset().union(*(covered_signs(Path(path).read_bytes()) for path in paths))
