"""The desks at which people check and score: one bid with what is asked, answered and found."""

from __future__ import annotations

from dataclasses import dataclass

from lucai.kernel.actors import Viewer
from lucai.kernel.errors import NotFound
from lucai.law.brands import brand_key
from lucai.law.status import LawRefuses
from lucai.stages.trade.bids.selectors import BidSheet
from lucai.stages.trade.evaluations.citing import Cited, cited
from lucai.stages.trade.evaluations.claims import ClaimShown, claim_shown
from lucai.stages.trade.evaluations.computing import inputs_of, read_inputs
from lucai.stages.trade.evaluations.models import ComplianceFinding, QualificationFinding, Score
from lucai.stages.trade.evaluations.ranking import SUBJECTIVE, price_points
from lucai.stages.trade.evaluations.selectors.dark import real_code
from lucai.stages.trade.evaluations.selectors.rows import Whole
from lucai.stages.trade.evaluations.selectors.shapes import BidLine, EvaluationSheet
from lucai.stages.trade.evaluations.selectors.sheets import (
    bid_contents,
    gaps_of,
    sheet_with_rows,
)
from lucai.stages.trade.evaluations.selectors.together import Lead, leads_about
from lucai.stages.trade.evaluations.terms import (
    Check,
    Criterion,
    Part,
    points,
    requirement_of,
)


@dataclass(frozen=True, slots=True)
class Opinion:
    """What another member found or gave, by place."""

    place: int
    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class CheckLine:
    """A requirement, the bidder's answer, and the finding so far (empty: none yet)."""

    number: str
    name: str
    text: str
    wanted: str
    response: str
    deviation: str
    deviation_label: str
    evidence: str
    passed: str
    reason: str
    others: tuple[Opinion, ...]
    proven: bool = False


@dataclass(frozen=True, slots=True)
class FindingsDesk:
    """The desk of a qualification or compliance check of one bid."""

    sheet: EvaluationSheet
    bid: BidLine
    content: BidSheet
    checks: tuple[CheckLine, ...]
    editable: bool
    following: str
    leads: tuple[Lead, ...]

    @property
    def done(self) -> int:
        """How many requirements have a finding."""
        return sum(bool(check.passed) for check in self.checks)

    @property
    def left(self) -> int:
        """How many have none."""
        return len(self.checks) - self.done


@dataclass(frozen=True, slots=True)
class FactorDesk:
    """A factor on a member's score sheet; ``given`` empty: not yet."""

    criterion: Criterion
    given: str
    band: str
    reason: str
    corrected: str
    by_system: bool
    hint: str
    others: tuple[Opinion, ...]
    apart: bool
    figure: str = ""
    claim: ClaimShown | None = None


@dataclass(frozen=True, slots=True)
class ScoreDesk:
    """The desk at which a member scores one bid, factor by factor."""

    sheet: EvaluationSheet
    bid: BidLine
    content: BidSheet
    factors: tuple[FactorDesk, ...]
    current: FactorDesk
    total: str
    totals: dict[str, str]
    missing: int
    editable: bool
    correcting: bool
    following: tuple[str, int] | None

    @property
    def wording(self) -> str:
        """The method in whose words the desk speaks; empty for the open tender's."""
        return "" if self.sheet.method == "open" else self.sheet.method

    @property
    def bids(self) -> tuple[BidLine, ...]:
        """The bids that are scored beside this one, under names or under codes as it is."""
        among = self.sheet.dark_bids if self.bid.dark else self.sheet.bids
        return tuple(bid for bid in among if bid.compliant)

    @property
    def cited(self) -> dict[str, Cited]:
        """Requirement number → the page that the bidder cites, where it can be told."""
        files = self.content.files
        found = {r.number: cited(r.evidence, files, r.kind) for r in self.content.responses}
        return {number: place for number, place in found.items() if place}

    @property
    def before(self) -> int:
        """The factor to mark before this one; 0: none."""
        return self._beside(-1)

    @property
    def after(self) -> int:
        """The factor to mark after this one; 0: none."""
        return self._beside(1)

    def _beside(self, step: int) -> int:
        numbers = [f.criterion.number for f in self.factors if not f.by_system]
        here = self.current.criterion.number
        place = numbers.index(here) + step if here in numbers else -1
        return numbers[place] if 0 <= place < len(numbers) else 0


def qualification_desk(
    viewer: Viewer, project_number: str, lot_number: int, code: str
) -> FindingsDesk:
    """Return the organiser's desk for one bidder.

    Raises:
        NotFound: no such bid, or not for the viewer.
    """
    sheet, rows = sheet_with_rows(viewer, project_number, lot_number)
    found = {f.requirement_number: f for f in rows.qualification if f.bid_code == code}
    editable = sheet.state == "qualification" and sheet.may_qualify
    own = next((bid for bid in rows.bids if bid.bid_code == code), None)
    wanted = sheet.terms.qualified_by(code, own.members if own else [])
    return _findings_desk(viewer, sheet, rows, code, wanted, found, editable=editable)


def compliance_desk(
    viewer: Viewer, project_number: str, lot_number: int, code: str
) -> FindingsDesk:
    """Return a member's own desk for one bid; the others' findings once all have handed in.

    Raises:
        NotFound: no such bid, or the viewer is no member.
    """
    sheet, rows = sheet_with_rows(viewer, project_number, lot_number)
    if not sheet.own:
        raise NotFound("您不是这一包的评审委员会成员。")
    own = next(s.pk for s in rows.sheets if s.place == sheet.own.place)
    real = real_code(rows, code)
    mine = [f for f in rows.checks if f.bid_code == real and f.sheet_id == own]
    found = {f.requirement_number: f for f in mine}
    desk = _findings_desk(
        viewer,
        sheet,
        rows,
        code,
        sheet.terms.checks_of(_part_of(sheet, sheet.bid(code)), real),
        found,
        editable=sheet.state == "compliance" and sheet.own.state == "checking",
        others=_other_findings(rows, own, real),
    )
    if desk.bid.qualified is not True:
        raise NotFound("这份投标文件没有通过资格审查。")
    return desk


def score_desk(
    viewer: Viewer, project_number: str, lot_number: int, code: str, number: int
) -> ScoreDesk:
    """Return a member's own score sheet for one bid, opened at one factor.

    Raises:
        NotFound: no such bid or factor, or the viewer is no member.
    """
    sheet, rows = sheet_with_rows(viewer, project_number, lot_number)
    if not sheet.own:
        raise NotFound("您不是这一包的评审委员会成员。")
    bid, contents = sheet.bid(code), bid_contents(viewer, sheet, rows)
    mine = next(s for s in rows.sheets if s.place == sheet.own.place)
    own, part = mine.pk, _part_of(sheet, bid)
    wanted = [c for c in sheet.terms.criteria if part.holds(dark=c.kind == SUBJECTIVE)]
    factors = tuple(_factor(rows, own, bid, contents[code], c) for c in wanted)
    current = next((f for f in factors if f.criterion.number == number), None)
    if current is None or not bid.valid or bid.compliant is not True:
        raise NotFound("没有这个评审因素。")
    gaps = gaps_of(rows, sheet.terms, mine)
    return ScoreDesk(
        sheet=sheet,
        bid=bid,
        content=contents[code],
        factors=factors,
        current=current,
        total=_sum(rows, own, code, wanted),
        totals={b.code: _sum(rows, own, b.code, wanted) for b in sheet.lines if b.scored},
        missing=sum(gap[0] == code for gap in gaps),
        editable=sheet.state == "scoring" and sheet.own.state == "scoring",
        correcting=sheet.state == "consolidating",
        following=_next_gap(gaps, (code, number)),
    )


def _findings_desk(
    viewer: Viewer,
    sheet: EvaluationSheet,
    rows: Whole,
    code: str,
    wanted: tuple[Check, ...],
    found: dict[str, QualificationFinding] | dict[str, ComplianceFinding],
    *,
    editable: bool,
    others: dict[str, tuple[Opinion, ...]] | None = None,
) -> FindingsDesk:
    contents = bid_contents(viewer, sheet, rows)
    content = contents.get(code)
    if not content:
        raise NotFound("没有找到这份投标文件。")
    answers = {answer.number: answer for answer in content.responses}
    lines = []
    for check in wanted:
        answer, finding = answers.get(requirement_of(check.number)), found.get(check.number)
        lines.append(
            CheckLine(
                number=check.number,
                name=check.name,
                text=check.text,
                wanted=check.evidence,
                response=answer.response if answer else "",
                deviation=answer.deviation if answer else "",
                deviation_label=answer.deviation_label if answer else "",
                evidence=answer.evidence if answer else "",
                passed="" if finding is None else ("yes" if finding.passed else "no"),
                reason=finding.reason if finding else "",
                others=(others or {}).get(check.number, ()),
                proven=check.proven,
            )
        )
    return FindingsDesk(
        sheet, sheet.bid(code), content, tuple(lines), editable, _next_unchecked(sheet, code),
        _leads(sheet, code, contents),
    )  # fmt: skip


def _leads(sheet: EvaluationSheet, code: str, contents: dict[str, BidSheet]) -> tuple[Lead, ...]:
    """Say what records hold of a bidder; of a dark part nothing is known but itself."""
    if sheet.bid(code).dark:
        return ()
    brands = {bid.code: brand_key(bid.brands) for bid in sheet.bids}
    return leads_about(code, {key: contents[key] for key in brands}, brands)


def _next_unchecked(sheet: EvaluationSheet, code: str) -> str:
    """Return the next bid with something left to check, in the order of the list."""
    codes = [bid.code for bid in sheet.lines]
    ordered = codes[codes.index(code) + 1 :] + codes[: codes.index(code)]
    left = {
        bid.code for bid in sheet.lines if bid.qualified is not False and bid.checked < bid.to_check
    }
    return next((other for other in ordered if other in left), "")


def _other_findings(rows: Whole, own: int, code: str) -> dict[str, tuple[Opinion, ...]]:
    places = {sheet.pk: sheet.place for sheet in rows.sheets}
    found: dict[str, tuple[Opinion, ...]] = {}
    for finding in rows.checks:
        if finding.sheet_id == own or finding.bid_code != code:
            continue
        text = "符合" if finding.passed else "不符合"
        opinion = Opinion(places[finding.sheet_id], text, finding.reason)
        number = finding.requirement_number
        found[number] = (*found.get(number, ()), opinion)
    return found


def _factor(
    rows: Whole, own: int, bid: BidLine, content: BidSheet, criterion: Criterion
) -> FactorDesk:
    given_to = rows.scores_on(real_code(rows, bid.code))
    scores = [s for s in given_to if s.criterion_number == criterion.number]
    mine = next((s for s in scores if s.sheet_id == own), None)
    by_system = criterion.kind == "price"
    given = _price_points(rows, bid.code) if by_system else (points(mine.points) if mine else "")
    return FactorDesk(
        criterion=criterion,
        given=given,
        band=mine.band if mine else "",
        reason=mine.reason if mine else "",
        corrected=mine.corrected if mine else "",
        by_system=by_system,
        hint=_hint(criterion, content),
        others=_other_scores(rows, own, scores),
        apart=criterion.is_objective and len({s.points for s in scores}) > 1,
        figure=mine.figure if mine else "",
        claim=claim_shown(criterion, content),
    )


def _other_scores(rows: Whole, own: int, scores: list[Score]) -> tuple[Opinion, ...]:
    places = {sheet.pk: sheet.place for sheet in rows.sheets}
    return tuple(
        Opinion(places[s.sheet_id], points(s.points), s.reason) for s in scores if s.sheet_id != own
    )


def _price_points(rows: Whole, code: str) -> str:
    """Return the points the formula gives; the price is no member's to score."""
    entries, terms, _ = read_inputs(inputs_of(rows, tie_seed=""))
    try:
        return str(price_points(entries, terms).get(code, ""))
    except LawRefuses:
        return ""


def _hint(criterion: Criterion, content: BidSheet) -> str:
    if criterion.kind == "price":
        return "系统按公式计算，可在“计算过程”中重算"
    if not criterion.is_objective or criterion.formula:
        return ""
    negative = sum(answer.deviation == "negative" for answer in content.responses)
    return f"投标人自报 {len(content.responses)} 项响应，其中负偏离 {negative} 项"


def _next_gap(gaps: list[tuple[str, int]], here: tuple[str, int]) -> tuple[str, int] | None:
    """Return the next thing to score: first of this bid, then of the others."""
    left = [gap for gap in gaps if gap != here]
    same = [gap for gap in left if gap[0] == here[0]]
    return next(iter(same or left), None)


def _sum(rows: Whole, own: int, code: str, wanted: list[Criterion]) -> str:
    """Return what a member gave a bid for the factors of one part."""
    real, numbers = real_code(rows, code), {c.number for c in wanted}
    given = [
        s.points
        for s in rows.scores_on(real)
        if s.sheet_id == own and s.criterion_number in numbers
    ]
    return points(sum(given)) if given else ""


def _part_of(sheet: EvaluationSheet, bid: BidLine) -> Part:
    if bid.dark:
        return Part.DARK
    return Part.OPEN if sheet.dark_bids else Part.WHOLE
