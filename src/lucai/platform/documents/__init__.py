"""Official papers: notices, records, letters, contracts as archival and accessible PDF."""

from lucai.platform.documents.errors import DocumentError, FontsMissing, ShapeRefused
from lucai.platform.documents.reading import OutlineEntry, attached, outline, page_texts
from lucai.platform.documents.rendering import content_of, render
from lucai.platform.documents.shapes import SHAPES

__all__ = [
    "SHAPES",
    "DocumentError",
    "FontsMissing",
    "OutlineEntry",
    "ShapeRefused",
    "attached",
    "content_of",
    "outline",
    "page_texts",
    "render",
]
