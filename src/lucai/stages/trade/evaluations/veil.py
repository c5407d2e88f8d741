"""What is left of a bid where its technical part is judged without names. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from lucai.kernel.errors import NotFound
from lucai.stages.trade.bids.selectors import BidSheet
from lucai.stages.trade.bids.selectors.opened import FileLine, ResponseLine
from lucai.stages.trade.evaluations.citing import cited
from lucai.stages.trade.evaluations.terms import TECHNICAL

HIDDEN = "■■■"
"""What stands in a text where the bidder has written its own name."""


def masked(mask: str) -> str:
    """Return what stands in the place of a bidder's name."""
    return f"暗标 {mask}"


def contents_for(
    found: list[BidSheet], masks: Mapping[str, str], *, veiled: bool
) -> dict[str, BidSheet]:
    """Return what was bid by the code under which it is read."""
    if not veiled:
        return {bid.code: bid for bid in found}
    named = {bid.code: without_dark(bid) for bid in found}
    return {**named, **{m: veiled_sheet(b, m) for b in found if (m := masks.get(b.code, ""))}}


def without_dark(content: BidSheet) -> BidSheet:
    """Leave out what is judged without names."""
    return replace(
        content,
        responses=tuple(one for one in content.responses if one.kind != TECHNICAL),
        files=tuple(one for one in content.files if one.part != TECHNICAL),
        content={},
    )


def veiled_sheet(content: BidSheet, mask: str) -> BidSheet:
    """Return a bid's dark part alone, with nothing that says whose it is."""
    files = [one for one in content.files if one.part == TECHNICAL]
    return replace(
        content,
        code=mask,
        supplier_id=0,
        supplier_name=masked(mask),
        supplier_uscc="",
        submitted_at=content.opened_at,
        envelope="",
        sha256="",
        sm3="",
        price=0,
        items=(),
        delivery_days=0,
        validity_days=0,
        contact="",
        phone="",
        sme_label="",
        consortium="",
        members=(),
        party=masked(mask),
        subcontract="",
        responses=tuple(
            _veiled_answer(content, one) for one in content.responses if one.kind == TECHNICAL
        ),
        claims=(),
        files=tuple(_veiled_file(one, place) for place, one in enumerate(files, 1)),
        bond=0,
        findings=(),
        content={},
    )


def file_behind(content: BidSheet, place: int) -> FileLine:
    """Return the technical file that stands at a place of a dark part.

    Raises:
        NotFound: there are not so many.
    """
    files = [one for one in content.files if one.part == TECHNICAL]
    if not 1 <= place <= len(files):
        raise NotFound("没有找到这个文件。")
    return files[place - 1]


def veiled_name(file: FileLine, place: int) -> str:
    """Return what a file of a dark part is called."""
    return _numbered("技术文件", place, file.name)


def veiled_paper(name: str, place: int) -> str:
    """Return what a paper is called that came with an answer about a dark part."""
    return _numbered("附件", place, name)


def _numbered(word: str, place: int, name: str) -> str:
    return f"{word}{place}.{name.rpartition('.')[2].lower()}"


def _veiled_file(file: FileLine, place: int) -> FileLine:
    return replace(file, file_id=place, name=veiled_name(file, place), size=0, sha256="", sm3="")


def _veiled_answer(content: BidSheet, answer: ResponseLine) -> ResponseLine:
    """Keep an answer without its bidder's name; evidence is cited by the file's place."""
    files = [one for one in content.files if one.part == TECHNICAL]
    place = cited(answer.evidence, files, answer.kind)
    at = next((n for n, f in enumerate(files, 1) if place and f.file_id == place.file_id), 0)
    evidence = f"技术文件{at}第 {place.page} 页" if place and at else ""
    said = answer.response.replace(content.supplier_name, HIDDEN)
    return replace(answer, response=said, evidence=evidence)
