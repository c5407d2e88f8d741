"""Where evidence points to: the file and the page, or nowhere rather than to the wrong place."""

import pytest

from lucai.stages.trade.bids.selectors.opened import FileLine
from lucai.stages.trade.evaluations.citing import Cited, cited


def file(pk: int, part: str, label: str, name: str) -> FileLine:
    return FileLine(pk, part, label, name, 1, "", "")


TECHNICAL = file(1, "technical", "技术部分", "技术方案.pdf")
PRICE = file(2, "business", "商务部分", "商务文件.pdf")


@pytest.mark.parametrize(
    ("evidence", "kind", "found"),
    [
        ("技术部分第 38 页", "", Cited(1, 38)),
        ("见技术方案第37-39页", "business", Cited(1, 37)),
        ("商务文件 P12", "", Cited(2, 12)),
        ("第 3 页", "business", Cited(2, 3)),
        ("第 3 页", "", None),
        ("营业执照扫描件", "technical", None),
        ("", "technical", None),
    ],
)
def test_evidence_names_a_file_and_a_page_or_nothing(
    evidence: str, kind: str, found: Cited | None
) -> None:
    assert cited(evidence, (TECHNICAL, PRICE), kind) == found


def test_the_only_file_is_meant_where_none_is_named() -> None:
    assert cited("第 3 页", (TECHNICAL,)) == Cited(1, 3)
