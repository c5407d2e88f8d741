"""What can go wrong when a paper is made."""


class DocumentError(Exception):
    """A paper could not be made; the message says what to do."""


class FontsMissing(DocumentError):
    """The fonts of the papers are not on this machine."""


class ShapeRefused(DocumentError):
    """The data does not have the shape its template needs."""
