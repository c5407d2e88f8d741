"""Nothing in the tree that belongs to one machine, one registry, or one person."""

import re
import subprocess
from functools import cache
from pathlib import Path

import pytest

TOP = Path(__file__).resolve().parents[2]
# Written so that this file does not hold what it looks for.
FOREIGN = {
    "a host of a package registry": r"pypi\.(?:org)|python" + r"hosted\.org|registry\.npm"
    r"js|deb\.debian" + r"\.org|mirrors\.(?:aliyun|tuna|ustc)",
    "a path of one machine": r"(?<![\w.\-/])/(?:wo"
    r"rk|ro"
    r"ot|fa"
    r"rm|home/\w+|Users/\w+)/",
    "a private key": r"-----BEGIN (?:[A-Z]+ )?PRIVATE" + r" KEY-----",
    "an access token": r"\b(?:ghp|gho|glpat|xox[bp]|AKIA)[_\-]?[A-Za-z0-9]{16,}",
    "a written password": r"(?i)\b(?:password|passwd|secret_key)\s*=\s*[\"'][^\"'\s{}<>]{8,}[\"']",
    "a real mobile number": r"(?<![\w.])1[3-9]\d{9}(?![\w.])",
    "a resident's number": r"(?<!\d)37\d{4}(?:19|20)\d{2}[01]\d[0-3]\d{4}[\dX](?![\dA-Z])",
}
MAX_BYTES = 1_500_000


def tracked() -> list[Path]:
    asked = ["git", "ls-files", "-z"]
    answer = subprocess.run(asked, check=True, cwd=TOP, capture_output=True, text=True)
    return [TOP / name for name in answer.stdout.split("\0") if name and (TOP / name).is_file()]


@cache
def texts() -> list[tuple[Path, str]]:
    read = [(path, path.read_bytes()) for path in tracked()]
    return [(path, raw.decode("utf-8", "replace")) for path, raw in read if b"\0" not in raw[:8000]]


@pytest.mark.parametrize("what", FOREIGN)
def test_no_file_of_the_tree_holds(what: str) -> None:
    pattern = re.compile(FOREIGN[what])
    found = [
        f"{path.relative_to(TOP)}:{number}"
        for path, text in texts()
        if pattern.search(text)
        for number, line in enumerate(text.splitlines(), start=1)
        if pattern.search(line)
    ]
    assert found == []


def test_no_file_of_the_tree_is_large() -> None:
    assert [path.name for path in tracked() if path.stat().st_size > MAX_BYTES] == []


@pytest.mark.parametrize(
    ("what", "line"),
    [
        ("a host of a package registry", "--index-url https://pypi." + "org/simple"),
        ("a path of one machine", "open('/wo" + "rk/main/x')"),
        ("a private key", "-----BEGIN PRIVATE" + " KEY-----"),
        ("an access token", "ghp" + "_0123456789abcdef0123"),
        ("a written password", "password" + " = 'correct-horse'"),
        ("a real mobile number", "1380531" + "1234"),
        ("a resident's number", "37010219" + "800101123X"),
    ],
)
def test_each_pattern_finds_its_example(what: str, line: str) -> None:
    assert re.search(FOREIGN[what], line)
