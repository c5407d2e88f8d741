"""Blanks of tender documents, and the bands of subjective factors."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from importlib.resources import files
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lucai.kernel import clock
from lucai.kernel.actors import Actor
from lucai.kernel.errors import InvalidInput, WrongState
from lucai.law.citations import Citation
from lucai.law.unfair_forms import Passage, unfair_leads
from lucai.stages.trade.documents import blanks, services
from lucai.stages.trade.documents.bands import parse_bands, show_bands
from lucai.stages.trade.documents.blanks import blank, codes
from lucai.stages.trade.documents.selectors import document_seen
from tests.makers import people, trade

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _on_a_working_day(db: None) -> Iterator[None]:
    with clock.at(clock.moment(date(2026, 6, 1), 10)):
        yield


def agency() -> Actor:
    return people.actor(people.agency())


WORKS = {
    "works_part": "separate",
    "method": "consultation",
    "method_case": "consultation.works",
    "method_reason": "不属于依法必须招标的工程",
}
"""Works come here only where they are not tendered (GP-SCO-03)."""


# --- blanks --------------------------------------------------------------------------------


@pytest.mark.parametrize("code", codes())
def test_every_clause_of_a_blank_has_its_own_id_and_known_articles(code: str) -> None:
    clauses = blank(code).clauses
    assert len({clause.id for clause in clauses}) == len(clauses)
    assert all(Citation.parse(basis).label for clause in clauses for basis in clause.basis)
    assert {chapter.key for chapter in blank(code).chapters} == {
        "instructions", "needs", "evaluation", "contract_text", "bid_format",
    }  # fmt: skip


OWN_METHODS = sorted(path.stem for path in (files(blanks) / "methods").iterdir())


@pytest.mark.parametrize("method", ["open", *OWN_METHODS])
@pytest.mark.parametrize("code", codes())
def test_no_clause_of_the_house_is_itself_a_lead_of_the_clause_check(
    code: str, method: str
) -> None:
    passages = [
        Passage(clause.id, clause.text)
        for chapter in blank(code, method).chapters
        for clause in chapter.clauses
    ]
    assert passages
    assert unfair_leads(passages, on=date(2026, 6, 1)) == ()


@pytest.mark.parametrize("code", codes())
def test_no_word_of_a_blank_stays_unfilled_in_a_complete_document(code: str) -> None:
    kind = blank(code).object_kind
    number = trade.commissioned_project(1, object_kind=kind, **(WORKS if kind == "works" else {}))
    services.draft_document(agency(), project_number=number, blank_code=code)
    terms = trade.terms(number, 1, sme_rate=Decimal(4 if kind == "works" else 10))
    services.edit_terms(agency(), project_number=number, content=terms)
    services.edit_timing(agency(), project_number=number, content=trade.timing(number))
    chapters = document_seen(people.agency(), number).chapters
    shown = "".join(clause.shown for chapter in chapters for clause in chapter.clauses)
    assert "〔" not in shown.replace("〔20", "")
    assert "待填写" not in shown


def test_a_blank_must_suit_the_object() -> None:
    number = trade.commissioned_project(1)
    with pytest.raises(InvalidInput):
        services.draft_document(agency(), project_number=number, blank_code="services")


def test_a_document_begins_only_after_the_commission_and_only_once() -> None:
    proposed = trade.proposed_project(1)
    with pytest.raises(WrongState):
        services.draft_document(agency(), project_number=proposed, blank_code="goods")
    number = trade.drafted_project(1)
    with pytest.raises(WrongState):
        services.draft_document(agency(), project_number=number, blank_code="goods")


# --- bands ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("优 8-10 好", "不是一档"),
        ("优 | 9～10 | 好\n良 | 8～9.5 | 较好", "重叠"),
        ("优 | 8～9 | 好", "到达本项分值"),
        ("优 | 10～8 | 好", "低于|高于"),
        ("优 | 8.001～10 | 好", "两位小数"),
    ],
)
def test_a_band_that_cannot_be_is_named(text: str, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        parse_bands(text, Decimal(10))


@given(
    cuts=st.lists(st.integers(0, 1000), min_size=1, max_size=5, unique=True),
    weight=st.integers(1001, 9999),
)
def test_bands_that_join_up_are_read_back_as_typed(cuts: list[int], weight: int) -> None:
    edges = [*sorted(cuts), weight]
    bands = [
        {"name": f"档{i}", "least": low, "most": high, "standard": "标准"}
        for i, (low, high) in enumerate(pairwise(edges))
    ]
    read = parse_bands(show_bands(bands), Decimal(weight) / 100)
    assert [(b.least, b.most) for b in read] == [(b["least"], b["most"]) for b in reversed(bands)]
