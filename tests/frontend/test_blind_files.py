"""Files of a 暗标 part: what tells whose they are is taken out before they are sealed."""

import struct
import zlib
from typing import Any

import pytest

from tests.frontend.engines import Engine, EngineError

BIDDER = "示例海右科技有限公司"
INFO = b"4 0 obj\n<< /Author (Hai\\) You (Tech)) /Producer <48656c6c6f> /CreationDate (D:2026) >>\nendobj\n"
XMP = b'5 0 obj\n<< /Type /Metadata >>\nstream\n<?xpacket begin=""?><dc:creator>HaiYou</dc:creator><?xpacket end="w"?>\nendstream\nendobj\n'
PDF = (
    b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog /Metadata 5 0 R >>\nendobj\n" + INFO + XMP
    + b"trailer\n<< /Root 1 0 R /Info 4 0 R >>\n%%EOF\n"
)  # fmt: skip


def blinded(engine: Engine, content: bytes, name: str = "技术方案.pdf") -> tuple[bytes, list[str]]:
    found: Any = engine.call("blinded", {"name": name, "content": content.hex(), "bidder": BIDDER})
    return bytes.fromhex(found["content"]), found["removed"]


def chunk(kind: bytes, content: bytes) -> bytes:
    crc = struct.pack(">I", zlib.crc32(kind + content))
    return struct.pack(">I", len(content)) + kind + content + crc


def test_a_pdf_keeps_its_places_and_loses_author_program_and_xmp(node_engine: Engine) -> None:
    made, removed = blinded(node_engine, PDF)
    assert len(made) == len(PDF)
    assert removed == ["作者", "导出程序", "XMP 属性"]
    for told in (b"Tech", b"48656c6c6f", b"HaiYou", b"/Metadata 5 0 R"):
        assert told not in made
    assert b"(D:2026)" in made
    assert blinded(node_engine, made)[1] == []


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (PDF, "示例海右科技-技术方案.pdf", "文件名写着投标人名称"),
        (PDF + b"/ByteRange [0 1 2 3]", "a.pdf", "电子签名"),
        (PDF + b"/Encrypt 9 0 R", "a.pdf", "密码"),
        (PDF.replace(b"4 0 obj", b"9 9 oXX"), "a.pdf", "打印为 PDF"),
        (b"PK\x03\x04", "a.xlsx", "只收 PDF、PNG 或 JPEG"),
    ],
)
def test_what_cannot_be_cleaned_is_refused_with_what_to_do(
    node_engine: Engine, content: bytes, name: str, said: str
) -> None:
    with pytest.raises(EngineError, match=said):
        blinded(node_engine, content, name)


def test_pictures_lose_what_cameras_and_programs_wrote(node_engine: Engine) -> None:
    png = (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", b"x")
        + chunk(b"tEXt", b"Author\0Hai")
        + chunk(b"IEND", b"")
    )
    made, removed = blinded(node_engine, png, "图.png")
    assert (b"Author" in made, removed) == (False, ["图片说明"])
    exif = b"\xff\xe1" + struct.pack(">H", 6) + b"Exif"
    jpeg = b"\xff\xd8" + b"\xff\xe0" + struct.pack(">H", 4) + b"JF" + exif + b"\xff\xda" + b"data"
    made, removed = blinded(node_engine, jpeg, "图.jpg")
    assert made == jpeg.replace(exif, b"")
    assert removed == ["拍摄和软件信息"]
