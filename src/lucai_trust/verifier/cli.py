"""``lucai-verify package.zip``: every claim of a verification package, offline.

Exit code 0 when nothing failed, 1 when a claim failed, 2 when there was nothing to judge.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from lucai_trust.errors import TrustError
from lucai_trust.verifier import (
    Broken,
    Finding,
    Package,
    TrustFile,
    Verdict,
    judge_package,
    open_archive,
)

MARKS = {
    Verdict.PASSED: "成立　",
    Verdict.FAILED: "不成立",
    Verdict.NOT_APPLICABLE: "不适用",
}
LARGEST_GIVEN = 1 << 24


def main(argv: Sequence[str] | None = None) -> int:
    """Judge one package and print what came of it; return the exit code."""
    _speak_utf8()
    options = _parser().parse_args(argv)
    try:
        package = Package(open_archive(options.package))
        trust = _trust(package, options.trust)
        receipts = [_given(place) for place in options.receipt]
    except (Broken, TrustError, OSError) as error:
        sys.stderr.write(f"lucai-verify: 读不了这个文件：{error}\n")
        return 2
    findings = judge_package(package, trust, receipts)
    basis = "given" if options.trust else "own"
    say = _say_json if options.json else _say
    say(package.index.tender, basis, findings)
    return 1 if any(each.verdict is Verdict.FAILED for each in findings) else 0


def _trust(package: Package, given: Path | None) -> TrustFile:
    encoded = _given(given) if given else package.own_trust()
    if encoded is None:
        raise Broken("no_trust", "核验包没有自带信任文件，请用 --trust 给出")
    return TrustFile.parse(encoded)


def _given(place: Path) -> bytes:
    with place.open("rb") as file:
        content = file.read(LARGEST_GIVEN + 1)
    if len(content) > LARGEST_GIVEN:
        raise Broken("file_too_large", f"文件 {place.name} 过大")
    return content


def _say(tender: str, basis: str, findings: list[Finding]) -> None:
    lines = [f"项目 {tender}"]
    if basis == "own":
        lines.append(
            "用的是核验包自带的信任文件：只能说明核验包自身一致，请另行核对平台和见证人的公钥"
        )
    lines += [
        f"{MARKS[each.verdict]} {each.claim:>3} {each.title}\n           {each.why}"
        for each in findings
    ]
    failed = [each.claim for each in findings if each.verdict is Verdict.FAILED]
    lines.append(f"不成立：{'、'.join(failed)}" if failed else "适用的各项都成立")
    sys.stdout.write("\n".join(lines) + "\n")


def _say_json(tender: str, basis: str, findings: list[Finding]) -> None:
    failed = [each.claim for each in findings if each.verdict is Verdict.FAILED]
    told = {
        "tender": tender,
        "trust": basis,
        "failed": failed,
        "claims": [each.to_json() for each in findings],
    }
    sys.stdout.write(json.dumps(told, ensure_ascii=False, indent=1) + "\n")


def _speak_utf8() -> None:
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="lucai-verify", description="核验一个项目的开标核验包，不连网"
    )
    parser.add_argument("package", type=Path, help="核验包（.zip 或解开的文件夹）")
    parser.add_argument("--trust", type=Path, help="信任文件；不给时用核验包自带的")
    parser.add_argument(
        "--receipt",
        type=Path,
        action="append",
        default=[],
        help="另给一张回执，核对它没有被漏掉；可以给多次",
    )
    parser.add_argument("--json", action="store_true", help="输出 JSON")
    return parser


if __name__ == "__main__":
    sys.exit(main())
