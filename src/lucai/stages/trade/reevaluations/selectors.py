"""Reading second reviews."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from lucai.kernel import clock, money
from lucai.kernel.actors import SYSTEM, Side, Viewer
from lucai.kernel.errors import NotFound
from lucai.kernel.lifecycle import Offer
from lucai.law.methods import method
from lucai.platform.lives.offers import offers_of
from lucai.stages.trade.awards.selectors import settled_lots
from lucai.stages.trade.evaluations.selectors import EvaluationSheet, evaluations_of
from lucai.stages.trade.evaluations.selectors.reports import report_of
from lucai.stages.trade.panels.selectors import own_place
from lucai.stages.trade.projects.selectors import project_seen
from lucai.stages.trade.reevaluations.lifecycle import OPEN, OPINION, ORDER, REVIEW
from lucai.stages.trade.reevaluations.models import ReEvaluation, ReEvaluationOpinion
from lucai.stages.trade.reevaluations.rules import errors_of
from lucai.stages.trade.reevaluations.schemas import SOURCES

SIGNED = frozenset({"reported", "delivered"})


@dataclass(frozen=True, slots=True)
class OpinionLine:
    """A member's opinion, as far as the viewer may read it."""

    place: int
    state_label: str
    found: bool | None
    reason: str
    given_at: datetime | None
    own: bool


@dataclass(frozen=True, slots=True)
class RankLine:
    """One bid before and after."""

    supplier_name: str
    before: str
    after: str
    moved: bool


@dataclass(frozen=True, slots=True)
class ReviewSheet:
    """A second review as its page shows it."""

    project_number: str
    lot_number: int
    turn: int
    title: str
    state: str
    state_label: str
    ground_label: str
    source_label: str
    told: str
    bidder_name: str
    ordered_by: str
    ordered_at: datetime
    before_sha256: str
    after_sha256: str
    finding: str
    changed: bool | None
    concluded_at: datetime | None
    filing: str
    lines: tuple[RankLine, ...]
    opinions: tuple[OpinionLine, ...]
    offers: tuple[Offer, ...]

    @property
    def href(self) -> str:
        """Its page."""
        return f"/rooms/{self.project_number}/re-evaluation/{self.lot_number}/"

    @property
    def own(self) -> OpinionLine | None:
        """The opinion that the viewer still owes."""
        return next((one for one in self.opinions if one.own and one.found is None), None)

    @property
    def given(self) -> int:
        """How many members have given theirs."""
        return sum(one.given_at is not None for one in self.opinions)


@dataclass(frozen=True, slots=True)
class LotReviews:
    """A lot's second reviews, the last first, and why none can be ordered now; empty: it can."""

    lot_number: int
    lot_name: str
    reviews: tuple[ReviewSheet, ...]
    closed: str
    errors: dict[str, str]
    may_order: bool


def reviews_of(viewer: Viewer, project_number: str) -> list[ReviewSheet]:
    """List a project's second reviews that the viewer may see, by lot, the last first."""
    rows = ReEvaluation.objects.seen_by(viewer).filter(project_number=project_number)
    return _sheets(viewer, rows.order_by("lot_number", "-turn"))


def lots_reviewed(viewer: Viewer, project_number: str) -> list[LotReviews]:
    """Return every lot with its second reviews, and whether another may be ordered.

    Raises:
        NotFound: there is no such project, or the viewer may not see it.
    """
    method = project_seen(viewer, project_number).method
    found = reviews_of(viewer, project_number)
    settled = settled_lots(SYSTEM, project_number)
    orders = viewer.may(ORDER.permission) and not own_place(viewer, project_number)
    return [
        LotReviews(
            lot_number=one.lot_number,
            lot_name=one.lot_name,
            reviews=(own := tuple(r for r in found if r.lot_number == one.lot_number)),
            closed=_why_closed(
                method, one.state, settled=one.lot_number in settled,
                under_way=any(review.state in OPEN for review in own),
            ),
            errors=errors_of(method),
            may_order=orders,
        )
        for one in evaluations_of(viewer, project_number)
    ]  # fmt: skip


def lot_reviews(viewer: Viewer, project_number: str, lot_number: int) -> LotReviews:
    """Return a lot's second reviews, and whether another may be ordered.

    Raises:
        NotFound: the lot has no evaluation that the viewer may see.
    """
    lots = lots_reviewed(viewer, project_number)
    found = next((one for one in lots if one.lot_number == lot_number), None)
    if not found:
        raise NotFound("没有找到这一包的评审。")
    return found


def _why_closed(method: str, state: str, *, settled: bool, under_way: bool) -> str:
    """Say why a lot's report cannot be reviewed again now; empty where it can."""
    if not errors_of(method):
        return "这种采购方式没有重新评审的规定。"
    if under_way:
        return "这一包正在重新评审。"
    if state not in SIGNED:
        return "评审报告签署以后才能组织重新评审；签署以前由评审成员在汇总核对时当场更正。"
    if settled:
        return "中标、成交结果已经确定，不再重新评审；有异议的按质疑、投诉处理。"
    return ""


def review_row(viewer: Viewer, project_number: str, lot_number: int, *states: str) -> ReEvaluation:
    """Return the last second review of a lot (in one of these states), for this module's services.

    Raises:
        NotFound: there is none, or the viewer may not see it.
    """
    rows = ReEvaluation.objects.seen_by(viewer).filter(project_number=project_number)
    rows = rows.filter(state__in=states) if states else rows
    row = rows.filter(lot_number=lot_number).order_by("-turn").first()
    if not row:
        raise NotFound("没有找到这一包的重新评审。")
    return row


def has_reviews(viewer: Viewer, project_number: str) -> bool:
    """Whether the room has a tab: for who may order one or watches, and for who sees one."""
    if viewer.side is Side.SUPERVISOR or viewer.may(ORDER.permission):
        return True
    return bool(ReEvaluation.objects.seen_by(viewer).filter(project_number=project_number).exists())


def report_now(viewer: Viewer, project_number: str, lot_number: int) -> dict[str, Any]:
    """Return what a lot's report says, so that it can be repeated when another has taken its place."""
    report = report_of(viewer, project_number, lot_number)
    return {
        "sha256": report.sha256,
        "inputs": report.inputs,
        "calculation": list(report.calculation),
        "lines": [
            {"code": line.bid_code, "supplier": line.supplier_name, "rank": line.rank,
             "total": line.total_text, "price": line.price}
            for line in report.sheet.results
        ],
        "dissents": [{"place": place, "opinion": opinion} for place, opinion in report.dissents],
        "signed": {str(place): at.isoformat() for place, at in report.signed.items()},
    }  # fmt: skip


def report_lines(viewer: Viewer, project_number: str, lot_number: int) -> tuple[str, ...]:
    """Return what the new evaluation report says of the second reviews of its lot."""
    lines: list[str] = []
    for one in reversed(reviews_of(viewer, project_number)):
        if one.lot_number == lot_number:
            lines += _record(one)
    return tuple(lines)


def reviews_told(viewer: Viewer, project_number: str) -> list[dict[str, Any]]:
    """Return a project's second reviews for the archive, with both reports and every opinion."""
    rows = ReEvaluation.objects.seen_by(viewer).filter(project_number=project_number)
    whole = list(rows.order_by("lot_number", "turn").values(*_TOLD))
    opinions = ReEvaluationOpinion.objects.seen_by(viewer).filter(project_number=project_number)
    said = list(opinions.order_by("pk").values("review_id", "place", "found", "reason", "given_at"))
    return [
        {**row, "opinions": [one for one in said if one["review_id"] == row["id"]]} for row in whole
    ]


def _record(one: ReviewSheet) -> list[str]:
    at = one.ordered_at.astimezone(clock.BEIJING)
    lines = [
        f"{at:%Y-%m-%d %H:%M} 由{one.ordered_by}组织原评审委员会重新评审。",
        f"法定情形：{one.ground_label}。线索来源：{one.source_label}。发现的错误：{one.told}",
    ]
    lines += [
        f"{said.place} 号成员：{'存在错误' if said.found else '没有错误'}。理由：{said.reason}"
        for said in one.opinions
        if said.found is not None
    ]
    return [*lines, one.finding] if one.finding else lines


def _sheets(viewer: Viewer, rows: Iterable[ReEvaluation]) -> list[ReviewSheet]:
    kept = list(rows)
    said = ReEvaluationOpinion.objects.seen_by(viewer).filter(review__in=kept).order_by("place")
    opinions = list(said)
    return [_sheet(viewer, row, [o for o in opinions if o.review_id == row.pk]) for row in kept]


def _sheet(viewer: Viewer, row: ReEvaluation, said: list[ReEvaluationOpinion]) -> ReviewSheet:
    return ReviewSheet(
        **{name: getattr(row, name) for name in _SHARED},
        state_label=REVIEW.states[row.state],
        ground_label=errors_of(row.method).get(row.ground, row.ground),
        source_label=SOURCES.get(row.source, row.source),
        before_sha256=row.before.get("sha256", ""),
        after_sha256=row.after.get("sha256", ""),
        lines=tuple(_ranks(row)),
        opinions=tuple(_opinion(viewer, one) for one in said),
        offers=offers_of(
            viewer, REVIEW, row.state, None,
            project_number=row.project_number, lot_number=row.lot_number,
        ),
    )  # fmt: skip


def _opinion(viewer: Viewer, one: ReEvaluationOpinion) -> OpinionLine:
    own = bool(viewer.person) and one.person_id == viewer.person
    return OpinionLine(
        one.place, OPINION.states[one.state], one.found, one.reason, one.given_at, own
    )


def _ranks(row: ReEvaluation) -> list[RankLine]:
    now = {line["code"]: line for line in row.after.get("lines", ())}
    lines = []
    for line in row.before.get("lines", ()):
        later = now.get(line["code"])
        before, after = _said(line), _said(later) if later else ""
        lines.append(RankLine(line["supplier"], before, after, bool(after) and before != after))
    return lines


def _said(line: dict[str, Any]) -> str:
    if line["rank"] is None:
        return "无效"
    price = f"{money.yuan(line['price'])} 元"
    return f"第 {line['rank']} 名，{line['total'] + ' 分' if line['total'] else price}"


_SHARED = (
    "project_number", "lot_number", "turn", "title", "state", "told", "bidder_name", "ordered_by",
    "ordered_at", "finding", "changed", "concluded_at", "filing",
)  # fmt: skip
_TOLD = (
    "id", "lot_number", "turn", "ground", "source", "told", "bid_code", "bidder_name",
    "ordered_by", "ordered_at", "before", "after", "changed", "finding", "concluded_at", "filing",
    "state",
)  # fmt: skip


def bids_to_name(session: EvaluationSheet) -> list[tuple[str, str]]:
    """List whom the error may be about: who was ranked, and who was left out where it can be mended.

    Who was left out of a negotiation has given no last quote: such a procurement begins anew.
    """
    ranked = [(line.bid_code, line.supplier_name) for line in session.results if line.valid]
    if method(session.method).negotiates:
        return ranked
    out = [
        (line.bid_code, f"{line.supplier_name}（已作无效处理）")
        for line in session.results
        if not line.valid
    ]
    return [*ranked, *out]
