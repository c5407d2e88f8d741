"""What a file is, told from its bytes; a name proves nothing."""

from __future__ import annotations

from dataclasses import dataclass

MEGABYTE = 1024 * 1024
LARGEST_FILE = 50 * MEGABYTE


@dataclass(frozen=True, slots=True)
class Kind:
    """A type of file that LuCai takes."""

    name: str
    label: str
    media_type: str
    extensions: tuple[str, ...]
    magic: tuple[bytes, ...]


PDF = Kind("pdf", "PDF", "application/pdf", (".pdf",), (b"%PDF-",))
PNG = Kind("png", "PNG 图片", "image/png", (".png",), (b"\x89PNG\r\n\x1a\n",))
JPEG = Kind("jpeg", "JPEG 图片", "image/jpeg", (".jpg", ".jpeg"), (b"\xff\xd8\xff",))
XLSX = Kind(
    "xlsx",
    "Excel 工作簿",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    (".xlsx",),
    (b"PK\x03\x04",),
)
OFD = Kind("ofd", "OFD 版式文件", "application/ofd", (".ofd",), (b"PK\x03\x04",))
ZIP = Kind("zip", "ZIP 压缩包", "application/zip", (".zip",), (b"PK\x03\x04",))
JSON = Kind("json", "JSON 数据", "application/json", (".json",), (b"{", b"["))
CSV = Kind("csv", "CSV 表格", "text/csv", (".csv",), ())
XML = Kind("xml", "XML 数据", "application/xml", (".xml",), (b"<?xml", b"\xef\xbb\xbf<?xml"))

DOCUMENTS = (PDF, OFD, PNG, JPEG)
TABLES = (XLSX,)
ATTACHMENTS = (PDF, OFD, PNG, JPEG, XLSX, ZIP)


def sniff(name: str, head: bytes, allowed: tuple[Kind, ...]) -> Kind:
    """Return the file's kind.

    Raises:
        ValueError: a Chinese sentence: not an allowed kind, or bytes and name disagree.
    """
    labels = "、".join(kind.label for kind in allowed)
    lowered = name.lower()
    named = [kind for kind in allowed if lowered.endswith(kind.extensions)]
    if not named:
        raise ValueError(f"不能上传这种文件，请选择 {labels} 格式")
    for kind in named:
        if not kind.magic or head.lstrip().startswith(kind.magic):
            return kind
    raise ValueError(f"文件内容与扩展名不符：它不是有效的 {named[0].label} 文件，请重新导出后上传")
