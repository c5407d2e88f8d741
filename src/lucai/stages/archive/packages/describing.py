"""What a package says about itself: 著录元数据, 目录, 依据的法条, 核验说明, and a page to read it by."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from datetime import datetime
from html import escape
from itertools import groupby
from pathlib import Path, PurePosixPath
from urllib.parse import quote

from lxml import etree

from lucai.kernel import clock
from lucai.platform.journal.evidence import Evidence
from lucai.platform.journal.selectors import TimelineEntry
from lucai.stages.archive.packages.bag import ManifestLine
from lucai.stages.archive.packages.description import Act, Description
from lucai.stages.archive.packages.dossier import Dossier
from lucai.stages.archive.packages.eep import eep_xml, schema_bytes
from lucai.stages.archive.packages.plain import as_json
from lucai_trust.archive import carried

PREMIS = "http://www.loc.gov/premis/v3"


def acts_of(dossier: Dossier) -> tuple[Act, ...]:
    """Return the file's history, oldest first; organisations act, no person is named."""
    return tuple(map(_act, reversed(dossier.entries)))


def rules_of(dossier: Dossier) -> tuple[str, ...]:
    """Return the ids of all rules that were judged in the procurement."""
    found = {
        str(one["rule"]) for entry in dossier.entries for one in entry.body.get("rules", ()) or ()
    }
    return tuple(sorted(found))


def tag_files(
    about: Description, evidence: Evidence, lines: list[ManifestLine]
) -> dict[str, bytes]:
    """Return the files beside the payload by their paths."""
    found = {
        "README-如何验证.txt": readme(about).encode(),
        "案卷.html": case_page(about, lines).encode(),
        "eep.xml": eep_xml(about, lines),
        "metadata/eep.xsd": schema_bytes(),
        "metadata/premis.xml": premis(about, lines),
        "metadata/dat46.csv": _table(DAT46, _elements(about)),
        "metadata/catalog.csv": _table(CATALOG, _catalogue(lines)),
        "metadata/rules.json": as_json({"rules": about.rules, "judged_until": about.made_at}),
        "metadata/package.json": as_json(about),
        "proofs/inclusion.jsonl": evidence.inclusion,
        "proofs/log-key.txt": evidence.log_key,
        "verify/verify.py": carried(),
    }
    if evidence.checkpoint:
        found["proofs/checkpoint.txt"] = evidence.checkpoint
    return found


def readme(about: Description) -> str:
    """Return how the package is verified without LuCai."""
    text = Path(__file__).with_name("readme.txt").read_text(encoding="utf-8")
    return text.format(about=about)


def case_page(about: Description, lines: list[ManifestLine]) -> str:
    """Return the file of the case as one page: opens in any browser, beside the unpacked files."""
    text = Path(__file__).with_name("case.html").read_text(encoding="utf-8")
    head = "".join(f"<dt>{name}</dt><dd>{escape(value)}</dd>" for name, value in _elements(about))
    papers = "".join(_paper_row(paper) for paper in about.papers)
    acts = "".join(
        f"<tr><td>{_beijing(act.at)}</td><td>{escape(act.label)}</td><td>{escape(act.who)}</td></tr>"
        for act in about.acts
    )
    parts = {
        "title": escape(about.title), "head": head, "papers": papers,
        "files": "".join(_file_groups(lines)), "acts": acts,
    }  # fmt: skip
    for name, content in parts.items():
        text = text.replace(f"<!--{name}-->", content)
    return text


def premis(about: Description, lines: Iterable[ManifestLine]) -> bytes:
    """Return objects with fixity and events as PREMIS 3."""
    root = etree.Element(f"{{{PREMIS}}}premis", {"version": "3.0"}, nsmap={None: PREMIS})
    for line in lines:
        found = _below(root, "object")
        _below(
            found, "objectIdentifier", objectIdentifierType="path", objectIdentifierValue=line.path
        )
        traits = _below(found, "objectCharacteristics")
        for name, digest in (("SHA-512", line.sha512), ("SM3", line.sm3)):
            _below(traits, "fixity", messageDigestAlgorithm=name, messageDigest=digest)
        etree.SubElement(traits, f"{{{PREMIS}}}size").text = str(line.size)
    for place, act in enumerate(about.acts, 1):
        event = _below(root, "event")
        _below(
            event, "eventIdentifier", eventIdentifierType="number", eventIdentifierValue=str(place)
        )
        for name, value in (("eventType", act.event), ("eventDateTime", act.at.isoformat())):
            etree.SubElement(event, f"{{{PREMIS}}}{name}").text = value
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)


DAT46 = ("元素", "值")
CATALOG = ("路径", "题名", "格式", "字节", "SHA-512", "SM3")


def _elements(about: Description) -> list[tuple[str, str]]:
    """Return the elements of DA/T 46 that describe the file as a whole."""
    return [
        ("题名", about.title), ("文件编号", about.number), ("立档单位名称", about.agency),
        ("责任者", about.buyer), ("全宗号", about.fonds), ("年度", about.year),
        ("保管期限", about.retention), ("采购结束日期", about.ended_on.isoformat()),
        ("保存至", about.retain_until.isoformat()), ("归档时间", _beijing(about.made_at)),
        ("聚合层次", "案卷"), ("语种", "中文"), ("开放数据标识", about.ocid or "未公开"),
        ("归档说明", about.remark or "无"),
    ]  # fmt: skip


def _catalogue(lines: Iterable[ManifestLine]) -> list[tuple[str, ...]]:
    return [
        (line.path, line.title, PurePosixPath(line.path).suffix.removeprefix(".").upper(),
         str(line.size), line.sha512, line.sm3)
        for line in lines
    ]  # fmt: skip


def _table(titles: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(titles)
    writer.writerows(rows)
    return out.getvalue().encode("utf-8-sig")


def _file_groups(lines: list[ManifestLine]) -> Iterable[str]:
    for group, members in groupby(lines, key=lambda line: line.path.split("/")[1]):
        yield f"<h3>{escape(group)}</h3><ul>"
        for line in members:
            yield (
                f'<li><a href="{quote(line.path)}">{escape(line.path.split("/", 2)[-1])}</a>'
                f"<small>{line.size:,} 字节　SM3 {line.sm3[:16]}…</small></li>"
            )
        yield "</ul>"


def _paper_row(paper: Mapping[str, object]) -> str:
    states = {"present": "齐全", "missing": "缺少", "none": "未发生"}
    cells = (paper["group"], paper["title"], states[str(paper["state"])], paper["owner"])
    return "<tr>" + "".join(f"<td>{escape(str(cell))}</td>" for cell in cells) + "</tr>"


def _act(entry: TimelineEntry) -> Act:
    return Act(entry.at, entry.label, entry.who, entry.side, entry.event)


def _beijing(moment: datetime) -> str:
    return f"{moment.astimezone(clock.BEIJING):%Y-%m-%d %H:%M}"


def _below(parent: etree._Element, name: str, **texts: str) -> etree._Element:
    element = etree.SubElement(parent, f"{{{PREMIS}}}{name}")
    for child, value in texts.items():
        etree.SubElement(element, f"{{{PREMIS}}}{child}").text = value
    return element
