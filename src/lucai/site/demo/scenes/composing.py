"""Composing recent tender documents: clauses taken in, changed with a reason, leads answered."""

from __future__ import annotations

from datetime import timedelta

from lucai.kernel import clock
from lucai.kernel.actors import Actor
from lucai.platform.demonstration.clock import START
from lucai.site.demo.plots import Tale
from lucai.stages.trade.documents import services as documents
from lucai.stages.trade.documents.schemas import (
    ArrangeIn,
    ChapterIn,
    LeadAnswerIn,
    OpinionIn,
    OwnClauseIn,
    RevisionIn,
    TextsIn,
)
from lucai.stages.trade.documents.selectors import document_card, document_seen

RECENT = timedelta(days=51)
"""How long before the beginning a procurement began whose document is still looked at."""
WARRANTY = {"warranty_months": "36", "answer_hours": "2", "onsite_hours": "24"}
REASON = "设备固件只由制造商发布，维护需要取得制造商的升级权限；市场上三个以上品牌都提供，不作为资格条件和评审因素。"
UNANSWERED = "document.submit"


def compose(tale: Tale) -> None:
    """Let agency and buyer compose the document together; what was long ago stays as it was."""
    if tale.story.begins < (START - RECENT).date():
        return
    if tale.story.ware.goods:
        _arrange(tale, "needs", "add", "opt-warranty")
        _write(tale, tale.agency, "needs", blanks=WARRANTY)
    _arrange(tale, "contract_text", "add", "opt-financing")
    _write(
        tale, tale.clerk, "instructions",
        clauses={"ins-fee": "代理服务费由中标人支付，标准：〔代理费用〕，在领取中标通知书时一次付清。"},
        reasons={"ins-fee": "按照委托协议写明支付时间"},
    )  # fmt: skip
    _own(tale)
    if tale.story.until != UNANSWERED:
        _answer(tale)


def amend(tale: Tale, number: int) -> None:
    """Write into a clarification which words of the document it replaces."""
    lines = document_seen(tale.agency.viewer, tale.project).requirements
    line = next(line for line in lines if line.kind == "technical")
    text = f"{line.text}接口标准按照现行国家标准执行。"
    documents.amend_texts(
        tale.agency, project_number=tale.project, number=number,
        content=TextsIn(texts={f"requirement:{line.number}": text}),
    )  # fmt: skip


def revise_library(agency: Actor, finance: Actor) -> None:
    """Leave revisions of the library approved, declined, retired, and one for the department."""
    since = clock.today()
    revisions = (
        ("common.ins-reading", "招标文件为电子文件，在获取期限内免费下载，不需要登记报名。供应商对招标文件有疑问的，可以在项目页面提出询问，答复面向全部供应商，不显示提问人。\n澄清或者修改不改变采购标的和资格条件。可能影响投标文件编制、距投标截止不足法定日数的，投标截止时间相应顺延，并发布更正公告。", "写明下载不需要报名，减少供应商的误解"),
        ("optional.opt-site-visit", "采购人于〔考察日期〕在〔考察地点〕统一组织现场考察，不参加的不能投标。", "便于供应商了解现场"),
        ("optional.opt-training", "供应商为采购人的使用人员提供不少于〔培训人次〕人次的培训，并提供可以反复观看的教学视频，费用包含在报价中。", "培训改为线上线下结合"),
        ("optional.opt-green", "采购标的已有政府采购绿色需求标准的，执行该标准，提交符合性说明，并在验收时逐项核对。", "便于验收时核对"),
    )  # fmt: skip
    numbers = [
        documents.propose_revision(
            agency, clause=clause, content=RevisionIn(text=text, reason=reason, since=since)
        )
        for clause, text, reason in revisions
    ]
    documents.decide_revision(finance, pk=numbers[0], step="approve")
    why = OpinionIn(opinion="参加现场考察不得作为投标的条件，请维持自愿参加的表述。")
    documents.decide_revision(finance, pk=numbers[1], step="decline", content=why)
    documents.decide_revision(finance, pk=numbers[3], step="approve")
    why = OpinionIn(opinion="与新的需求标准重复，停用这次修订，恢复原来的文字。")
    documents.decide_revision(finance, pk=numbers[3], step="retire", content=why)


def _arrange(tale: Tale, chapter: str, act: str, clause: str) -> None:
    documents.arrange(
        tale.agency, project_number=tale.project, chapter=chapter,
        content=ArrangeIn(version=_version(tale), act=act, clause=clause),
    )  # fmt: skip


def _write(
    tale: Tale, actor: Actor, chapter: str, *,
    clauses: dict[str, str] | None = None, reasons: dict[str, str] | None = None,
    blanks: dict[str, str] | None = None,
) -> None:  # fmt: skip
    content = ChapterIn(
        version=_version(tale), clauses=clauses or {}, reasons=reasons or {}, blanks=blanks or {}
    )
    documents.edit_chapter(actor, project_number=tale.project, chapter=chapter, content=content)


def _own(tale: Tale) -> None:
    """Write a clause that the check points at."""
    documents.write_own(
        tale.agency, project_number=tale.project, chapter="needs",
        content=OwnClauseIn(
            version=_version(tale),
            heading="固件与配件",
            text="设备固件升级由取得制造商授权的服务人员实施，配件保证五年供应。",
            reason="使用单位要求持续取得安全更新",
        ),
    )  # fmt: skip


def _answer(tale: Tale) -> None:
    for lead in document_seen(tale.agency.viewer, tale.project).leads:
        documents.answer_lead(
            tale.agency, project_number=tale.project, key=lead.key,
            content=LeadAnswerIn(reason=REASON),
        )  # fmt: skip


def _version(tale: Tale) -> int:
    return document_card(tale.agency.viewer, tale.project).version
