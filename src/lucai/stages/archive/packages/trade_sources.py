"""The papers from budget to award."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import partial

from lucai.kernel.actors import Viewer
from lucai.platform.files.selectors import files_attached
from lucai.registers.exclusions.selectors import checks_of_project
from lucai.stages.archive.packages.dossier import Dossier, Piece, Source
from lucai.stages.archive.packages.plain import as_json
from lucai.stages.plan.intentions.selectors import intention_seen
from lucai.stages.plan.plans.selectors import plan_seen
from lucai.stages.trade.awards.papers import letter_paper
from lucai.stages.trade.awards.selectors import awards_of
from lucai.stages.trade.bids.selectors import BidSheet, opened_bids, securities
from lucai.stages.trade.commissions.selectors import commission_seen
from lucai.stages.trade.documents.papers import published_paper
from lucai.stages.trade.documents.selectors import document_seen
from lucai.stages.trade.documents.selectors.clarifications import clarification_list
from lucai.stages.trade.downloads.selectors import download_list
from lucai.stages.trade.draws.selectors import GivenUp
from lucai.stages.trade.evaluations.papers import report_paper
from lucai.stages.trade.evaluations.selectors import evaluation_seen, evaluations_of
from lucai.stages.trade.evaluations.selectors.reports import report_of
from lucai.stages.trade.openings.papers import record_paper
from lucai.stages.trade.openings.selectors import hall
from lucai.stages.trade.panels.selectors import (
    choice_seen,
    draw_records,
    given_up_draws,
    panel_seen,
)
from lucai.stages.trade.prequalifications.selectors import (
    application_seen,
    has_prequalification,
    invitation_draw,
    prequalification_seen,
)
from lucai.stages.trade.prequalifications.selectors import (
    given_up_draws as given_up_invitations,
)
from lucai.stages.trade.projects.selectors.joint import units_joined
from lucai.stages.trade.reevaluations.selectors import reviews_told
from lucai.stages.trade.sittings.selectors import (
    recording_file,
    recordings_of,
    sitting_facts_told,
)
from lucai_trust.draw_record import DrawRecord

PLAN, SOLICITATION, NOTICES, BIDS = "01-预算与计划", "02-采购文件", "03-公告", "04-投标文件"
OPENING, EVALUATION, AWARD = "05-开标", "06-评审", "07-结果与通知书"
DRAWS = ("受邀供应商抽取记录", "专家抽取记录")
"""Files of draws; 核验.html repeats them, and so does every check of the package."""


def _intention(dossier: Dossier) -> Iterator[Piece]:
    if dossier.project.intention_code:
        yield Piece(
            "采购意向.json", as_json(intention_seen(dossier.eyes, dossier.project.intention_code))
        )


def _plan(dossier: Dossier) -> Iterator[Piece]:
    yield Piece(
        "采购实施计划和审查.json", as_json(plan_seen(dossier.eyes, dossier.project.plan_number))
    )
    for unit in units_joined(dossier.number):
        plan = plan_seen(dossier.eyes, unit.plan_number)
        content = {"unit": unit, "plan": plan}
        yield Piece(f"参与单位 {unit.place} 的同意和采购实施计划.json", as_json(content))


def _commission(dossier: Dossier) -> Iterator[Piece]:
    yield Piece("委托代理协议.json", as_json(commission_seen(dossier.eyes, dossier.number)))


def _solicitation(dossier: Dossier) -> Iterator[Piece]:
    file = published_paper(dossier.eyes, dossier.number)
    yield Piece("采购文件.pdf", stored=file)
    sheet = document_seen(dossier.eyes, dossier.number)
    content = {
        "card": sheet.card,
        "chapters": sheet.chapters,
        "requirements": sheet.requirements,
        "criteria": sheet.criteria,
    }
    yield Piece("采购文件.json", as_json(content))


def _prequalification(dossier: Dossier) -> Iterator[Piece]:
    """Return who was found, judged and drawn, with the draw's record (87号令 art 14)."""
    if not has_prequalification(dossier.eyes, dossier.number):
        return
    sheet = prequalification_seen(dossier.eyes, dossier.number)
    yield Piece("资格预审与受邀供应商.json", as_json(sheet))
    for line in sheet.suppliers:
        if line.submitted_at:
            application = application_seen(dossier.eyes, dossier.number, line.pk)
            yield Piece(f"资格预审申请/{line.uscc}.json", as_json(application))
    if sheet.draw_id and sheet.drawn_at:
        record = invitation_draw(dossier.eyes, dossier.number)
        given_up = given_up_invitations(dossier.eyes, dossier.number)
        yield Piece(f"{DRAWS[0]}.json", repeatable(dossier.number, [record], given_up))


def _clarifications(dossier: Dossier) -> Iterator[Piece]:
    for one in clarification_list(dossier.eyes, dossier.number):
        if one.published_at:
            yield Piece(f"澄清修改-{one.number}.json", as_json(one))


def _criteria(dossier: Dossier) -> Iterator[Piece]:
    sheet = document_seen(dossier.eyes, dossier.number)
    for lot in dossier.project.lots:
        content = {
            "evaluation_method": sheet.card.evaluation_label,
            "criteria": sheet.criteria_of(lot.number),
        }
        yield Piece(f"评标标准-包{lot.number}.json", as_json(content))


def _downloads(dossier: Dossier) -> Iterator[Piece]:
    found = download_list(dossier.eyes, dossier.number)
    if found:
        yield Piece("采购文件获取记录.json", as_json(found))


def _standing(dossier: Dossier) -> Iterator[Piece]:
    found = checks_of_project(dossier.eyes, dossier.number)
    if found:
        yield Piece("信用查询记录.json", as_json(found))


def _bids(dossier: Dossier) -> Iterator[Piece]:
    for lot in dossier.project.lots:
        for bid in opened_bids(dossier.eyes, dossier.number, lot.number):
            yield from _bid(dossier.eyes, bid)


def _bid(eyes: Viewer, bid: BidSheet) -> Iterator[Piece]:
    folder = f"投标文件-包{bid.lot_number}/{bid.supplier_uscc}"
    yield Piece(f"{folder}/投标文件.json", as_json(bid))
    stored = files_attached(eyes, [file.file_id for file in bid.files])
    for place, file in enumerate(bid.files, start=1):
        name = f"{folder}/{place:02d}-{file.part_label}-{file.name}"
        yield Piece(name, stored=stored[file.file_id])


def _securities(dossier: Dossier) -> Iterator[Piece]:
    found = securities(dossier.eyes, dossier.number)
    if found:
        yield Piece("投标保证金台账.json", as_json(found))


def _opening(dossier: Dossier) -> Iterator[Piece]:
    for lot in dossier.project.lots:
        shown = hall(dossier.eyes, dossier.number, lot.number)
        if not shown.started_at:
            return
        yield Piece(f"开标记录-包{lot.number}.pdf", partial(record_paper, shown))
        yield Piece(f"开标记录-包{lot.number}.json", as_json(shown.rows))


def _panel(dossier: Dossier) -> Iterator[Piece]:
    panel = panel_seen(dossier.eyes, dossier.number)
    if panel:
        yield Piece("评标委员会.json", as_json(panel))
        if choice := choice_seen(dossier.eyes, dossier.number):
            yield Piece("自行选定评审专家的申请和决定.json", as_json(choice))
        if panel.drawn_at and not panel.chosen:
            records = draw_records(dossier.eyes, dossier.number)
            given_up = given_up_draws(dossier.eyes, dossier.number)
            yield Piece(f"{DRAWS[1]}.json", repeatable(dossier.number, records, given_up))


def repeatable(
    number: str, records: Sequence[DrawRecord], given_up: Sequence[GivenUp] = ()
) -> bytes:
    """Spell draws as their public download does."""
    told = {"givenUp": [one.spelt() for one in given_up]} if given_up else {}
    draws = [record.to_json() for record in records]
    return as_json({"project": number, "draws": draws, **told})


def _sitting(dossier: Dossier) -> Iterator[Piece]:
    told = sitting_facts_told(dossier.eyes, dossier.number)
    if not told:
        return
    yield Piece("异地评审会和纪律记录.json", as_json(told))
    for line in recordings_of(dossier.eyes, dossier.number):
        name = f"录音录像-{line.seat or '代理机构'}-{line.pk}.webm"
        yield Piece(name, stored=recording_file(dossier.eyes, dossier.number, line.pk))


def _evaluation(dossier: Dossier) -> Iterator[Piece]:
    for line in evaluations_of(dossier.eyes, dossier.number):
        sheet = evaluation_seen(dossier.eyes, dossier.number, line.lot_number)
        if sheet.reported_at:
            report = report_of(dossier.eyes, dossier.number, line.lot_number)
            yield Piece(f"评标报告-包{line.lot_number}.pdf", partial(report_paper, report))
        yield Piece(f"评标报告-包{line.lot_number}.json", as_json(sheet))


def _reviews(dossier: Dossier) -> Iterator[Piece]:
    """Return every second review with the report it was about, the new one and all opinions."""
    told = reviews_told(dossier.eyes, dossier.number)
    if told:
        yield Piece("重新评审记录.json", as_json(told))


def _awards(dossier: Dossier) -> Iterator[Piece]:
    for award in awards_of(dossier.eyes, dossier.number):
        if award.decided_at:
            yield Piece(f"定标-包{award.lot_number}.json", as_json(award))


def _letters(dossier: Dossier) -> Iterator[Piece]:
    for award in awards_of(dossier.eyes, dossier.number):
        for letter in award.letters:
            yield Piece(f"通知书-{letter.number}.pdf", partial(letter_paper, letter, award))
            yield Piece(f"通知书-{letter.number}.json", as_json(letter))


def sources() -> Iterable[Source]:
    """Return the papers from budget to award, in the order of the procurement."""
    return (*_offered(), *_judged())


def _offered() -> tuple[Source, ...]:
    buyer, agency, supplier = "采购人", "代理机构", "供应商"
    demand = ("财库〔2021〕22号/34",)
    return (
        Source(key="intention", group=PLAN, title="采购意向", read=_intention, owner=buyer,
               core=False, since="begun", cites=demand),
        Source(key="plan", group=PLAN, title="采购预算、采购实施计划和审查记录", read=_plan,
               owner=buyer, since="begun"),
        Source(key="commission", group=PLAN, title="委托代理协议", read=_commission, owner=buyer,
               core=False, since="begun"),
        Source(key="prequalification", group=SOLICITATION, title="资格预审、受邀供应商产生和抽取记录",
               read=_prequalification, owner=agency, cites=("财政部令第87号/14",)),
        Source(key="solicitation", group=SOLICITATION, title="采购文件", read=_solicitation,
               owner=agency, since="announced"),
        Source(key="clarifications", group=SOLICITATION, title="澄清、修改", read=_clarifications,
               owner=agency),
        Source(key="criteria", group=SOLICITATION, title="评标标准", read=_criteria, owner=agency,
               since="announced"),
        Source(key="downloads", group=BIDS, title="采购文件获取记录", read=_downloads, owner=agency,
               core=False, cites=("财政部令第87号/33",)),
        Source(key="standing", group=BIDS, title="信用查询记录", read=_standing, owner=agency,
               core=False, cites=("财政部令第87号/20",)),
        Source(key="bids", group=BIDS, title="投标文件", read=_bids, owner=supplier,
               since="opened"),
        Source(key="securities", group=BIDS, title="投标保证金台账", read=_securities, owner=agency,
               core=False),
    )  # fmt: skip


def _judged() -> tuple[Source, ...]:
    buyer, agency = "采购人", "代理机构"
    return (
        Source(key="opening", group=OPENING, title="开标记录", read=_opening, owner=agency,
               core=False, since="opened", cites=("财政部令第87号/42",)),
        Source(key="panel", group=EVALUATION, title="评审专家抽取、回避记录", read=_panel,
               owner=agency, core=False, since="awarded", cites=("财库〔2016〕198号/15",)),
        Source(key="sitting", group=EVALUATION, title="异地评审会、纪律记录、录音录像", read=_sitting,
               owner=agency, core=False, cites=("财政部令第87号/39",)),
        Source(key="evaluation", group=EVALUATION, title="评标报告、评分记录", read=_evaluation,
               owner="评审委员会", since="awarded"),
        Source(key="reevaluation", group=EVALUATION, title="重新评审记录", read=_reviews,
               owner="评审委员会", core=False,
               cites=("财政部令第87号/64", "政府采购法实施条例/44")),
        Source(key="award", group=AWARD, title="定标文件", read=_awards, owner=buyer,
               since="awarded"),
        Source(key="letters", group=AWARD, title="中标通知书、未中标通知", read=_letters,
               owner=agency, core=False, since="awarded"),
    )  # fmt: skip
