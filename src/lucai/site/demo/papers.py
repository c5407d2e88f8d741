"""Small real PDF files for the demonstration's attachments, without a typesetter.

The text is set in a typeface that readers bring along themselves (Adobe-GB1), so a page
weighs a kilobyte and a thousand of them are written in a second.
"""

from __future__ import annotations

import io
from collections.abc import Sequence

from django.core.files.uploadedfile import SimpleUploadedFile

_FONT = (
    (
        b"<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UTF16-H"
        b" /DescendantFonts [5 0 R] >>"
    ),
    (
        b"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light"
        b" /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 4 >>"
        b" /FontDescriptor 6 0 R >>"
    ),
    (
        b"<< /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /FontBBox [-25 -254 1000 880]"
        b" /ItalicAngle 0 /Ascent 880 /Descent -120 /CapHeight 880 /StemV 93 >>"
    ),
)


def paper(name: str, lines: Sequence[str]) -> SimpleUploadedFile:
    """Return a one-page PDF with these lines, as a browser would send it."""
    return SimpleUploadedFile(f"{name}.pdf", pdf(lines), content_type="application/pdf")


def pdf(lines: Sequence[str]) -> bytes:
    """Return the bytes of a one-page PDF."""
    content = _content(lines)
    return _file(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            (
                b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842]"
                b" /Resources << /Font << /F 4 0 R >> >> /Contents 7 0 R >>"
            ),
            *_FONT,
            b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
        ]
    )


def _content(lines: Sequence[str]) -> bytes:
    rows = [b"BT /F 14 Tf 72 760 Td 26 TL"]
    rows += [b"<%s> Tj T*" % line.encode("utf-16-be").hex().encode() for line in lines]
    return b"\n".join([*rows, b"ET"])


def _file(objects: Sequence[bytes]) -> bytes:
    """Join the objects with the table that says where each begins."""
    out, places = io.BytesIO(), []
    out.write(b"%PDF-1.7\n")
    for number, content in enumerate(objects, 1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, content))
    table = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    out.writelines(b"%010d 00000 n \n" % place for place in places)
    out.write(b"trailer << /Size %d /Root 1 0 R >>\n" % (len(objects) + 1))
    out.write(b"startxref\n%d\n%%%%EOF\n" % table)
    return out.getvalue()
