"""Drawing a seal: round, red, with its owner's name; as a picture and as a page to put into PDFs."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import cast

import typst

from lucai.platform.documents.fonts import font_set

FOLDER = Path(__file__).resolve().parent / "pictures"
MILLIMETRES = 42
DOTS_PER_INCH = 200
LONGEST_NAME = 30

_drawing = threading.Lock()


@dataclass(frozen=True, slots=True)
class Drawn:
    """A seal's picture twice: in dots, and as a PDF page of its size."""

    png: bytes
    pdf: bytes


@lru_cache(maxsize=64)
def draw(name: str, purpose: str) -> Drawn:
    """Draw the seal of a name."""
    fonts = font_set(None)
    inputs = {"name": name[:LONGEST_NAME], "purpose": purpose, "face": fonts.faces["body"][0]}
    with _drawing:
        compiler = typst.Compiler(root=FOLDER, font_paths=fonts.fonts, ignore_system_fonts=True)
        source = FOLDER / "seal.typ"
        # Without an output path a single page always comes back as bytes.
        png = compiler.compile(input=source, format="png", ppi=DOTS_PER_INCH, sys_inputs=inputs)
        pdf = compiler.compile(input=source, format="pdf", sys_inputs=inputs)
    return Drawn(cast("bytes", png), cast("bytes", pdf))
