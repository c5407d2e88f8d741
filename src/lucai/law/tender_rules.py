"""Rules of the tender itself: document, notice, clarification, bids, opening."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from lucai.law.calendar import beijing_day
from lucai.law.caps import cap
from lucai.law.deadlines import FORWARD, Deadline, deadline
from lucai.law.low_price import check_ratios
from lucai.law.parameters import parameter
from lucai.law.prices import check_sme_rate, check_weight
from lucai.law.rules import Finding, rule
from lucai.law.status import LawRefuses
from lucai.law.support_rules import DomesticFacts
from lucai.law.wording import listed, moment, plain, yuan

SCORING = "scoring"


@dataclass(frozen=True, slots=True, kw_only=True)
class SolicitationFacts:
    """A tender document before it is confirmed; money in 分, weights in points.

    ``price_unscored`` says why the price is no factor; empty: it is one.
    """

    object: str
    method: str = "open"
    evaluation_method: str = SCORING
    budget: int
    ceiling: int | None = None
    floor_price: int | None = None
    bond: int = 0
    price_weight: Decimal | None = None
    weights: tuple[Decimal, ...] = ()
    information_system: bool = False
    price_unscored: str = ""
    qualification_items: frozenset[str] = frozenset()
    scoring_items: frozenset[str] = frozenset()
    low_price_ratios: tuple[Decimal, ...] = ()
    sme_rate: Decimal | None = None
    sme_joint_rate: Decimal | None = None
    domestic: DomesticFacts = field(default_factory=lambda: DomesticFacts(policy_applied=False))
    reserved_for_sme: bool = False
    single_product: bool = True
    core_product_named: bool = False
    budget_is_stated: bool = True
    demand_is_followed: bool = True
    confirmed_by_buyer: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeFacts:
    """A 招标公告 about to be published, with the days it announces."""

    notice_on: date
    notice_until: date
    documents_from: date
    documents_until: date
    bid_deadline: datetime
    opening_at: datetime
    method: str = "open"


@dataclass(frozen=True, slots=True, kw_only=True)
class ClarificationFacts:
    """A 澄清或者修改 about to be issued; ``new_bid_deadline`` when the tender is postponed."""

    bid_deadline: datetime
    affects_bids: bool
    new_bid_deadline: datetime | None = None
    changes_object: bool = False
    changes_qualification: bool = False
    method: str = "open"


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtensionFacts:
    """A period for obtaining documents that may be extended.

    ``obtained`` is None while it is nobody's business: until the period has ended.
    ``new_until`` is None while nothing is proposed yet.
    """

    documents_from: date
    documents_until: datetime
    bid_deadline: datetime
    obtained: int | None = None
    new_until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BidFacts:
    """A bid being submitted, replaced or withdrawn."""

    bid_deadline: datetime
    sealed: bool = True
    bond_required: int = 0
    bond_received: int = 0
    bond_received_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OpeningFacts:
    """An opening about to begin."""

    bid_deadline: datetime
    panel_members_present: tuple[str, ...] = ()


def _lawful(check: Callable[[], object]) -> Finding:
    try:
        check()
    except LawRefuses as refusal:
        return Finding(False, str(refusal))
    return Finding(True)


@rule("GP-BON-01")
def bond_is_within_cap(facts: SolicitationFacts, at: datetime) -> Finding:
    """投标保证金不得超过采购项目预算金额的百分之二。"""
    most = cap("GP-BON-01", facts.budget, on=beijing_day(at))
    return Finding(
        facts.bond <= most.max,
        f"投标保证金{yuan(facts.bond)}超过上限{yuan(most.max)}。",
        most.calculation,
    )


@rule("GP-EVA-03")
def price_weight_is_lawful(facts: SolicitationFacts, at: datetime) -> Finding:
    """综合评分法中货物项目价格分值比重不得低于百分之三十，服务项目不得低于百分之十。"""
    if facts.evaluation_method != SCORING:
        return Finding(True)
    if facts.price_unscored:
        text = f"{facts.price_unscored}，价格不列为评审因素，请删去价格分值。"
        return Finding(facts.price_weight is None, text)
    if facts.price_weight is None:
        return Finding(
            False, "综合评分法应当设定价格分值；执行统一价格标准的，在商务与政策条件里选择。"
        )
    weight = facts.price_weight
    return _lawful(lambda: check_weight(facts.object, facts.method, weight, on=beijing_day(at)))


@rule("GP-EVA-10")
def information_system_weight_is_exact(facts: SolicitationFacts, at: datetime) -> Finding:
    """政务信息系统招标采购的价格分值比重，货物为百分之三十，服务为百分之十。"""
    if not facts.information_system or facts.object == "works" or facts.price_unscored:
        return Finding(True)
    if facts.evaluation_method != SCORING:
        return Finding(False, "政务信息系统招标采购应当采用综合评分法。")
    exact = parameter("GP-EVA-10", facts.object, on=beijing_day(at)).value
    return Finding(facts.price_weight == exact, f"价格分值应当为{exact}分。")


@rule("GP-EVA-04")
def weights_sum_to_full_score(facts: SolicitationFacts, at: datetime) -> Finding:
    """各评审因素分值之和应当为一百分。"""
    full = parameter("GP-EVA-04", "full_score", on=beijing_day(at)).value
    total = sum(facts.weights, Decimal())
    if facts.evaluation_method != SCORING or total == full:
        return Finding(True)
    return Finding(False, f"各评审因素分值之和为{plain(total)}分，应当为{full}分。")


@rule("GP-QUA-07")
def qualification_is_not_scored(facts: SolicitationFacts, at: datetime) -> Finding:
    """资格条件不得作为评审因素。"""
    both = facts.qualification_items & facts.scoring_items
    return Finding(not both, f"{listed(sorted(both))}已列为资格条件，不得再作为评审因素。")


@rule("GP-LOW-05")
def low_price_ratios_are_lawful(facts: SolicitationFacts, at: datetime) -> Finding:
    """采购文件提高异常低价审查比例的，最高不得超过百分之六十五。"""
    if not facts.low_price_ratios:
        return Finding(True)
    return _lawful(lambda: check_ratios(facts.low_price_ratios, on=beijing_day(at)))


@rule("GP-SME-06")
def sme_rate_is_lawful(facts: SolicitationFacts, at: datetime) -> Finding:
    """未预留份额的项目，应当在采购文件中规定小微企业价格扣除比例，并在规定幅度以内。"""
    if facts.reserved_for_sme:
        return Finding(True)
    if (rate := facts.sme_rate) is None:
        return Finding(False, "采购文件未规定小微企业价格扣除比例。")
    return _lawful(lambda: check_sme_rate(facts.object, rate, on=beijing_day(at)))


@rule("GP-SME-07")
def sme_joint_rate_is_lawful(facts: SolicitationFacts, at: datetime) -> Finding:
    """联合体或者分包中小微企业份额达到规定比例的，价格扣除比例应当在规定幅度以内。"""
    if facts.reserved_for_sme or (rate := facts.sme_joint_rate) is None:
        return Finding(True)
    return _lawful(lambda: check_sme_rate(facts.object, rate, on=beijing_day(at), joint=True))


@rule("GP-TEN-14")
def core_product_is_named(facts: SolicitationFacts, at: datetime) -> bool:
    """非单一产品采购项目应当在招标文件中载明核心产品。"""
    return facts.object != "goods" or facts.single_product or facts.core_product_named


@rule("GP-PLN-03")
def budget_is_stated(facts: SolicitationFacts, at: datetime) -> bool:
    """采购文件应当公开采购项目预算金额。"""
    return facts.budget_is_stated


@rule("GP-DEM-08")
def document_follows_the_demand(facts: SolicitationFacts, at: datetime) -> Finding:
    """采购文件应当按照审核通过的需求和计划编制，并经采购人书面确认。"""
    if not facts.demand_is_followed:
        return Finding(False, "采购文件与审核通过的采购需求和实施计划不一致。")
    return Finding(facts.confirmed_by_buyer, "采购文件尚未经采购人书面确认。")


def _floor(rule_id: str, start: date, planned: date, what: str) -> Finding:
    earliest = deadline(rule_id, start)
    return Finding(
        earliest.allows(planned),
        f"{what}定在{planned.isoformat()}，最早应为{earliest.date.isoformat()}。",
        earliest.calculation,
    )


@rule("GP-TEN-01", dated_by="notice_on")
def notice_runs_long_enough(facts: NoticeFacts, at: datetime) -> Finding:
    """招标公告的公告期限为五个工作日。"""
    return _floor("GP-TEN-01", facts.notice_on, facts.notice_until, "公告期限届满之日")


@rule("GP-TEN-02", dated_by="documents_from")
def documents_are_available_long_enough(facts: NoticeFacts, at: datetime) -> Finding:
    """招标文件的提供期限自开始发出之日起不得少于五个工作日。"""
    return _floor("GP-TEN-02", facts.documents_from, facts.documents_until, "招标文件提供截止之日")


@rule("GP-TEN-02", dated_by="documents_from")
def documents_period_has_ended(facts: ExtensionFacts, at: datetime) -> Finding:
    """招标文件提供期限届满后，方可决定是否延长。"""
    return Finding(
        at >= facts.documents_until,
        f"招标文件获取时间到{moment(facts.documents_until)}截止，届时方可判断是否需要延长。",
        opens_at=facts.documents_until,
    )


@rule("GP-TEN-02", dated_by="documents_from")
def too_few_obtained_the_document(facts: ExtensionFacts, at: datetime) -> Finding:
    """提供期限届满后，获取招标文件的潜在投标人不足三家的，可以顺延提供期限。"""
    if facts.obtained is None:
        return Finding(True)
    enough = parameter("GP-TEN-02", "extension_below", on=facts.documents_from).value
    return Finding(
        facts.obtained < enough,
        f"获取招标文件的潜在投标人不少于{enough}家，不需要延长。",
    )


@rule("GP-TEN-02", dated_by="documents_from")
def extension_keeps_the_period(facts: ExtensionFacts, at: datetime) -> Finding:
    """延长后的提供期限应当晚于原期限，总计不得少于五个工作日，并在投标截止之前届满。"""
    if at >= facts.bid_deadline:
        return Finding(False, f"投标截止时间{moment(facts.bid_deadline)}已过，不能再延长。")
    if facts.new_until is None:
        return Finding(True)
    if facts.new_until <= max(facts.documents_until, at):
        return Finding(False, "延长后的截止时间应当晚于原截止时间和现在。")
    if facts.new_until >= facts.bid_deadline:
        until = moment(facts.bid_deadline)
        return Finding(
            False, f"延长后的截止时间应当早于投标截止时间{until}；需要时先顺延投标截止时间。"
        )
    day = beijing_day(facts.new_until)
    return _floor("GP-TEN-02", facts.documents_from, day, "招标文件提供截止之日")


@rule("GP-TEN-03", dated_by="documents_from")
def bid_period_is_long_enough(facts: NoticeFacts, at: datetime) -> Finding:
    """自招标文件开始发出之日起至投标人提交投标文件截止之日止，不得少于二十日。"""
    planned = beijing_day(facts.bid_deadline)
    return _floor("GP-TEN-03", facts.documents_from, planned, "投标截止之日")


@rule("GP-TEN-09")
def opening_is_at_the_deadline(facts: NoticeFacts, at: datetime) -> Finding:
    """开标应当在招标文件确定的投标截止时间的同一时间进行。"""
    if facts.opening_at == facts.bid_deadline:
        return Finding(True)
    return Finding(
        False,
        f"开标时间{moment(facts.opening_at)}与投标截止时间{moment(facts.bid_deadline)}不一致。",
    )


def earliest_deadline_after(clarified_on: date) -> Deadline:
    """Return the earliest bid deadline after a clarification that may affect bids (GP-TEN-05)."""
    return deadline("GP-TEN-05", clarified_on, direction=FORWARD)


@rule("GP-TEN-05")
def clarification_leaves_time(facts: ClarificationFacts, at: datetime) -> Finding:
    """澄清或者修改可能影响投标文件编制的，应当在投标截止之日十五日前发出，不足的应当顺延。"""
    today = beijing_day(at)
    planned = facts.new_bid_deadline or facts.bid_deadline
    latest = deadline("GP-TEN-05", beijing_day(planned))
    if not facts.affects_bids or latest.allows(today):
        return Finding(True)
    needed = earliest_deadline_after(today)
    return Finding(
        False,
        f"距投标截止之日{beijing_day(planned).isoformat()}不足规定日数，"
        f"应当将投标截止之日顺延至{needed.date.isoformat()}或者以后。",
        (*latest.calculation, *needed.calculation),
    )


@rule("GP-TEN-05")
def deadline_is_not_moved_forward(facts: ClarificationFacts, at: datetime) -> bool:
    """更正不得将投标截止时间提前。"""
    return facts.new_bid_deadline is None or facts.new_bid_deadline >= facts.bid_deadline


@rule("GP-CLA-01")
def object_and_qualification_stay(facts: ClarificationFacts, at: datetime) -> bool:
    """澄清或者修改不得改变采购标的和资格条件。"""
    return not (facts.changes_object or facts.changes_qualification)


@rule("GP-TEN-08")
def bid_arrives_in_time(facts: BidFacts, at: datetime) -> Finding:
    """投标文件应当在投标截止时间前送达，逾期送达的应当拒收。"""
    in_time = at < facts.bid_deadline
    return Finding(in_time, f"投标截止时间为{moment(facts.bid_deadline)}，现在已经截止。")


@rule("GP-TEN-08", cites=("财政部令第87号/34",))
def bid_may_still_be_changed(facts: BidFacts, at: datetime) -> Finding:
    """投标截止时间前可以补充、修改或者撤回投标文件。"""
    late = f"投标截止时间为{moment(facts.bid_deadline)}，现在已经截止，不能再补充、修改或者撤回。"
    return Finding(at < facts.bid_deadline, late)


@rule("GP-BON-03")
def bond_is_received(facts: BidFacts, at: datetime) -> Finding:
    """未按照招标文件要求在投标截止时间前提交投标保证金的，投标无效。"""
    if facts.bond_received < facts.bond_required:
        return Finding(
            False,
            f"应交投标保证金{yuan(facts.bond_required)}，已到账{yuan(facts.bond_received)}。",
        )
    late = facts.bond_received_at is not None and facts.bond_received_at > facts.bid_deadline
    return Finding(not late, "投标保证金在投标截止时间后到账。")


@rule("GP-TEN-09")
def opening_waits_for_the_deadline(facts: OpeningFacts, at: datetime) -> Finding:
    """开标应当在投标截止时间的同一时间进行，不得提前。"""
    early = at < facts.bid_deadline
    return Finding(
        not early,
        f"投标截止时间为{moment(facts.bid_deadline)}，届时方可开标。",
        opens_at=facts.bid_deadline,
    )


@rule("GP-TEN-09")
def panel_stays_away_from_the_opening(facts: OpeningFacts, at: datetime) -> Finding:
    """评标委员会成员不得参加开标活动。"""
    present = facts.panel_members_present
    return Finding(not present, f"{listed(present)}是评标委员会成员，不得参加开标。")
