"""The verifier that lies in every archive package names what is wrong with a package, and why."""

from __future__ import annotations

import base64
import hashlib
import json
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from lucai_trust import checkpoint, merkle
from lucai_trust.archive import carried, verify
from lucai_trust.checkpoint import Checkpoint, VerifierKey
from lucai_trust.encoding import canonical
from tests.trust.tokens import digest, token

LOG, LOG_KEY = "log.example", Ed25519PrivateKey.from_private_bytes(bytes(32))
EVENTS = "data/events/events.jsonl"
Files = dict[str, bytes]


def events(*contents: str) -> list[dict[str, Any]]:
    """Chain events; the first is public, the others sealed in the log."""
    found: list[dict[str, Any]] = []
    before = "0" * 64
    for number, content in enumerate(contents, 1):
        event = {"number": number, "index": number - 1, "previous": before, "content": content,
                 "public": number == 1, "salt": "00" * 32, "at": "2026-01-01"}  # fmt: skip
        found.append(event)
        before = hashlib.sha256(canonical(event)).hexdigest()
    return found


def proven(listed: list[dict[str, Any]], key: Ed25519PrivateKey = LOG_KEY) -> Files:
    """Prove all events but the last in a log of their leaves; the head is signed by ``key``."""
    leaves = [verify._leaf(event) for event in listed]
    head, read = Checkpoint(LOG, len(leaves), merkle.root(leaves)), merkle.nodes_of(leaves)
    paths = [merkle.inclusion_proof(read, n, len(leaves)) for n in range(len(leaves) - 1)]
    lines = [{"index": n, "path": [node.hex() for node in path]} for n, path in enumerate(paths)]
    return {
        "proofs/checkpoint.txt": checkpoint.sign(head, LOG, key).encode(),
        "proofs/log-key.txt": VerifierKey.of(LOG, LOG_KEY).encode().encode(),
        "proofs/inclusion.jsonl": b"\n".join(map(canonical, lines)),
    }


def laid(folder: Path, payload: Files | None = None, tags: Files | None = None) -> Path:
    """Lay a whole package out; what is given stands beside or instead of its usual files."""
    listed = b"\n".join(map(canonical, events("one", "two", "three")))
    payload = {"data/notice.pdf": b"%PDF-1.7", EVENTS: listed} | (payload or {})
    eep = "".join(
        f"<计算机文件名>{name}</计算机文件名><编码数据>{base64.b64encode(hashlib.sha512(content).digest()).decode()}</编码数据>"
        for name, content in payload.items()
    )
    oxum = f"Payload-Oxum: {sum(map(len, payload.values()))}.{len(payload)}"
    info = [oxum, *(f"{name}: 示例" for name in verify.ELEMENTS if name != "Payload-Oxum")]
    tags = {
        "bagit.txt": b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n",
        "bag-info.txt": "\n".join(info).encode(),
        "eep.xml": eep.encode(),
        "manifest-sha512.txt": sums(payload, lambda data: hashlib.sha512(data).hexdigest()),
        "manifest-sm3.txt": sums(payload, lambda data: digest("sm3", data).hex()),
    } | (tags or {})
    tags["tagmanifest-sha512.txt"] = sums(tags, lambda data: hashlib.sha512(data).hexdigest())
    for name, content in (payload | tags).items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    return folder


def sums(files: Files, how: Any) -> bytes:
    """List files as ``sha512sum`` does."""
    return "".join(f"{how(content)}  {name}\n" for name, content in files.items()).encode()


def problems(place: Path, *, sm3: bool = False) -> dict[str, tuple[str, ...]]:
    """Return what is wrong, by the check that says it."""
    return {one.title: one.problems for one in verify.judge(place, sm3) if one.problems}


def note(place: Path, title: str, *, sm3: bool = False) -> str:
    return next(one.note for one in verify.judge(place, sm3) if one.title.startswith(title))


def test_a_package_that_is_whole_holds_with_and_without_a_log_and_by_both_digests(
    tmp_path: Path,
) -> None:
    plain = laid(tmp_path / "plain")
    logged = laid(tmp_path / "logged", tags=proven(events("one", "two", "three")))
    assert problems(plain, sm3=True) == problems(logged, sm3=True) == {}
    assert note(plain, "过程日志可以") == "归档时公开日志还没有检查点"
    assert note(logged, "过程日志可以") == "2 条有包含证明，日志共 3 条"


@pytest.mark.parametrize("line", [b"no JSON", b'{"number":1}', b'{"number":1,"previous":"11"}'])
def test_a_history_that_cannot_be_read_is_not_connected(tmp_path: Path, line: bytes) -> None:
    found = problems(laid(tmp_path, {EVENTS: line}))
    assert found == {"过程日志逐条相连": ("第 1 条与上一条不相连",)}


def test_an_event_that_the_log_does_not_have_is_named(tmp_path: Path) -> None:
    place = laid(tmp_path, tags=proven(events("one", "another", "three")))
    assert problems(place) == {"过程日志可以在公开日志中核对": ("不在公开日志中：第 2 条",)}


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("proofs/checkpoint.txt", b"example/log\nmany\n\n"),
        ("proofs/checkpoint.txt", b"example/log\n3"),
        ("proofs/checkpoint.txt", b"example/log\n3\nA\n\n"),
        ("proofs/inclusion.jsonl", b"no JSON"),
        ("proofs/inclusion.jsonl", b'{"index":0}'),
        ("proofs/inclusion.jsonl", b'{"index":0,"path":[1]}'),
        ("proofs/log-key.txt", b"log+00+A"),
    ],
)
def test_a_proof_that_cannot_be_read_proves_nothing_and_is_named(
    tmp_path: Path, name: str, content: bytes
) -> None:
    tags = proven(events("one", "two", "three")) | {name: content}
    assert problems(laid(tmp_path, tags=tags)) == {verify.IN_LOG: (verify.UNREAD,)}


@pytest.mark.parametrize("line", [b'{"previous":"%s"}' % (b"0" * 64), b"[1]"])
def test_an_event_that_does_not_say_its_place_is_not_found_in_the_log(
    tmp_path: Path, line: bytes
) -> None:
    found = problems(laid(tmp_path, {EVENTS: line}, proven(events("one", "two", "three"))))
    assert found
    assert set(found) <= {verify.IN_LOG, "过程日志逐条相连", "过程日志编号连续"}


def test_a_head_of_the_log_by_another_key_is_not_signed(tmp_path: Path) -> None:
    other = Ed25519PrivateKey.from_private_bytes(b"\1" * 32)
    place = laid(tmp_path, tags=proven(events("one", "two", "three"), other))
    assert list(problems(place)) == ["公开日志检查点的签名有效"]


def test_tokens_of_renewals_are_read_one_after_the_other(tmp_path: Path) -> None:
    place = laid(tmp_path)
    covered = (place / "tagmanifest-sha512.txt").read_bytes()
    for number in ("1", "2"):
        (place / "renewals" / number).mkdir(parents=True)
        made = {name: token(name, covered) for name in ("sha256", "sm3")}
        for name, content in made.items():
            (place / "renewals" / number / f"{name}.tst").write_bytes(content)
        covered += b"".join(made.values())
    assert problems(place) == {}
    (place / "renewals" / "2" / "sm3.tst").unlink()
    assert [one[-10:] for found in problems(place).values() for one in found] == ["sm3.tst：缺少"]


def test_files_that_changed_run_or_are_not_what_they_are_called_are_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(verify, "PIECE", 64)
    large = b"%PDF-" + bytes(verify.PIECE)
    place = laid(tmp_path, {"data/large.pdf": large, "data/Run.exe": b"MZ", "data/x.png": b"GIF"})
    assert problems(place) == {
        "格式在长期保存清单内": ("不在长期保存格式清单：data/Run.exe",),
        "内容与格式相符，能够打开": ("内容与扩展名不符：data/x.png",),
        "没有可执行文件": ("可执行文件：data/Run.exe",),
    }
    (place / "data" / "large.pdf").write_bytes(large[:-1] + b"1")
    found = problems(place, sm3=True)
    assert found["文件内容与 SHA-512 清单一致"] == ("被改动：data/large.pdf",)
    assert found["文件内容与 SM3 清单一致"] == ("被改动：data/large.pdf",)


def test_a_zip_whose_names_lead_out_or_are_one_but_for_case_is_not_safe(tmp_path: Path) -> None:
    place = laid(tmp_path / "package")
    with zipfile.ZipFile(tmp_path / "package.zip", "w") as archive:
        archive.mkdir("package")
        for path in sorted(verify._files(place)):
            archive.write(path, f"package/{path.relative_to(place).as_posix()}")
    assert problems(tmp_path / "package.zip") == {}
    with zipfile.ZipFile(tmp_path / "package.zip", "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("package/../out.txt", b"")
        archive.writestr("package/BAGIT.txt", b"")
    found = problems(tmp_path / "package.zip")
    assert found["路径不越界、不重名"] == ("路径不安全：../out.txt", "路径不安全：bagit.txt")
    assert len(found["没有压缩和加密"]) == 2


def test_a_zip_without_a_folder_of_its_own_is_judged_alike(tmp_path: Path) -> None:
    place = laid(tmp_path / "package")
    with zipfile.ZipFile(tmp_path / "package.zip", "w") as archive:
        for path in verify._files(place):
            archive.write(path, path.relative_to(place).as_posix())
    assert problems(tmp_path / "package.zip") == {}


def test_what_a_package_carries_needs_nothing_but_python(tmp_path: Path) -> None:
    place = laid(tmp_path, tags={"verify/verify.py": carried()})
    call = [sys.executable, "-I", "-S", str(place / "verify" / "verify.py"), "--sm3"]
    assert subprocess.run(call, check=False, capture_output=True, env={}).returncode == 0
    (place / "data" / "notice.pdf").write_bytes(b"%PDF-1.8")
    assert subprocess.run(call, check=False, capture_output=True, env={}).returncode == 1


def test_a_machine_without_sm3_says_that_it_did_not_look(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place, new = laid(tmp_path), hashlib.new
    assert note(place, "文件内容与 SM3", sm3=True) == "2 个文件"

    def without_sm3(name: str, data: bytes = b"") -> Any:
        if name == "sm3":
            raise ValueError(name)
        return new(name, data)

    monkeypatch.setattr(hashlib, "new", without_sm3)
    assert "没有核对" in note(place, "文件内容与 SM3", sm3=True)


def test_the_command_exits_by_what_it_found(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place = laid(tmp_path / "package")
    assert verify.main([str(place), "--sm3"]) == 0
    assert "四性检测全部通过" in capsys.readouterr().out
    (place / "more.txt").write_bytes(b"")
    assert verify.main([str(place)]) == 1
    assert "结论：1 项不通过" in capsys.readouterr().out
    (tmp_path / "none.zip").write_bytes(json.dumps({}).encode())
    assert verify.main([str(tmp_path / "none.zip")]) == 2
    assert verify.main([str(tmp_path)]) == 2
    # Without a name it judges the package that it lies in; here it lies in none.
    assert verify.main([]) == 2
