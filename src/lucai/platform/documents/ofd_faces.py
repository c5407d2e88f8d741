"""The faces of an OFD file: which font shows a sign, and the fonts cut down to what is needed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.sax.saxutils import quoteattr

from lucai.platform.documents.fonts import font_called
from lucai.platform.documents.marks import Marks, Run
from lucai.platform.documents.opentype import OpenType
from lucai.platform.documents.subset import can_be_cut, cut

_BOLD = "Bold"


@dataclass(slots=True)
class _Face:
    """A font, its number in the file, and the signs it was asked for."""

    font: OpenType
    number: int
    signs: set[int] = field(default_factory=set)

    def shows(self, wanted: set[int]) -> bool:
        """Say whether the font has these signs; it then keeps them."""
        new = frozenset(wanted - self.signs)
        if new and len(self.font.glyphs_of(new)) < len(new):
            return False
        self.signs |= new
        return True


@dataclass(slots=True)
class Faces:
    """The fonts that the pages of a file ask for, by the names a PDF calls them."""

    _found: dict[str, _Face | None] = field(default_factory=dict)

    def show(self, marks: Marks, numbers: Iterator[int]) -> bool:
        """Say whether every sign of a page can be shown with a font that can be cut."""
        runs = (each for each in marks.things if isinstance(each, Run))
        return all(self._shows(run, numbers) for run in runs)

    def number(self, name: str) -> int:
        """Return the number of a face that was shown to be there."""
        face = self._found[name]
        assert face is not None
        return face.number

    def files(self) -> dict[str, bytes]:
        """Return the fonts, cut, by the names of their files."""
        return {f"{name}.ttf": cut(one.font, frozenset(one.signs)) for name, one in self._used()}

    def listed(self) -> str:
        """Return the list of fonts as the file writes it."""
        rows = "".join(
            f'<ofd:Font ID="{face.number}" FontName={quoteattr(name)} FamilyName={quoteattr(name)}'
            f"{_weight(name)}><ofd:FontFile>{name}.ttf</ofd:FontFile></ofd:Font>"
            for name, face in self._used()
        )
        return f"<ofd:Fonts>{rows}</ofd:Fonts>" if rows else ""

    def _used(self) -> list[tuple[str, _Face]]:
        return [(name, face) for name, face in self._found.items() if face and face.signs]

    def _shows(self, run: Run, numbers: Iterator[int]) -> bool:
        if run.face not in self._found:
            font = font_called(run.face)
            fits = font is not None and can_be_cut(font)
            self._found[run.face] = _Face(font, next(numbers)) if font and fits else None
        face = self._found[run.face]
        return face is not None and face.shows({ord(sign.text) for sign in run.signs})


def _weight(name: str) -> str:
    return ' Bold="true"' if _BOLD in name else ""
