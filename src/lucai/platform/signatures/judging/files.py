"""Which kind of file it is, and its judgement."""

from __future__ import annotations

import hashlib
import zipfile
import zlib
from dataclasses import replace

from lxml import etree
from pyhanko.pdf_utils.misc import PdfError

from lucai.platform.signatures.judging.findings import (
    FileRefused,
    Finding,
    Judgement,
    Kind,
    State,
    Trust,
)
from lucai.platform.signatures.judging.ofd import is_ofd, judge_ofd
from lucai.platform.signatures.judging.pdf import judge_pdf

PDF_HEAD = 1024
NO_KIND = "只能核验 PDF 和 OFD 文件；这个文件的内容两者都不是。"
BROKEN = "文件结构损坏或不规范，无法读取其中的签名。请确认下载完整，或向出具单位重新索取。"
OVERFLOWING = (RuntimeError, MemoryError, AssertionError, AttributeError)
BAD_PARTS = (etree.XMLSyntaxError, zipfile.BadZipFile, zlib.error, EOFError)
UNREADABLE = (PdfError, ValueError, TypeError, LookupError, OSError, *OVERFLOWING, *BAD_PARTS)


def judge(content: bytes, trust: Trust) -> Judgement:
    """Judge whatever was handed in; what cannot be read is refused with a sentence."""
    of_ofd = is_ofd(content)
    bare = Judgement(
        form="OFD" if of_ofd else "PDF",
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        sm3=hashlib.new("sm3", content).hexdigest(),
    )
    if not of_ofd and b"%PDF-" not in content[:PDF_HEAD]:
        return replace(bare, refused=NO_KIND)
    try:
        found = (judge_ofd if of_ofd else judge_pdf)(content, trust)
    except FileRefused as refusal:
        return replace(bare, refused=str(refusal))
    except UNREADABLE:
        # The bytes are a stranger's: the reader may trip over any of them.
        return replace(bare, refused=BROKEN)
    return replace(bare, findings=tuple(replace(one, verdict=_verdict(one)) for one in found))


def _verdict(finding: Finding) -> str:
    what = finding.kind.label
    if finding.state is State.BAD:
        return f"{what}无效：" + "；".join(c.text for c in finding.checks if c.holds is False)
    if finding.state is State.UNKNOWN:
        doubts = "；".join(check.text for check in finding.checks if check.holds is None)
        return f"{what}完好，但{doubts}"
    if finding.kind is Kind.TIMESTAMP:
        return "时间戳有效，文件在该时间已经存在且没有被改动"
    return f"{what}有效，文件没有被改动"
