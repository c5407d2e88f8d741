"""Reading a finished paper back: its text, its headings, its attachments."""

from __future__ import annotations

from dataclasses import dataclass

from lucai.platform.documents.picturing import opened


@dataclass(frozen=True, slots=True)
class OutlineEntry:
    """A heading of the paper's outline."""

    level: int
    title: str
    page: int


def attached(pdf: bytes) -> dict[str, bytes]:
    """Return the files attached to a PDF by name."""
    with opened(pdf) as document:
        files = [document.get_attachment(place) for place in range(document.count_attachments())]
        return {file.get_name(): bytes(file.get_data()) for file in files}


def outline(pdf: bytes) -> list[OutlineEntry]:
    """Return the headings of a PDF in order; pages count from 1."""
    with opened(pdf) as document:
        return [
            OutlineEntry(mark.level + 1, mark.get_title(), mark.get_dest().get_index() + 1)
            for mark in document.get_toc()
        ]


def page_texts(pdf: bytes) -> list[str]:
    """Return the text of each page as a reader copies it."""
    with opened(pdf) as document:
        return [page.get_textpage().get_text_bounded() for page in document]
