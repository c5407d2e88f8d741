"""Seals in an OFD file (GB/T 33190): a list of digests, which the seal is put under."""

from __future__ import annotations

import base64
import hashlib
import io
import posixpath
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from lucai.platform.pki.validation import RevocationData
from lucai.platform.signatures.judging import seals
from lucai.platform.signatures.judging.findings import Check, FileRefused, Finding, Kind, Trust

MOST_FILES, MOST_BYTES, MOST_SEALS = 5000, 300 * 1024 * 1024, 30
DIGESTS = {"1.2.156.10197.1.401": "sm3", "sm3": "sm3", "sha256": "sha256", "sha-256": "sha256"}
ROOT = "OFD.xml"
FORM = "GB/T 38540 电子印章（OFD）"
LIST = "Signatures.xml"


class Package:
    """An OFD file's parts, by their places from the top."""

    def __init__(self, content: bytes) -> None:
        self._zip = zipfile.ZipFile(io.BytesIO(content))
        parts = [each for each in self._zip.infolist() if not each.is_dir()]
        self.names = [each.filename for each in parts]
        if len(parts) > MOST_FILES or sum(each.file_size for each in parts) > MOST_BYTES:
            raise FileRefused("OFD 文件解压后过大，不能在线核验。")
        if len(set(self.names)) != len(self.names):
            raise FileRefused("OFD 文件中有重名的部件，可能被拼接，不能核验。")

    def part(self, name: str) -> bytes:
        """Return a part's bytes.

        Raises:
            KeyError: there is none.
        """
        return self._zip.read(name)

    def tree(self, name: str) -> etree._Element:
        """Return a part as XML; nothing outside of it is ever read."""
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
        return etree.fromstring(self.part(name), parser)


@dataclass(frozen=True, slots=True)
class Listed:
    """One entry of the list of signatures."""

    name: str
    place: str


def judge_ofd(content: bytes, trust: Trust) -> tuple[Finding, ...]:
    """Judge every seal in an OFD file.

    Raises:
        FileRefused: too large, or spliced.
    """
    package = Package(content)
    listed = list(_listed(package))
    if len(listed) > MOST_SEALS:
        raise FileRefused(f"文件中的印章超过 {MOST_SEALS} 个，不能在线核验。")
    return tuple(_judge(package, one, trust, alone=len(listed) == 1) for one in listed)


def is_ofd(content: bytes) -> bool:
    """Say whether these are the bytes of an OFD file."""
    if not content.startswith(b"PK\x03\x04"):
        return False
    try:
        return ROOT in zipfile.ZipFile(io.BytesIO(content)).namelist()
    except zipfile.BadZipFile:
        return False


def _listed(package: Package) -> Iterator[Listed]:
    for place in _texts(package.tree(ROOT), "Signatures"):
        name = _resolved(place, "")
        for entry in package.tree(name).iter("{*}Signature"):
            yield Listed(entry.get("ID", ""), _resolved(entry.get("BaseLoc", ""), name))


def _judge(package: Package, one: Listed, trust: Trust, *, alone: bool) -> Finding:
    tree, spelt = package.tree(one.place), package.part(one.place)
    context = seals.Context(
        form=FORM,
        name=f"印章 {one.name}",
        digest=hashlib.new("sm3", spelt).digest(),
        checks=_checks(package, tree, one, alone=alone),
        revocation=RevocationData(),
    )
    [value] = _texts(tree, "SignedValue")
    try:
        stamped = package.part(_resolved(value, one.place))
    except KeyError:
        missing = (*context.checks, Check("印章结构", False, "缺少签名值"))
        return Finding(kind=Kind.SEAL, form=FORM, name=context.name, checks=missing)
    return seals.judge_seal(stamped, context, trust)


def _checks(
    package: Package, tree: etree._Element, one: Listed, *, alone: bool
) -> tuple[Check, ...]:
    [references] = tree.iter("{*}References")
    method = DIGESTS.get((references.get("CheckMethod") or "").lower())
    if method is None:
        return (Check("部件摘要", False, "使用了未知或不安全的摘要算法"),)
    wrong, covered = [], set()
    for reference in references.iter("{*}Reference"):
        name = _resolved(reference.get("FileRef", ""), "")
        covered.add(name)
        [value] = _texts(reference, "CheckValue")
        if not _fits(package, name, method, base64.b64decode(value)):
            wrong.append(name)
    return (_unchanged(wrong, alone=alone), _complete(package, covered, one))


def _fits(package: Package, name: str, method: str, value: bytes) -> bool:
    try:
        return hashlib.new(method, package.part(name)).digest() == value
    except KeyError:
        return False


def _unchanged(wrong: list[str], *, alone: bool) -> Check:
    if not wrong:
        return Check("部件摘要", True, "全部部件与盖章时一致")
    if not alone and all(name.endswith(f"/{LIST}") for name in wrong):
        return Check("部件摘要", None, "盖章以后又加盖了其他印章，印章清单有变化，其余部件一致")
    return Check("部件摘要", False, f"盖章以后被改动或缺失：{'、'.join(wrong[:3])}")


def _complete(package: Package, covered: set[str], one: Listed) -> Check:
    """Say whether all that shows is covered; the folders of the seals themselves need not be."""
    folder = posixpath.dirname(posixpath.dirname(one.place))
    open_parts = [
        name for name in package.names if name not in covered and not name.startswith(f"{folder}/")
    ]
    if open_parts:
        return Check("覆盖范围", False, f"有部件不在盖章范围内：{'、'.join(open_parts[:3])}")
    return Check("覆盖范围", True, "覆盖文件的全部内容")


def _texts(tree: etree._Element, tag: str) -> list[str]:
    return [(each.text or "").strip() for each in tree.iter(f"{{*}}{tag}")]


def _resolved(place: str, beside: str) -> str:
    """Return a part's place from the top; a place without a slash is beside the part naming it."""
    joined = posixpath.join("/", posixpath.dirname(beside), place)
    return posixpath.normpath(joined).lstrip("/")
