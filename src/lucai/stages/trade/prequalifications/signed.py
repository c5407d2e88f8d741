"""What is signed of a prequalification: its document, its result, an application, an invitation."""

from __future__ import annotations

from lucai.kernel.actors import Viewer
from lucai.platform.signin.subjects import Subject, picked, subject
from lucai.platform.web.jinja import moment
from lucai.stages.trade.prequalifications.selectors import prequalification_seen, words_seen
from lucai.stages.trade.prequalifications.selectors.sheets import PrequalificationSheet


def document(viewer: Viewer, number: str, name: str = "") -> Subject:
    """Return the document with its conditions, and the suppliers recommended."""
    del name
    sheet = prequalification_seen(viewer, number)
    suppliers = [picked(one, "name", "uscc", "reason") for one in sheet.suppliers]
    return subject("资格预审文件", {**_written(sheet), "suppliers": suppliers}, _lines(sheet))


def result(viewer: Viewer, number: str, name: str) -> Subject:
    """Return who was found to qualify."""
    del name
    sheet = prequalification_seen(viewer, number)
    content = {**_written(sheet), "suppliers": sheet.suppliers}
    found = [(one.name, one.state_label) for one in sheet.suppliers]
    return subject("资格预审结果", content, found)


def application(viewer: Viewer, number: str) -> Subject:
    """Return what a supplier applies for, and the papers it handed in before."""
    sheet = prequalification_seen(viewer, number)
    files = sheet.own.files if sheet.own else ()
    lines = [*_lines(sheet), *(("已提交的附件", str(one.get("name", ""))) for one in files)]
    return subject("资格预审", {**_written(sheet), "files": files}, lines)


def invitation(viewer: Viewer, number: str) -> Subject:
    """Return the invitation that was received."""
    sheet = prequalification_seen(viewer, number)
    return subject("投标邀请书", picked(sheet, "project_number", "title", "round"), _lines(sheet))


def words(viewer: Viewer, pk: int) -> Subject:
    """Return what one is asked to recommend suppliers for, and the conditions they must meet."""
    sheet = words_seen(viewer, pk)
    asked = {"recommendation": sheet.line.called, "conditions": sheet.conditions}
    content = {**asked, **picked(sheet.project, "number", "title")}
    lines = [("项目", sheet.project.title), ("推荐人", sheet.line.called)]
    return subject("书面推荐供应商", content, lines)


def _written(sheet: PrequalificationSheet) -> dict[str, object]:
    return picked(sheet, *WRITTEN)


def _lines(sheet: PrequalificationSheet) -> list[tuple[str, str]]:
    until = moment(sheet.apply_until) if sheet.apply_until else ""
    return [("项目", sheet.title), ("选取方式", sheet.way_label), ("申请截止时间", until)]


WRITTEN = (
    "project_number", "title", "round", "way", "places", "terms", "conditions", "criteria", "composition",
    "performance_period", "consortium", "apply_until", "review_on", "notice_until", "amendments",
)  # fmt: skip
