"""Setting a paper in type: data in, a PDF/A-3a and PDF/UA-1 file out, the same bytes each time."""

from __future__ import annotations

import json
import threading
from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal, cast
from unicodedata import category

import typst
from pydantic import TypeAdapter, ValidationError

from lucai.law.methods import say
from lucai.platform.documents.errors import DocumentError, ShapeRefused
from lucai.platform.documents.fonts import FontSet, font_set
from lucai.platform.documents.shapes import SHAPES, Paper
from lucai_trust import canonical

TEMPLATES = Path(__file__).resolve().parent / "templates"
STANDARDS: list[Literal["a-3a", "ua-1"]] = ["a-3a", "ua-1"]
_LAYOUT = frozenset("\n\t")
# Controls, format marks and halves of pairs show nothing; private-use signs stand for rare names.
_UNSEEN = frozenset({"Cc", "Cf", "Cs"})
_TYPES = {".json": "application/json", ".xml": "application/xml", ".csv": "text/csv"}

_compilers = threading.local()


def render(
    template: str,
    data: Mapping[str, object] | Paper,
    *,
    moment: datetime,
    attachment: bytes | None = None,
    attachment_name: str = "data.json",
    font_folder: Path | None = None,
    wording: str = "",
) -> bytes:
    """Make the PDF of a paper.

    The text of people reaches the template only as JSON, so nothing in it is ever evaluated.
    Without an ``attachment`` the paper carries its own data as canonical JSON. ``wording`` names
    the procurement method in whose words the template itself speaks; its data are as they are.

    Raises:
        ShapeRefused: the data does not fit the template; the message says where.
        FontsMissing: the fonts were not set up.
        DocumentError: the attachment is not text, or typst refused the paper.
    """
    fonts = font_set(font_folder)
    content = content_of(template, data)
    attached = canonical(content) if attachment is None else attachment
    inputs = {
        "document": json.dumps(_showable(content, fonts.signs), ensure_ascii=False),
        "faces": json.dumps(fonts.faces, ensure_ascii=False),
        "attachment": _text_of(attached),
        "attachment-name": attachment_name,
        "attachment-type": _TYPES.get(Path(attachment_name).suffix, "text/plain"),
    }
    return _compile(_source(template, wording), inputs, fonts, moment)


def content_of(template: str, data: Mapping[str, object] | Paper) -> dict[str, Any]:
    """Return what a paper says, every field of its shape named.

    Raises:
        ShapeRefused: the data does not fit the template.
    """
    if template not in SHAPES:
        raise ShapeRefused(f"no template {template!r}; there are {', '.join(sorted(SHAPES))}")
    try:
        return asdict(_adapter(template).validate_python(data))
    except ValidationError as error:
        raise ShapeRefused(f"the data does not fit {template}: {error}") from error


@lru_cache
def _adapter(template: str) -> TypeAdapter[Paper]:
    return TypeAdapter(SHAPES[template])


def _showable(value: Any, signs: frozenset[int]) -> Any:
    """Name each sign that no font can show, so that a rare name never loses one in silence."""
    match value:
        case str():
            return "".join(_sign(sign, signs) for sign in value)
        case dict():
            return {key: _showable(item, signs) for key, item in value.items()}
        case list() | tuple():
            return [_showable(item, signs) for item in value]
    return value


def _sign(sign: str, signs: frozenset[int]) -> str:
    if ord(sign) in signs or sign in _LAYOUT:
        return sign
    return "" if category(sign) in _UNSEEN else f"〔U+{ord(sign):04X}〕"


def _text_of(attachment: bytes) -> str:
    try:
        return attachment.decode("utf-8")
    except UnicodeDecodeError as error:
        raise DocumentError("an attachment must be UTF-8 text: JSON, XML or CSV") from error


@lru_cache
def _source(template: str, wording: str) -> Path | bytes:
    """Return a template, or its text in the words of a method."""
    path = TEMPLATES / f"{template}.typ"
    return say(wording, path.read_text(encoding="utf-8")).encode() if wording else path


def _compile(source: Any, inputs: dict[str, str], fonts: FontSet, moment: datetime) -> bytes:
    try:
        made = _compiler(fonts).compile(
            input=source,
            format="pdf",
            sys_inputs=inputs,
            pdf_standards=[*STANDARDS],
            timestamp=int(moment.timestamp()),
        )
    except typst.TypstError as error:
        named = source.name if isinstance(source, Path) else "the paper"
        raise DocumentError(f"{named} could not be set in type: {error.message}") from error
    # Without an output path a PDF always comes back as bytes.
    return cast("bytes", made)


def _compiler(fonts: FontSet) -> typst.Compiler:
    """Return this thread's compiler: it keeps fonts and templates parsed between papers."""
    held = getattr(_compilers, "held", None)
    if held is None or held[0] is not fonts:
        compiler = typst.Compiler(root=TEMPLATES, font_paths=fonts.fonts, ignore_system_fonts=True)
        held = _compilers.held = (fonts, compiler)
    return held[1]
