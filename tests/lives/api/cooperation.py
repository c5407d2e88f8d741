"""合作创新采购: from the scheme to the announced researchers."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest

from lucai.platform.access.models import Organisation
from lucai.platform.records import system_access
from tests.lives.api.story import Story
from tests.makers import people
from tests.makers.program import Answer, Program, Refused
from tests.makers.sealing_program import quoted

RESEARCH, PURCHASE = 20_000_000, 30_000_000
"""The budgets of the two lots, in 元."""
MOST_COST, UNIT_CEILING, UNITS = 9_000_000, 2_900_000, 10
APPLY_DAYS, FIRST_DAYS, FINAL_DAYS = 45, 25, 15
"""Longer than 20, 10 and 5 working days."""
POINTS = (38, 18, 17, 16)
PLAN = {
    "method_reason": "列入省科技创新规划，突破关键部件依赖，服务国家战略。",
    "survey": "调查五家企业和两家科研院所，市场现有产品不能满足精度要求。",
    "survey_on": "2026-03-02", "survey_respondents": "7", "technically_complex": "yes",
    "expert_argument": "五名专家论证：现有产品精度不足，需要技术突破，同意开展合作创新采购。",
    "packages.0.name": "示例传感器研发", "packages.0.amount": str(RESEARCH),
    "packages.0.items.0.unit_price": str(RESEARCH // UNITS),
    "packages.1.name": "示例传感器首购", "packages.1.amount": str(PURCHASE),
    "packages.1.items.0.catalogue_code": "A02102100",
    "packages.1.items.0.name": "示例传感器", "packages.1.items.0.quantity": str(UNITS),
    "packages.1.items.0.unit": "套", "packages.1.items.0.unit_price": str(PURCHASE // UNITS),
}  # fmt: skip


@dataclass
class CooperationStory(Story):
    """A cooperation of a provincial department; its last supplier is found not qualified."""

    contracts: dict[int | None, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Let the buyer be a provincial department, under the province's finance department."""
        super().__post_init__()
        with system_access("maker"):
            unit = Organisation.objects.get(pk=self.buyer.viewer.organisation)
            unit.change(level="province", region="370000")
        self.finance = self._works(
            lambda: people.finance("370000", "province"), "province", "finance_manager"
        )

    @property
    def anybody(self) -> Program:
        """A program without a key."""
        return Program(people.public(), "")

    @property
    def page(self) -> str:
        """The cooperation in its project's room."""
        return f"{self.room}cooperation/"

    @property
    def researchers(self) -> list[Program]:
        """Who goes on after the review."""
        return self.suppliers[:-1]

    def sheet(self) -> Answer:
        """The cooperation as its agency reads it."""
        found: Answer = self.agency.get(self.page)["sheet"]
        return found

    def in_days(self, days: int) -> str:
        """So many days from now, as a form takes it."""
        return f"{self.now + timedelta(days=days):%Y-%m-%dT%H:%M}"


def key_review(story: CooperationStory) -> None:
    """A plan of this weight is reviewed once more, for its key matters."""
    opinion = {"kind": "key", "conclusion": "passed", "opinion": "竞争充分，履约风险可控。"}
    story.head.post(f"/plans/{story.plan}/review/", opinion)


def scheme(story: CooperationStory) -> None:
    """代理机构 writes the scheme; 采购负责人 confirms it."""
    content = {
        "goal": "测量误差不大于百分之零点五，连续运行不少于两千小时。",
        "scene": "全省环境监测站的野外连续监测。",
        "qualification": "具有传感器研发能力，近三年没有重大违法记录。",
        "wanted": 2, "months": 24, "most_cost": MOST_COST, "ratio": "80", "incentive": 600_000,
        "quantity": UNITS, "price_ceiling": UNIT_CEILING, "inside": True,
        "acceptance": "按照国家标准在第三方机构检测，全部指标合格。",
        "upgrade": "合同期限内每年一次，以升级产品替代原首购产品。",
        "risk": "关键材料断供时启用替代方案，按阶段评估。",
        "factors": [
            {"name": "研发方案", "points": 40, "research": True},
            {"name": "研发团队和条件", "points": 20, "research": True},
            {"name": "研发成本", "points": 20},
            {"name": "首购价格", "points": 20},
        ],
        "stages": [
            {"name": "样机", "goal": "样机通过实验室检测", "percent": 60},
            {"name": "定型", "goal": "定型产品通过验收", "percent": 40},
        ],
    }  # fmt: skip
    story.agency.fill(f"{story.page}edit/", content)
    story.agency.post(f"{story.page}steps/submit/")
    story.head.post(f"{story.page}steps/confirm/")


def notice(story: CooperationStory) -> None:
    """The notice calls for applications; the group is formed before they are opened."""
    story.agency.post(f"{story.page}publish/", {"apply_until": story.in_days(APPLY_DAYS)})
    roles = ("technical", "technical", "lawyer", "economist", "buyer")
    own = {"name": story.user.viewer.name, "unit": story.user.viewer.organisation_name}
    members = [
        {**own, "role": role, "source": "chosen"} if role == "buyer"
        else {"name": f"示例专家{n}", "unit": "示例学院", "role": role, "source": "library"}
        for n, role in enumerate(roles, 1)
    ]  # fmt: skip
    story.agency.post(f"{story.page}seat/", {"members": members})
    story.work()


def applications(story: CooperationStory) -> None:
    """Suppliers apply; nobody learns who before the deadline."""
    content = {
        "statement": "具有传感器研发能力和中试条件，没有重大违法记录。",
        "experience": "完成同类传感器两项，获发明专利三项。",
        "contact": "示例联系人 0531-00000000", "truthful": True,
    }  # fmt: skip
    for supplier in story.suppliers:
        supplier.post(f"{story.page}apply/", content)
    assert story.sheet()["applicants"] == []


def review(story: CooperationStory) -> None:
    """The group judges every applicant; the last one is told why it does not go on."""
    story.wait(days=APPLY_DAYS)
    story.agency.post(f"{story.page}steps/open_applications/")
    out = story.suppliers[-1].viewer.organisation_name
    _find(story, "qualify", out=out)
    story.agency.post(f"{story.page}steps/finish_review/")
    own = story.suppliers[-1].get(story.page)["sheet"]["own"]
    assert (own["state"], own["reason"]) == ("refused", "没有中试条件。")


def document(story: CooperationStory) -> None:
    """All qualified exchange concepts, and get the negotiation document at once."""
    held = {
        "held": "全部资格合格的供应商共同交流了研发目标和技术路线。",
        "outcome": "增加低温试验。",
    }
    story.agency.post(f"{story.page}exchange/", held)
    text = "研发谈判文件：目标、标准、成本补偿范围和合同条款。"
    file = {"text": text, "until": story.in_days(FIRST_DAYS)}
    story.agency.post(f"{story.page}issue_file/", file)
    story.work()


def first_responses(story: CooperationStory) -> None:
    """First responses are sealed, opened together after their deadline, and talked about."""
    _respond(story, stage=1)
    with pytest.raises(Refused, match="422"):
        story.agency.post(f"{story.page}steps/open_first/")
    story.wait(days=FIRST_DAYS)
    story.agency.post(f"{story.page}steps/open_first/")
    _find(story, "talks")


def final_responses(story: CooperationStory) -> None:
    """The final document goes to all who were heard; their final responses are opened together."""
    text = "最终研发谈判文件：按谈判结果确定。"
    file = {"text": text, "until": story.in_days(FINAL_DAYS)}
    story.agency.post(f"{story.page}issue_final/", file)
    story.work()
    _respond(story, stage=2)
    story.wait(days=FINAL_DAYS)
    story.agency.post(f"{story.page}steps/open_final/")


def evaluation(story: CooperationStory) -> None:
    """Each member marks each final response, the first supplier's best; all sign."""
    mark(story, "research")
    story.agency.post(f"{story.page}evaluate/", {"report": "小组一致同意上述评审意见。"})


def decision(story: CooperationStory) -> None:
    """采购负责人 takes both; the result is public."""
    story.head.fill(f"{story.page}decide/")
    story.agency.post(f"{story.page}steps/announce/")
    story.work()
    ranked = [one["supplier"] for one in story.sheet()["ranking"]]
    assert ranked == [one.viewer.organisation for one in story.researchers]
    assert story.researchers[0].get(story.page)["sheet"]["own"]["state"] == "selected"


def mark(story: CooperationStory, stage: str) -> None:
    """Let each member mark what stands for choice, the first supplier's best; all sign."""
    desk, best = f"/cooperation-opinions/{story.project}/{stage}/", story.suppliers[0].viewer
    for member in _group(story):
        rows = [
            {
                "key": one["key"], "reason": "方案完整",
                "points": _points(one["name"] == best.organisation_name),
            }
            for one in member.get(desk)["desk"]["judged"]
        ]  # fmt: skip
        member.post(desk, {"rows": rows, "declared_free": True})
    for member in _group(story):
        member.post(f"{desk}report/", {"dissent": ""})


def _group(story: CooperationStory) -> list[Program]:
    return [*story.experts[:4], story.user]


def _find(story: CooperationStory, stage: str, *, out: str = "") -> None:
    """Each member finds of every supplier with its reasons, without points; all sign."""
    desk = f"/cooperation-opinions/{story.project}/{stage}/"
    for member in _group(story):
        rows = [
            {
                "key": one["key"], "passed": "no" if one["name"] == out else "yes",
                "topics": "研发目标、完成时间、首购价格", "agreed": "同意误差指标，首购价格再降",
                "reason": "没有中试条件。" if one["name"] == out else "符合要求。",
            }
            for one in member.get(desk)["desk"]["judged"]
        ]  # fmt: skip
        member.post(desk, {"rows": rows, "declared_free": True})
    for member in _group(story):
        member.post(f"{desk}report/", {"dissent": ""})


def _respond(story: CooperationStory, *, stage: int) -> None:
    for n, supplier in enumerate(story.researchers, 1):
        order = supplier.get(f"{story.page}respond/")["order"]
        quoted(supplier, order, _response(n, stage))
    assert all(one["round"] < stage for one in story.sheet()["responses"])


def _response(n: int, stage: int) -> dict[str, Any]:
    """The higher the number, the dearer; the final price is lower than the first."""
    return {
        "plan": "以微机电工艺实现，分样机和定型两个阶段完成研发。",
        "goal": "测量误差不大于百分之零点四。",
        "cost": f"{8_400_000 + 200_000 * n}.00",
        "months": "20",
        "price": f"{2_800_000 + 20_000 * n - 50_000 * stage}.00",
        "inside": "yes",
    }


def _points(best: bool) -> list[dict[str, int]]:
    return [{"value": points - (0 if best else 1)} for points in POINTS]
