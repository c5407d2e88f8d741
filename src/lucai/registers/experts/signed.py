"""What is signed of experts: an application, and who leaves the library."""

from __future__ import annotations

from lucai.kernel.actors import Viewer
from lucai.platform.signin.subjects import Subject, picked, subject
from lucai.registers.experts.selectors import application_seen, expert_seen
from lucai.registers.experts.selectors.changes import change_seen
from lucai.registers.experts.selectors.decisions import decision_seen


def application(viewer: Viewer, number: str, step: str = "") -> Subject:
    """Return an application as it was written, with what was said of it."""
    del step
    sheet = application_seen(viewer, number)
    lines = (
        ("申请人", sheet.name),
        ("工作单位", sheet.employer),
        ("职称", f"{sheet.title_level_label}　{sheet.title}"),
        ("评审专业", "、".join(sheet.fields)),
        ("不予入库的理由", sheet.said),
        ("申请人的异议", sheet.objection),
    )
    return subject("入库申请", picked(sheet, *APPLICATION), lines)


def expert(viewer: Viewer, number: str) -> Subject:
    """Return who leaves."""
    card = expert_seen(viewer, number)
    content = picked(card, "number", "name", "employer", "specialties")
    return subject("评审专家", content, [("评审专家", f"{card.name}，{card.employer}")])


def decision(viewer: Viewer, number: str) -> Subject:
    """Return a decision about an expert with the objection to it."""
    sheet = decision_seen(viewer, number)
    lines = (
        ("决定", f"{sheet.kind_label}，评审专家 {sheet.expert_number}"),
        ("决定的理由", sheet.reason),
        ("专家的异议", sheet.objection),
    )
    return subject("评审专家处理决定", picked(sheet, *DECISION), lines)


def change(viewer: Viewer, number: str, step: str = "") -> Subject:
    """Return what an expert asked to change, old and new."""
    del step
    sheet = change_seen(viewer, number)
    lines = [("专家", f"{sheet.name}，{sheet.expert_number}"), ("变更说明", sheet.grounds)]
    lines += [
        (one.label, f"{'、'.join(one.before) or '—'} → {'、'.join(one.after) or '—'}")
        for one in sheet.compared
    ]
    return subject("评审专家信息变更申请", picked(sheet, *CHANGE), lines)


CHANGE = ("number", "expert_number", "name", "before", "after", "grounds", "files")
DECISION = (
    "number", "expert_number", "kind", "place", "reason", "change_number", "objection",
    "files",
)  # fmt: skip
APPLICATION = (
    "number", "name", "born_on", "title", "title_level_label", "title_since", "scarce",
    "employer", "employer_uscc", "specialties", "avoids", "experience", "region", "said",
    "objection", "files",
)  # fmt: skip
