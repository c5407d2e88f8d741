"""``lucai law``: the law on the command line, JSON out."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any, TextIO

from lucai.law.ask import answer
from lucai.law.explain import rule_page
from lucai.law.replay import score_file
from lucai.law.rules import coverage, outside
from lucai.law.status import NoSuchRule

WRONG = 1


def main(argv: Sequence[str] | None = None) -> int:
    """Run one verb of ``lucai law``; return 0, or 1 where the law refuses."""
    options = _parser().parse_args(argv)
    _speak_utf8()
    return int(options.run(options))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="lucai law", description="ask the law")
    verbs = parser.add_subparsers(dest="verb", required=True)
    count = verbs.add_parser("workdays", help="count 工作日 from a day")
    count.add_argument("--from", dest="start", required=True, metavar="DATE")
    count.add_argument("--plus", required=True, type=int, metavar="DAYS")
    count.set_defaults(run=_workdays)
    term = verbs.add_parser("deadline", help="count a rule's duration from a day")
    term.add_argument("rule", metavar="RULE")
    term.add_argument("--from", dest="start", required=True, metavar="DATE")
    term.add_argument("--name", help="which duration of the rule")
    term.set_defaults(run=_deadline)
    score = verbs.add_parser("score", help="score a file of bids")
    score.add_argument("file", type=Path, metavar="FILE")
    score.set_defaults(run=_score)
    show = verbs.add_parser("show", help="show a rule, its articles and its parameters")
    show.add_argument("rule", metavar="RULE")
    show.set_defaults(run=_show)
    cover = verbs.add_parser("coverage", help="which binding rules are enforced")
    cover.add_argument("--json", action="store_true")
    cover.set_defaults(run=_coverage)
    ask = verbs.add_parser("ask", help="answer one JSON question a line from standard input")
    ask.set_defaults(run=_ask)
    return parser


def _speak_utf8() -> None:
    for stream in (sys.stdin, sys.stdout):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8")


def _workdays(options: argparse.Namespace) -> int:
    return _tell(answer({"ask": "workdays", "from": options.start, "plus": options.plus}))


def _deadline(options: argparse.Namespace) -> int:
    question = {"ask": "deadline", "rule": options.rule, "from": options.start}
    return _tell(answer(question | ({"name": options.name} if options.name else {})))


def _score(options: argparse.Namespace) -> int:
    try:
        sheet = read_json(options.file.read_text(encoding="utf-8-sig"))
    except OSError:
        return _tell({"error": f"读不到文件“{options.file}”。"})
    except ValueError:
        return _tell({"error": "文件不是有效的JSON。"})
    return _tell(score_file(sheet))


def _show(options: argparse.Namespace) -> int:
    try:
        return _tell(rule_page(options.rule))
    except NoSuchRule as error:
        return _tell({"error": str(error)})


def _coverage(options: argparse.Namespace) -> int:
    found = coverage()
    if options.json:
        return _tell(
            {
                "binding": list(found.binding),
                "covered": list(found.covered),
                "uncovered": list(found.uncovered),
                "structural": list(found.structural),
                "outside": outside(),
            }
        )
    print(f"约束性规则{len(found.binding)}条，已由程序执行{len(found.covered)}条。")
    print(f"其中{len(found.structural)}条由程序的结构保证，没有单独的判定。")
    for rule_id in found.uncovered:
        print(f"未执行：{rule_id} {rule_page(rule_id)['title']}")
    for rule_id, why in outside().items():
        print(f"不在本系统办理：{rule_id} {why}")
    return 0


def _ask(_options: argparse.Namespace) -> int:
    answer_lines(sys.stdin, sys.stdout)
    return 0


def answer_lines(questions: Iterable[str], answers: TextIO) -> None:
    """Answer one JSON object a line, one line each; empty lines are passed over."""
    for line in questions:
        if line.strip():
            answers.write(_json(_answer_line(line)) + "\n")
            answers.flush()


def _answer_line(line: str) -> Mapping[str, Any]:
    try:
        question = read_json(line)
    except (ValueError, RecursionError):
        return {"error": "这一行不是有效的JSON。"}
    return answer(question)


def read_json(text: str) -> Any:
    """Read JSON with exact decimals."""
    return json.loads(text.lstrip("\ufeff"), parse_float=Decimal)


def _json(value: Mapping[str, Any], indent: int | None = None) -> str:
    return json.dumps(value, ensure_ascii=False, indent=indent)


def _tell(value: Mapping[str, Any]) -> int:
    print(_json(value, indent=2))
    return WRONG if "error" in value else 0


if __name__ == "__main__":
    sys.exit(main())
