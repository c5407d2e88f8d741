"""``lucai law`` on the command line: JSON in, JSON out, Chinese kept readable."""

import io
import json
from pathlib import Path
from typing import Any

import pytest

from lucai.law.cli import answer_lines, main


def told(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, dict[str, Any]]:
    code = main(arguments)
    return code, json.loads(capsys.readouterr().out)


def test_workdays_are_told_with_reasons(capsys: pytest.CaptureFixture[str]) -> None:
    code, found = told(capsys, "workdays", "--from", "2026-02-12", "--plus", "5")
    assert code == 0
    assert found["date"] == "2026-02-26"
    assert found["skipped"][0] == {"date": "2026-02-15", "reason": "春节"}


def test_a_refusal_is_told_and_fails(capsys: pytest.CaptureFixture[str]) -> None:
    code, found = told(capsys, "workdays", "--from", "2026-12-30", "--plus", "5")
    assert code == 1
    assert "2027年" in found["error"]


def test_a_deadline_is_told_with_its_articles(capsys: pytest.CaptureFixture[str]) -> None:
    code, found = told(capsys, "deadline", "GP-TEN-03", "--from", "2026-02-12")
    assert code == 0
    assert found["date"] == "2026-03-04"
    assert found["cites"] == ["政府采购法/35"]
    assert found["basis"] == "《政府采购法》第三十五条"


def test_a_named_duration_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    _, found = told(capsys, "deadline", "CMP-03", "--from", "2025-11-03", "--name", "reject")
    assert found["date"] == "2025-11-06"


def test_a_rule_is_shown_with_its_parameters(capsys: pytest.CaptureFixture[str]) -> None:
    _, found = told(capsys, "show", "GP-TEN-03")
    assert found["parameters"][0]["rows"][0]["value"] == 20
    assert found["cites"][0]["label"] == "《政府采购法》第三十五条"
    assert {"name", "sentence"} <= set(found["rules"][0])


def test_an_unknown_rule_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    code, found = told(capsys, "show", "GP-NIX-01")
    assert code == 1
    assert "GP-NIX-01" in found["error"]


def test_coverage_is_told_as_json_and_as_text(capsys: pytest.CaptureFixture[str]) -> None:
    code, found = told(capsys, "coverage", "--json")
    assert code == 0
    assert set(found) == {"binding", "covered", "uncovered", "structural", "outside"}
    assert main(["coverage"]) == 0
    assert "约束性规则" in capsys.readouterr().out


def test_questions_are_answered_line_by_line() -> None:
    questions = [
        '{"ask": "uscc", "code": "91330100799655058B"}\n',
        "\n",
        "not json\n",
        '{"ask": "cap", "rule": "GP-BON-01", "base": 1234567.00}\n',
    ]
    answers = io.StringIO()
    answer_lines(questions, answers)
    lines = [json.loads(line) for line in answers.getvalue().splitlines()]
    assert ["why" in lines[0], "error" in lines[1], "max" in lines[2]] == [True] * 3
    assert lines[2]["max"] == "24691.34"


SHEET = {
    "date": "2026-05-01",
    "object": "goods",
    "method": "open",
    "weight": 30,
    "criteria": [
        {"key": "plan", "name": "方案", "weight": 60},
        {"key": "record", "name": "业绩", "weight": 10, "objective": True},
    ],
    "bids": [
        {
            "bidder": "甲",
            "price": 100,
            "micro": True,
            "smeRate": 0.1,
            "scores": {"plan": [50, 51, 51], "record": [8, 8, 8]},
        },
        {"bidder": "乙", "price": 95, "scores": {"plan": [52, 50, 55], "record": [9, 9, 9]}},
    ],
}


def scored(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], sheet: dict[str, object]
) -> tuple[int, dict[str, Any]]:
    file = tmp_path / "sheet.json"
    file.write_text(json.dumps(sheet), encoding="utf-8")
    return told(capsys, "score", str(file))


def test_a_score_file_gives_scores_ranks_and_the_calculation(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, found = scored(tmp_path, capsys, SHEET)
    assert code == 0
    assert found["priceScores"] == {"甲": "30.00", "乙": "28.42"}
    assert found["averages"]["甲"] == {"plan": "50.67", "record": "8.00"}
    assert found["totals"] == {"甲": "88.67", "乙": "89.75"}
    assert found["ranks"] == {"甲": 2, "乙": 1}
    assert found["calculation"][-1] == "乙总得分：价格28.42 ＋ 方案52.33 ＋ 业绩9.00 ＝ 89.75分。"


def test_a_score_file_of_prices_alone_is_a_price_score(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sheet = {key: value for key, value in SHEET.items() if key != "criteria"}
    _, found = scored(tmp_path, capsys, sheet)
    assert found["scores"] == {"甲": "30.00", "乙": "28.42"}


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"weight": 35}, "105分"),
        ({"bids": []}, "没有可供评审的报价"),
        ({"bids": [{"bidder": "甲", "price": 1, "scores": {"plan": [61], "record": [1]}}]}, "超出"),
        (
            {"bids": [{"bidder": "甲", "price": 1, "scores": {"plan": [6], "record": [1, 2]}}]},
            "一致",
        ),
        ({"bids": [{"bidder": "甲", "price": 1, "scores": {"plan": [6]}}]}, "没有评分"),
    ],
)
def test_a_wrong_score_file_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], change: dict[str, object], word: str
) -> None:
    code, found = scored(tmp_path, capsys, SHEET | change)
    assert code == 1
    assert word in found["error"]


def test_a_missing_or_broken_file_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert told(capsys, "score", str(tmp_path / "none.json"))[0] == 1
    broken = tmp_path / "broken.json"
    broken.write_text("{", encoding="utf-8")
    assert "JSON" in told(capsys, "score", str(broken))[1]["error"]
