"""What is said of cooperations: roles of the group, colours of states."""

from __future__ import annotations

ROLES = {
    "technical": "技术专家", "lawyer": "法律专家", "economist": "经济专家", "buyer": "采购人代表",
}  # fmt: skip
STAGES = {
    "qualify": "资格审查", "talks": "研发竞争谈判", "research": "研发供应商评审", "first": "首购评审",
}  # fmt: skip
"""What the group does, each member for itself."""
TONES = {
    "awarded": "green", "purchased": "green", "selected": "green", "first": "green",
    "qualified": "green", "contracted": "green", "opened": "green", "failed": "red", "ended": "red", "refused": "red", "passed_over": "",
    "withdrawn": "", "silent": "", "void": "", "unfit": "red",
}  # fmt: skip


def tag_of(state: str, label: str) -> dict[str, str]:
    """Return a state as a tag."""
    return {"text": label, "tone": TONES.get(state, "amber")}


JUDGING_OVER = "评审已经结束，不能再更换成员。"
"""Why a member can no longer be replaced."""

MUST_AVOID = "应当回避（政府采购法实施条例第九条）："
"""Before what ties somebody to an applicant."""
UNDECLARED = "请先声明没有应当回避的情形；有的，请不要提交，告知采购代理机构更换成员"
"""To a member, expert or the buyer's own, who has not declared to be free (GP-EXP-04)."""
