"""Judge a LuCai archive package (归档信息包) with Python alone, on a machine without LuCai.

This file is copied into every package as ``verify/verify.py``. It imports the standard library
only and runs on Python 3.8 or later: ``python3 verify.py [package folder or ZIP] [--sm3]``.
Each check of the four properties (DA/T 70: 真实性、完整性、可用性、安全性) is named, and each file
that was changed, is missing or was added is named. Exit code 0: all hold; 1: one does not;
2: there is no package to judge.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
import sys
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from html import unescape
from pathlib import Path, PurePosixPath
from typing import Any

from lucai_trust.archive.proofs import ed25519, included
from lucai_trust.archive.tokens import stamps_over

PIECE = 1 << 20
NEEDED = ("bagit.txt", "bag-info.txt", "manifest-sha512.txt", "tagmanifest-sha512.txt")
ELEMENTS = (
    "Source-Organization", "External-Identifier", "External-Description", "Bagging-Date",
    "Payload-Oxum", "Fonds", "Year", "Retention", "Retain-Until",
)  # fmt: skip
FORMATS = {
    ".pdf": b"%PDF-", ".ofd": b"PK", ".png": b"\x89PNG", ".jpg": b"\xff\xd8", ".jpeg": b"\xff\xd8",
    ".xlsx": b"PK", ".docx": b"PK", ".zip": b"PK", ".json": b"", ".jsonl": b"", ".xml": b"",
    ".csv": b"", ".txt": b"", ".html": b"", ".py": b"",
}  # fmt: skip
RUNS = (
    ".exe", ".dll", ".bat", ".cmd", ".com", ".scr", ".js", ".vbs", ".ps1", ".sh", ".msi", ".jar",
)  # fmt: skip
LINE = re.compile(r"([0-9a-f]+) [ *](.+)")
AUTHENTIC, WHOLE, USABLE, SAFE = "真实性", "完整性", "可用性", "安全性"
IN_LOG, UNREAD = "过程日志可以在公开日志中核对", "检查点、包含证明或者条目读不懂"


@dataclass(frozen=True)
class Check:
    """One named check: what it asks, what is wrong (nothing: it holds), what was counted."""

    quality: str
    title: str
    problems: tuple[str, ...] = ()
    note: str = ""

    @property
    def holds(self) -> bool:
        """Whether nothing is wrong."""
        return not self.problems


class NoPackage(Exception):
    """There is nothing here that could be judged."""


class Package:
    """The files of a package by their paths below its top folder, in a folder or a ZIP."""

    def __init__(self, place: Path) -> None:
        self.packed: list[str] = []
        self.odd: list[str] = []
        self.prefix = ""
        self.zip: zipfile.ZipFile | None = None
        self.top = place
        if place.is_dir():
            self.names = {p.relative_to(place).as_posix() for p in _files(place)}
            return
        try:
            self.zip = zipfile.ZipFile(place)
        except (OSError, zipfile.BadZipFile) as error:
            raise NoPackage(f"打不开：{error}") from error
        entries = [entry for entry in self.zip.infolist() if not entry.is_dir()]
        tops = {entry.filename.split("/", 1)[0] for entry in entries}
        if len(tops) == 1:
            self.prefix = f"{tops.pop()}/"
        listed = [entry.filename[len(self.prefix) :] for entry in entries]
        self.names = set(listed)
        self.odd = sorted(listed) if len(self.names) < len(listed) else []
        self.packed = [e.filename for e in entries if e.compress_type or e.flag_bits & 1]

    def pieces(self, name: str) -> Iterator[bytes]:
        """Yield a file's bytes; what cannot be read ends early and fails its digest."""
        with suppress(OSError, zipfile.BadZipFile, zlib.error, EOFError, RuntimeError):
            file = self.zip.open(self.prefix + name) if self.zip else (self.top / name).open("rb")
            with file:
                piece = file.read(PIECE)
                while piece:
                    yield piece
                    piece = file.read(PIECE)

    def read(self, name: str) -> bytes:
        """Return a small file whole; empty when there is none."""
        if name not in self.names:
            return b""
        return b"".join(self.pieces(name))

    def text(self, name: str) -> str:
        """Return a small file as text."""
        return self.read(name).decode("utf-8", "replace")


def judge(place: Path, sm3: bool = False) -> list[Check]:
    """Return every check of a package.

    Raises:
        NoPackage: there is none.
    """
    package = Package(place)
    if not package.names & set(NEEDED):
        raise NoPackage("这里没有归档信息包（缺少 bagit.txt 和清单）")
    listed = manifest(package, "manifest-sha512.txt")
    tags = manifest(package, "tagmanifest-sha512.txt")
    sizes: dict[str, int] = {}
    heads: dict[str, bytes] = {}
    hows = ("sha512", "sm3") if sm3 and _knows_sm3() else ("sha512",)
    read = {name: _digests(package, name, hows, sizes, heads)
            for name in sorted(listed) if name in package.names}  # fmt: skip
    changed = [name for name, found in read.items() if found[0] != listed[name]]
    events, told = _events(package), f"{len(listed)} 个文件"
    return [
        Check(AUTHENTIC, "文件内容与 SHA-512 清单一致", _named("被改动", changed), told),
        Check(AUTHENTIC, "说明文件与标签清单一致", _tags(package, tags)),
        Check(AUTHENTIC, "封装描述 eep.xml 的摘要与文件一致", _eep(package, listed)),
        Check(AUTHENTIC, "过程日志逐条相连", _chain(package), f"{len(events)} 条"),
        *_log(package, events),
        stamped(package.read("tagmanifest-sha512.txt"), _renewals(package)),
        *([_sm3(package, read)] if sm3 else []),
        Check(WHOLE, "清单所列文件都在", _named("缺少", sorted(set(listed) - package.names))),
        Check(WHOLE, "没有清单以外的文件", _named("多出", _added(package, listed, tags))),
        Check(WHOLE, "文件数和字节数与登记一致", _oxum(package, listed, sizes)),
        Check(WHOLE, "著录元素齐全", _elements(package)),
        Check(WHOLE, "过程日志编号连续", _gaps(events)),
        Check(USABLE, "包结构符合 BagIt 1.0", _structure(package)),
        Check(USABLE, "格式在长期保存清单内", _formats(listed)),
        Check(USABLE, "内容与格式相符，能够打开", _opens(heads)),
        Check(USABLE, "没有压缩和加密", _named("经过压缩或者加密", package.packed)),
        Check(SAFE, "路径不越界、不重名", _named("路径不安全", _paths(package))),
        Check(SAFE, "没有可执行文件", _named("可执行文件", _runs(package))),
    ]


def _events(package: Package) -> list[dict[str, Any]]:
    try:
        return [dict(json.loads(x)) for x in package.read("data/events/events.jsonl").splitlines()]
    except (TypeError, ValueError):
        return []


def manifest(package: Package, name: str) -> dict[str, str]:
    """Return path → digest of a manifest, as ``sha512sum`` writes it."""
    found = (LINE.fullmatch(line) for line in package.text(name).splitlines())
    return {match[2]: match[1] for match in found if match}


def _files(place: Path) -> Iterator[Path]:
    return (path for path in place.rglob("*") if path.is_file() and "__pycache__" not in path.parts)


def _named(what: str, names: list[str]) -> tuple[str, ...]:
    return tuple(f"{what}：{name}" for name in names)


def _digests(
    package: Package, name: str, hows: tuple[str, ...], sizes: dict[str, int],
    heads: dict[str, bytes],
) -> list[str]:  # fmt: skip
    """Read a file once, however many digests of it are wanted."""
    digests, size = [hashlib.new(how) for how in hows], 0
    for piece in package.pieces(name):
        if not size:
            heads[name] = piece[:8]
        for digest in digests:
            digest.update(piece)
        size += len(piece)
    sizes[name] = size
    return [digest.hexdigest() for digest in digests]


def _tags(package: Package, tags: dict[str, str]) -> tuple[str, ...]:
    changed = [n for n in sorted(tags) if n in package.names and _sha512(package, n) != tags[n]]
    missing = sorted((set(tags) | set(NEEDED)) - package.names)
    return _named("被改动", changed) + _named("缺少", missing)


def _sha512(package: Package, name: str) -> str:
    return _digests(package, name, ("sha512",), {}, {})[0]


def _added(package: Package, listed: dict[str, str], tags: dict[str, str]) -> list[str]:
    known = set(listed) | set(tags) | {"tagmanifest-sha512.txt"}
    return sorted(name for name in package.names - known if not name.startswith("renewals/"))


def _oxum(package: Package, listed: dict[str, str], sizes: dict[str, int]) -> tuple[str, ...]:
    told = _info(package).get("Payload-Oxum", "")
    found = f"{sum(sizes.values())}.{len(sizes)}"
    return (
        ()
        if told == found
        else (f"登记 {told or '（无）'}，实际 {found}（{len(listed)} 个在清单）",)
    )


def _info(package: Package) -> dict[str, str]:
    lines = (line.partition(": ") for line in package.text("bag-info.txt").splitlines())
    return {name: value for name, _, value in lines}


def _elements(package: Package) -> tuple[str, ...]:
    info = _info(package)
    return _named("缺少著录元素", [name for name in ELEMENTS if not info.get(name)])


def _structure(package: Package) -> tuple[str, ...]:
    text = package.text("bagit.txt")
    right = "BagIt-Version: 1.0" in text and "Encoding: UTF-8" in text
    return () if right else ("bagit.txt 没有声明 BagIt 1.0 和 UTF-8",)


def _formats(listed: dict[str, str]) -> tuple[str, ...]:
    names = [n for n in sorted(listed) if PurePosixPath(n).suffix.lower() not in FORMATS]
    return _named("不在长期保存格式清单", names)


def _opens(heads: dict[str, bytes]) -> tuple[str, ...]:
    wrong = [name for name, head in sorted(heads.items())
             if not head.startswith(FORMATS.get(PurePosixPath(name).suffix.lower(), b""))]  # fmt: skip
    return _named("内容与扩展名不符", wrong)


def _paths(package: Package) -> list[str]:
    seen: set[str] = set()
    wrong = list(package.odd)
    for name in sorted(package.names):
        parts = name.split("/")
        if ".." in parts or name.startswith("/") or "\\" in name or name.lower() in seen:
            wrong.append(name)
        seen.add(name.lower())
    return wrong


def _runs(package: Package) -> list[str]:
    return sorted(name for name in package.names if name.lower().endswith(RUNS))


def _eep(package: Package, listed: dict[str, str]) -> tuple[str, ...]:
    """Compare the digests inside eep.xml with the manifest; they are written as base64."""
    text = package.text("eep.xml")
    told = dict(
        re.findall(
            r"<计算机文件名>([^<]+)</计算机文件名>.*?<编码数据>([^<]+)</编码数据>", text, re.DOTALL
        )
    )
    right = {n: base64.b64encode(bytes.fromhex(d)).decode() for n, d in listed.items()}
    told = {unescape(name): digest for name, digest in told.items()}
    return _named("封装描述不一致", sorted(n for n in right if told.get(n) != right[n]))


def _chain(package: Package) -> tuple[str, ...]:
    before = "0" * 64
    for number, line in enumerate(package.read("data/events/events.jsonl").splitlines(), 1):
        try:
            told = json.loads(line)["previous"]
        except (KeyError, TypeError, ValueError):
            told = None
        if told != before:
            return (f"第 {number} 条与上一条不相连",)
        before = hashlib.sha256(line).hexdigest()
    return ()


def _gaps(events: list[dict[str, Any]]) -> tuple[str, ...]:
    numbers = [event.get("number") for event in events]
    return () if numbers == list(range(1, len(events) + 1)) else ("过程日志编号有缺漏",)


def _log(package: Package, events: list[dict[str, Any]]) -> list[Check]:
    try:
        return _in_log(package, events)
    except (AttributeError, IndexError, KeyError, TypeError, ValueError):
        return [Check(AUTHENTIC, IN_LOG, (UNREAD,))]


def _in_log(package: Package, events: list[dict[str, Any]]) -> list[Check]:
    """Judge each event's place in the public log, and the signed head of that log."""
    note = package.text("proofs/checkpoint.txt")
    if not note:
        return [Check(AUTHENTIC, IN_LOG, (), "归档时公开日志还没有检查点")]
    size, root = int(note.split("\n")[1]), base64.b64decode(note.split("\n")[2])
    proofs = map(json.loads, package.text("proofs/inclusion.jsonl").splitlines())
    known = {proof["index"]: [bytes.fromhex(node) for node in proof["path"]] for proof in proofs}
    proven = [event for event in events if event["index"] in known]
    wrong = [
        f"第 {e['number']} 条" for e in proven
        if not included(_leaf(e), e["index"], size, known[e["index"]], root)
    ]  # fmt: skip
    said = f"{len(proven)} 条有包含证明，日志共 {size} 条"
    return [
        Check(AUTHENTIC, IN_LOG, _named("不在公开日志中", wrong), said),
        Check(AUTHENTIC, "公开日志检查点的签名有效", _signature(package, note),
              "公钥见 proofs/log-key.txt，应与平台公布的一致"),
    ]  # fmt: skip


def _renewals(package: Package) -> list[dict[str, bytes]]:
    """Return the tokens of each renewal, the first one first, by their names."""
    found: dict[str, dict[str, bytes]] = {}
    for name in sorted(package.names):
        if name.startswith("renewals/") and name.endswith(".tst"):
            found.setdefault(name.split("/")[1], {})[name] = package.read(name)
    return [found[place] for place in sorted(found)]


def stamped(sealed: bytes, renewals: list[dict[str, bytes]]) -> Check:
    """Judge the timestamps over the tag manifest; each renewal covers the earlier tokens too."""
    wrong, notes = stamps_over(sealed, renewals)
    said = "；".join(notes) or "归档时没有时间戳"
    return Check(AUTHENTIC, "时间戳（SHA-256、SM3）与标签清单一致、签名有效", wrong, said)


def _leaf(event: dict[str, Any]) -> bytes:
    content = event["content"].encode()
    if not event["public"]:
        salted = b"lucai-commitment/1\x00" + bytes.fromhex(event["salt"]) + content
        sealed = {"at": event["at"], "sealed": hashlib.sha256(salted).hexdigest()}
        content = json.dumps(sealed, separators=(",", ":"), sort_keys=True).encode()
    return hashlib.sha256(b"\x00" + content).digest()


def _signature(package: Package, note: str) -> tuple[str, ...]:
    """See that the head of the log is signed by the key in the package (C2SP signed note)."""
    text, _, lines = note.rpartition("\n\n")
    key = base64.b64decode(package.text("proofs/log-key.txt").strip().split("+", 2)[-1])[1:]
    said = f"{text}\n".encode()
    for line in lines.splitlines():
        signature = base64.b64decode(line.rpartition(" ")[2])[4:]
        if len(key) == 32 and len(signature) == 64 and ed25519(key, said, signature):
            return ()
    return ("没有一个签名是这把公钥的",)


def _sm3(package: Package, read: dict[str, list[str]]) -> Check:
    title = "文件内容与 SM3 清单一致"
    if not _knows_sm3():
        return Check(AUTHENTIC, title, (), "本机的 OpenSSL 没有 SM3，没有核对")
    listed = manifest(package, "manifest-sm3.txt")
    wrong = [name for name in sorted(listed) if read.get(name, [""])[-1] != listed[name]]
    return Check(AUTHENTIC, title, _named("被改动", wrong), f"{len(listed)} 个文件")


def _knows_sm3() -> bool:
    try:
        hashlib.new("sm3")
    except ValueError:
        return False
    return True


def report(checks: list[Check]) -> str:
    """Return the checks as text, the four properties in turn."""
    lines = []
    for name in (AUTHENTIC, WHOLE, USABLE, SAFE):
        lines.append(f"【{name}】")
        for check in (one for one in checks if one.quality == name):
            note = f"（{check.note}）" if check.note else ""
            lines.append(f"  {'通过　' if check.holds else '不通过'} {check.title}{note}")
            lines += [f"          {problem}" for problem in check.problems]
    wrong = sum(not check.holds for check in checks)
    lines.append("结论：四性检测全部通过。" if not wrong else f"结论：{wrong} 项不通过。")
    return "\n".join(lines) + "\n"


def main(arguments: list[str]) -> int:
    """Judge the package named, or the one this file lies in; print the report."""
    with suppress(AttributeError):
        sys.stdout.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
    places = [word for word in arguments if not word.startswith("--")]
    place = Path(places[0]) if places else Path(__file__).resolve().parent.parent
    try:
        checks = judge(place, "--sm3" in arguments)
    except NoPackage as error:
        sys.stdout.write(f"{error}\n")
        return 2
    sys.stdout.write(report(checks))
    return 0 if all(check.holds for check in checks) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
