"""Files of framework agreements: from the plan to the summary, with the disputes about all that.

Law: 政府采购法 第四十二条, 财政部令第110号. A framework is shown to pages and papers as a
procurement whose lots are its packages; the orders under it have files of their own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from functools import partial

from lucai.kernel.actors import SYSTEM, Side, Viewer
from lucai.kernel.errors import NotFound
from lucai.platform.journal.selectors import object_timeline, project_timeline
from lucai.stages.archive.packages.dossier import (
    FRAMEWORK,
    FRAMEWORK_LIVES,
    Dossier,
    Piece,
    Source,
    eyes_of,
)
from lucai.stages.archive.packages.plain import as_json
from lucai.stages.archive.packages.proof_sources import nonces_of, round_proof
from lucai.stages.archive.packages.trade_sources import DRAWS, repeatable
from lucai.stages.trade.challenges.kinds import Kind, kind_of
from lucai.stages.trade.frameworks.numbering import call_key, round_number
from lucai.stages.trade.frameworks.papers import agreement_pdf
from lucai.stages.trade.frameworks.selectors import (
    FrameworkSheet,
    filings_of,
    framework_seen,
    responses_seen,
)
from lucai.stages.trade.frameworks.selectors.enquiries import enquiry_list
from lucai.stages.trade.groups.selectors import draw_records, given_up_draws
from lucai.stages.trade.groups.selectors.reviewing import review_seen
from lucai.stages.trade.projects import rooms
from lucai.stages.trade.projects.selectors import Frame, LotCard, ProjectCard

MOST = 100_000
OVER = frozenset({"summarised", "ended"})
PLAN, DOCUMENTS, BIDS, EVALUATION = "01-预算与计划", "02-采购文件", "04-投标文件", "06-评审"
RESULT, CONTRACT, RECORD = "07-结果与通知书", "09-合同", "99-过程日志"


class FrameworkSubject(ProjectCard):
    """A framework as files and their pages read it."""

    __slots__ = ()

    @property
    def href(self) -> str:
        """The framework's page."""
        return f"/frameworks/{self.number}/"


def is_of_framework(number: str) -> bool:
    """Whether a number is a framework's own."""
    return kind_of(number) is Kind.FRAMEWORK


def framework_subject(viewer: Viewer, number: str) -> FrameworkSubject:
    """Return a framework in the shape of a project.

    Raises:
        NotFound: there is none, or the viewer may not see it.
    """
    sheet = framework_seen(viewer, number)
    card = sheet.card
    by_agency = card.organiser_side == Side.AGENCY
    ended = card.state == "ended"
    state = "ended" if ended else "completed" if card.state in OVER else "announced"
    timeline = object_timeline(SYSTEM, FRAMEWORK_LIVES[0], number, limit=1)
    since = timeline[0].at if timeline else card.announced_at
    assert since
    total = sum(one.ceiling * one.estimated_quantity for one in sheet.packages)
    return FrameworkSubject(
        number=number, ocid=card.ocid, title=card.title, plan_number="", intention_code="",
        intention_exempt=True, buyer_id=card.organiser_id,
        buyer_path="" if by_agency else card.organiser_path, buyer_name=card.organiser_name,
        agency_id=card.organiser_id if by_agency else 0, agency_name=card.organiser_name,
        finance_id=card.finance_id, region=card.region, object_kind=card.object_kind,
        method=f"framework_{card.kind}", method_case="", sole_supplier="", evaluation_method="",
        organisation_form="", budget=total, ceiling=total, prequalification_at=None,
        tender_published_at=card.announced_at, bid_deadline=None, opened_at=None,
        ended_reason=sheet.ended_reason, state=state, state_label=card.tag["text"],
        state_since=since, lots=tuple(_lots(sheet, alive=not ended)),
    )  # fmt: skip


def framework_frame(viewer: Viewer, number: str) -> Frame:
    """Return what a page of a framework's file shows round its content.

    Raises:
        NotFound: there is none, or the viewer may not see it.
    """
    card = framework_subject(viewer, number)
    tabs = (
        rooms.Tab("framework", "框架协议", card.href, current=False),
        rooms.Tab("archive", "归档", f"/rooms/{number}/archive/", current=True),
    )
    return Frame(card, rooms.spine(card.state), tabs)


def framework_dossier(viewer: Viewer, number: str) -> Dossier:
    """Return a framework as its file is gathered from: its calls, members, filings and disputes.

    Raises:
        NotFound: there is none, or the viewer may not see it.
    """
    subject = framework_subject(viewer, number)
    sheet = framework_seen(SYSTEM, number)
    lives = zip(
        FRAMEWORK_LIVES,
        (
            [number], [call_key(number, call.round) for call in sheet.calls],
            [member.key for member in sheet.members],
            [f"{number}-B{one.place}" for one in filings_of(SYSTEM, number)],
        ),
        strict=True,
    )  # fmt: skip
    own = [
        entry
        for life, keys in lives
        for key in keys
        for entry in object_timeline(SYSTEM, life, key, limit=MOST)
    ]
    entries = [*project_timeline(SYSTEM, number, limit=MOST), *own]
    newest = sorted(entries, key=lambda entry: entry.at, reverse=True)
    return Dossier(eyes_of(subject), subject, tuple(newest), FRAMEWORK)


def _lots(sheet: FrameworkSheet, *, alive: bool) -> Iterator[LotCard]:
    for one in sheet.packages:
        worth = one.ceiling * one.estimated_quantity
        yield LotCard(
            number=one.number, name=one.name, budget=worth, ceiling=worth, sme_reserved=False,
            state="active" if alive else "failed", state_label="", reason="", items=(),
        )  # fmt: skip


def _sheet(dossier: Dossier) -> FrameworkSheet:
    sheet = framework_seen(SYSTEM, dossier.number)
    return replace(sheet, offers=(), refill=None, suspensions=())


def _plan(dossier: Dossier) -> Iterator[Piece]:
    yield Piece("框架协议采购方案和征集文件.json", as_json(_sheet(dossier)))


def _corrections(dossier: Dossier) -> Iterator[Piece]:
    if made := _sheet(dossier).corrections:
        yield Piece("征集文件更正.json", as_json(made))
    if asked := enquiry_list(SYSTEM, dossier.number):
        yield Piece("询问和答复.json", as_json(asked))


def _responses(dossier: Dossier) -> Iterator[Piece]:
    for call in _sheet(dossier).calls:
        if found := responses_seen(SYSTEM, dossier.number, call.round):
            plain = [replace(one, offers=()) for one in found]
            yield Piece(f"征集{call.round}-响应文件.json", as_json(plain))
        for package in _sheet(dossier).packages:
            number = round_number(dossier.number, call.round)
            name = f"征集响应核验包-征集{call.round}-包{package.number}.zip"
            yield from round_proof(name, number, package.number)


def _review(dossier: Dossier) -> Iterator[Piece]:
    for call in _sheet(dossier).calls:
        key = call_key(dossier.number, call.round)
        if review := review_seen(SYSTEM, key):
            yield Piece(f"征集{call.round}-评审报告.json", as_json(review))
        with suppress(NotFound):
            told = repeatable(key, draw_records(SYSTEM, key), given_up_draws(SYSTEM, key))
            yield Piece(f"{DRAWS[1]}-征集{call.round}.json", told)
        yield from nonces_of(key)


def _agreements(dossier: Dossier) -> Iterator[Piece]:
    sheet = framework_seen(SYSTEM, dossier.number)
    for member in sheet.members:
        if member.signed_at:
            paper = partial(agreement_pdf, SYSTEM, sheet, member)
            yield Piece(f"框架协议-{member.key}.pdf", paper)
    if filed := filings_of(SYSTEM, dossier.number):
        yield Piece("备案.json", as_json([replace(one, offers=()) for one in filed]))


def _summary(dossier: Dossier) -> Iterator[Piece]:
    sheet = framework_seen(SYSTEM, dossier.number)
    yield Piece(
        "入围供应商和成交汇总.json", as_json({"members": sheet.members, "deals": sheet.deals})
    )


def sources() -> Iterable[Source]:
    """Return the papers that only the file of a framework has."""
    only, organiser = frozenset({FRAMEWORK}), "征集人"
    return (
        Source(key="framework_plan", group=PLAN, title="框架协议采购方案、征集文件", read=_plan,
               owner=organiser, since="begun", files=only),
        Source(key="framework_corrections", group=DOCUMENTS, title="征集文件更正、询问和答复",
               read=_corrections, owner=organiser, files=only),
        Source(key="framework_responses", group=BIDS, title="响应文件和核验包", read=_responses,
               owner="供应商", files=only),
        Source(key="framework_review", group=EVALUATION, title="评审专家抽取记录、评审报告",
               read=_review, owner=organiser, files=only),
        Source(key="framework_members", group=RESULT, title="入围和成交汇总", read=_summary,
               owner=organiser, since="begun", files=only),
        Source(key="framework_agreements", group=CONTRACT, title="框架协议、备案",
               read=_agreements, owner=organiser, files=only),
    )  # fmt: skip
